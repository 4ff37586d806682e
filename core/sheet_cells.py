"""What the cell of a sheet may be read as: each reader takes a Cell and gives a value, says what was assumed, or what it must be."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from core.forms import tidy
from rulebook import words

# The marks before which `core.spreadsheets.neutral` puts an apostrophe.
NEUTRALISED = "=+-@|%\uff1d\uff0b\uff0d\uff20"
MONTHS = {form: number for number, name in enumerate(words.MONTHS, 1) for form in (name.lower(), name.lower()[:3])} | {
    "sept": 9
}
NUMERIC_DAY = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
WORDED_DAY = re.compile(r"(?:[a-z]+,?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-]+([a-z]{3,9})[\s\-,]+(\d{4})", re.IGNORECASE)
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")


class Wrong(Exception):
    """A cell cannot be read; the words end a sentence: “must be a number”."""


@dataclass(frozen=True)
class Noted:
    """A value that was read by assuming something; the words end a sentence: “is text, read as the date 1 March 2026”."""

    value: Any
    words: str


@dataclass(frozen=True)
class Cell:
    """One cell: its value (a formula's last result), whether it holds a formula, and whether it is shown as a percentage.

    `typed` cells were pasted or came from CSV, where everything is text and nothing needs be said of a date that is.
    """

    value: Any = None
    formula: bool = False
    percent: bool = False
    typed: bool = False

    @property
    def text(self) -> str:
        """As a person reads it: 3 for 3.0, 11.7% for 0.117 shown as a percentage, without our apostrophe before a sign."""
        value = self.value
        if value is None:
            return ""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, int | float):
            return f"{_plain(_exact(value) * 100)}%" if self.percent else _plain(_exact(value))
        if isinstance(value, datetime | date):
            return words.day(value)
        if isinstance(value, time):
            return value.isoformat(timespec="minutes")
        text = tidy(str(value)).strip()
        return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in NEUTRALISED else text

    @property
    def is_empty(self) -> bool:
        return not self.text

    @property
    def is_error(self) -> bool:
        """#REF!, #N/A and their like."""
        return isinstance(self.value, str) and bool(re.fullmatch(r"#[A-Z0-9/]+[!?A]", self.value))


Reader = Callable[[Cell], Any]


def _exact(value: float) -> Decimal:
    """Without what binary fractions add: 0.30000000000000004 is 0.3."""
    return Decimal(format(value, ".15g"))


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def as_text(cell: Cell) -> str:
    return cell.text


def as_typed(cell: Cell) -> str:
    """An amount as a person would type it, to be read by what knows its unit: “11.7%”, “1,875”, “24”."""
    if isinstance(cell.value, bool):
        raise Wrong("must be a number, not Yes or No")
    if isinstance(cell.value, datetime | date | time):
        raise Wrong(f"must be a number; the spreadsheet holds it as {cell.text}")
    return cell.text


def as_day(cell: Cell) -> date | Noted:
    """A date; one written as text is taken, and said."""
    if isinstance(cell.value, datetime):
        return cell.value.date()
    if isinstance(cell.value, date):
        return cell.value
    found = day_of(cell.text) if isinstance(cell.value, str) else None
    if found is None:
        raise Wrong("must be a date, like 17/4/2026")
    return found if cell.typed else Noted(found, f"is text, not a date: read as {words.day(found)}")


def day_of(text: str) -> date | None:
    """17/4/2026, 17 April 2026, Friday 17 Apr 2026 and 2026-04-17; the day comes before the month."""
    text = " ".join(text.split())
    if found := NUMERIC_DAY.fullmatch(text):
        day, month, year = int(found[1]), int(found[2]), int(found[3])
    elif found := ISO_DAY.fullmatch(text):
        day, month, year = int(found[3]), int(found[2]), int(found[1])
    elif found := WORDED_DAY.fullmatch(text):
        day, month, year = int(found[1]), MONTHS.get(found[2].lower(), 0), int(found[3])
    else:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def as_yes(cell: Cell) -> bool:
    text = cell.text.lower()
    if text not in ("yes", "no"):
        raise Wrong("must be Yes or No")
    return text == "yes"


def one_of(names: Mapping[str, Any]) -> Reader:
    """One of these words, whatever their capitals; gives what stands beside it."""
    known = {name.casefold(): value for name, value in names.items()}

    def read(cell: Cell) -> Any:
        text = " ".join(cell.text.casefold().split())
        if text not in known:
            raise Wrong(f"must be one of: {', '.join(names)}")
        return known[text]

    return read


def choice_of(choices: Any) -> Reader:
    """One of a Django enumeration's labels; gives its code."""
    return one_of({str(label): str(code) for code, label in choices.choices})


def number(*, places: int = 0, least: Decimal | int | None = None, most: Decimal | int | None = None) -> Reader:
    """A Decimal with at most so many places; a whole number without any. “1,875” is read."""

    def read(cell: Cell) -> Decimal:
        if isinstance(cell.value, bool | datetime | date | time) or cell.percent:
            raise Wrong(f"must be a number; the spreadsheet holds it as {cell.text}")
        try:
            value = Decimal(re.sub(r"(?<=\d),(?=\d{3}(\D|$))", "", cell.text))
        except InvalidOperation:
            raise Wrong("must be a number" if places else "must be a whole number") from None
        if not value.is_finite() or (least is not None and value < least) or (most is not None and value > most):
            raise Wrong(_between(least, most))
        if round(value, places) != value:
            raise Wrong(
                f"must have no more than {words.count(places, 'decimal place')}" if places else "must be a whole number"
            )
        return value

    return read


def _between(least: Decimal | int | None, most: Decimal | int | None) -> str:
    if least is not None and most is not None:
        return f"must be between {least} and {most}"
    return (
        "must be a number"
        if least is most
        else f"must be {least} or more"
        if most is None
        else f"must be {most} or less"
    )
