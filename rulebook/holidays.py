"""Bank holidays of England and Wales: reading the bundled file, checking it, and comparing two lists."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

BUNDLED = Path(__file__).with_name("bank_holidays.json")


class BadHolidayFile(ValueError):
    """A bank holiday file that cannot be trusted. The text says where the fault is."""


@dataclass(frozen=True, order=True)
class Holiday:
    """One bank holiday: its date and the name GOV.UK gives it."""

    date: date
    name: str


@dataclass(frozen=True)
class HolidayFile:
    """A checked bank holiday file. `holidays` are sorted, and none is before `first_on` or after `last_on`."""

    edition: str
    source: str
    licence: str
    first_on: date
    last_on: date
    holidays: tuple[Holiday, ...]


@dataclass(frozen=True)
class HolidayDiff:
    """What a newer list changes: holidays added, holidays removed, and (older, newer) pairs whose name changed."""

    added: tuple[Holiday, ...]
    removed: tuple[Holiday, ...]
    renamed: tuple[tuple[Holiday, Holiday], ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed)


def read(path: Path | str | None = None) -> HolidayFile:
    """Read and check a file, the bundled one by default. Raises BadHolidayFile with the path to the fault."""
    place = Path(path) if path is not None else BUNDLED
    try:
        document = json.loads(place.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadHolidayFile(f"The bank holiday file {place.name} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise BadHolidayFile(f"The bank holiday file {place.name} is not JSON: {error}.") from error
    return parse(document)


def parse(document: Any) -> HolidayFile:
    """Check a decoded file: edition, source, licence, coverage {from, to} and holidays [{date, name}]."""
    if not isinstance(document, Mapping):
        raise BadHolidayFile("A bank holiday file must be an object.")
    coverage = document.get("coverage")
    if not isinstance(coverage, Mapping):
        raise BadHolidayFile("coverage: must be an object with from and to.")
    first_on = _date(coverage.get("from"), "coverage.from")
    last_on = _date(coverage.get("to"), "coverage.to")
    if last_on < first_on:
        raise BadHolidayFile("coverage.to: is before coverage.from.")
    return HolidayFile(
        edition=_text(document.get("edition"), "edition"),
        source=_text(document.get("source"), "source"),
        licence=_text(document.get("licence"), "licence"),
        first_on=first_on,
        last_on=last_on,
        holidays=_holidays(document.get("holidays"), first_on, last_on),
    )


def diff(older: Iterable[Holiday], newer: Iterable[Holiday]) -> HolidayDiff:
    """Compare two lists of holidays by date. Used by a refresh, which shows the difference before it is believed."""
    before = {holiday.date: holiday for holiday in older}
    after = {holiday.date: holiday for holiday in newer}
    return HolidayDiff(
        added=tuple(after[day] for day in sorted(after.keys() - before.keys())),
        removed=tuple(before[day] for day in sorted(before.keys() - after.keys())),
        renamed=tuple(
            (before[day], after[day])
            for day in sorted(before.keys() & after.keys())
            if before[day].name != after[day].name
        ),
    )


def _holidays(rows: Any, first_on: date, last_on: date) -> tuple[Holiday, ...]:
    if not isinstance(rows, list) or not rows:
        raise BadHolidayFile("holidays: must be a list with at least one row.")
    found: dict[date, Holiday] = {}
    for number, row in enumerate(rows):
        at = f"holidays[{number}]"
        if not isinstance(row, Mapping):
            raise BadHolidayFile(f"{at}: must be an object with date and name.")
        day = _date(row.get("date"), f"{at}.date")
        if not first_on <= day <= last_on:
            raise BadHolidayFile(f"{at}.date: {day.isoformat()} is outside the coverage.")
        if day in found:
            raise BadHolidayFile(f"{at}.date: {day.isoformat()} is given twice.")
        if day.weekday() > 4:
            # GOV.UK lists the substitute weekday, never the Saturday or Sunday itself.
            raise BadHolidayFile(f"{at}.date: {day.isoformat()} is a weekend day.")
        found[day] = Holiday(day, _text(row.get("name"), f"{at}.name"))
    return tuple(found[day] for day in sorted(found))


def _date(value: Any, at: str) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadHolidayFile(f"{at}: must be a date written YYYY-MM-DD.") from None


def _text(value: Any, at: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise BadHolidayFile(f"{at}: must be text.")
    return value
