"""The published inspections as rows of plain values, read from the bundled files and checked line by line."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from inspections.choices import Source

FULL_2016 = "area_send_inspections_2016_2022.csv"
FULL_2023 = "area_send_inspections_2023_on.csv"
SLIDES = "inspections_2016_2017.csv"
# Former areas that Ofsted leaves out of its figures; its Notes sheet gives the month only: {dfe code: (month, revisit)}.
NOTES: dict[str, tuple[str, str | None]] = {"835": ("January 2017", "February 2019"), "928": ("May 2017", None)}
REVISIT_OUTCOMES = {"yes": "all-sufficient", "some": "some-sufficient", "no": "none-sufficient"}
STATISTICS_URL = "https://www.gov.uk/government/statistics/area-send-inspections-1-may-2016-to-31-august-2022"
OFFICIAL_START = re.compile(r"Ofsted MI gives inspection start (\d{4}-\d{2}-\d{2}); report gives")


class BadHistoryFile(ValueError):
    """A file of published inspections that cannot be trusted. The text names the file and the line."""


@dataclass
class HistoryRow:
    """One published inspection. `dates` are model fields; the natural key is area, framework, kind and first day on site."""

    dfe_code: str
    framework_code: str
    kind: str
    source: Source
    outcome: str
    dates: dict[str, date | None]
    values: dict[str, Any] = field(default_factory=dict)
    superseded: bool = False
    # The first on-site day (or printed month) of the inspection a revisit follows.
    follows: HistoryRow | None = None


@dataclass(frozen=True)
class ListingRow:
    dfe_code: str
    row: int
    slide: int
    term: str
    as_printed: str
    asterisk: bool


def read(folder: Path) -> tuple[list[HistoryRow], list[ListingRow]]:
    """All published inspections, in the order in which they began, and the lines of the slides. Raises BadHistoryFile."""
    rows: list[HistoryRow] = []
    for parts in _read(folder / FULL_2016, _row_2016):
        rows += parts
    rows += _read(folder / FULL_2023, _row_2023)
    slides = _read(folder / SLIDES, lambda row: (row, _listing(row)))
    for row, _ in slides:
        if row["dfe_code"] in NOTES:
            rows += _former(row)
    return rows, [listing for _, listing in slides]


def _row_2016(row: dict[str, str]) -> list[HistoryRow]:
    full = HistoryRow(
        dfe_code=row["dfe_code"],
        framework_code="local-area-send-2016",
        kind="full",
        source=Source.STATISTICS_2016_2022,
        outcome="wsoa-required" if _flag(row["wsoa_required"]) else "no-wsoa",
        # The statistics give the first day only. No other day is made up from it.
        dates={"onsite_start_on": _day(row["inspection_start"]), "published_on": _day(row["publication_date"])},
        values={"n_weaknesses": _number(row["n_significant_weaknesses"]), "source_url": STATISTICS_URL},
    )
    if row["revisit_status"] != "revisited":
        return [full]
    revisit = HistoryRow(
        dfe_code=row["dfe_code"],
        framework_code="local-area-send-2016",
        kind="revisit",
        source=Source.STATISTICS_2016_2022,
        outcome=REVISIT_OUTCOMES[row["revisit_sufficient_progress"]],
        dates={"onsite_start_on": _day(row["revisit_start"]), "published_on": _day(row["revisit_publication_date"])},
        values={
            "n_weaknesses": _number(row["n_significant_weaknesses"]),
            "n_sufficient": _number(row["n_weaknesses_sufficient"]),
            "n_not_sufficient": _number(row["n_weaknesses_not_sufficient"]),
            "source_url": STATISTICS_URL,
        },
        follows=full,
    )
    return [full, revisit]


def _row_2023(row: dict[str, str]) -> HistoryRow:
    if row["outcome"] not in ("1", "2", "3"):
        raise ValueError(f"outcome {row['outcome']!r} is not 1, 2 or 3")
    printed = _day(row["inspection_start"])
    official = OFFICIAL_START.search(row["note"])
    return HistoryRow(
        dfe_code=row["dfe_code"],
        framework_code="area-send-2023",
        kind="full",
        source=Source.REPORTS_2023_ON,
        outcome=f"outcome-{row['outcome']}",
        dates={
            # Two reports of 2023 print the Thursday before as their first day: fieldwork, not the days on site.
            "fieldwork_start_on": printed if official else None,
            "onsite_start_on": _day(official[1]) if official else printed,
            "onsite_end_on": _day(row["inspection_end"]),
            "published_on": _day(row["publication_date"]),
        },
        values={
            "n_weaknesses": _number(row["n_priority_action_areas"]),
            "source_url": row["report_url"],
            "source_note": ". ".join(part for part in (row["checks"], row["note"]) if part),
        },
        superseded=_flag(row["superseded"]),
    )


def _former(row: dict[str, str]) -> list[HistoryRow]:
    month, revisited = NOTES[row["dfe_code"]]
    full = HistoryRow(
        dfe_code=row["dfe_code"],
        framework_code="local-area-send-2016",
        kind="full",
        source=Source.NOTES,
        outcome="wsoa-required" if _flag(row["wsoa_required"]) else "no-wsoa",
        dates={},
        values={"dates_as_printed": month, "source_url": STATISTICS_URL, "source_note": row["note"]},
    )
    if revisited is None:
        return [full]
    revisit = HistoryRow(
        dfe_code=row["dfe_code"],
        framework_code="local-area-send-2016",
        kind="revisit",
        source=Source.NOTES,
        outcome="some-sufficient",
        dates={},
        values={"dates_as_printed": revisited, "source_url": STATISTICS_URL, "source_note": row["note"]},
        follows=full,
    )
    return [full, revisit]


def _listing(row: dict[str, str]) -> ListingRow:
    return ListingRow(
        dfe_code=row["dfe_code"],
        row=int(row["row"]),
        slide=int(row["slide"]),
        term=row["term"],
        as_printed=row["area_as_printed"],
        asterisk=_flag(row["asterisk_printed"]),
    )


def _read(path: Path, parse: Callable[[dict[str, str]], Any]) -> list[Any]:
    found = []
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, strict=True)
            for row in reader:
                if None in row or None in row.values():
                    raise BadHistoryFile(f"{path.name} line {reader.line_num}: not as many values as columns")
                try:
                    found.append(parse(row))
                except KeyError as error:
                    raise BadHistoryFile(
                        f"{path.name} line {reader.line_num}: no such column or code: {error}"
                    ) from error
                except ValueError as error:
                    raise BadHistoryFile(f"{path.name} line {reader.line_num}: {error}") from error
    except OSError as error:
        raise BadHistoryFile(f"{path.name} cannot be read: {error.strerror}") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise BadHistoryFile(f"{path.name} is not a CSV file in UTF-8: {error}") from error
    if not found:
        raise BadHistoryFile(f"{path.name} has no rows")
    return found


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _flag(text: str) -> bool:
    if text not in ("true", "false"):
        raise ValueError(f"{text!r} is not true or false")
    return text == "true"
