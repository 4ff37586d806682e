"""What a measure is counted in, how an amount is read as a person types it, and how it is said. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

# No amount is longer: thirteen figures before the point.
MOST = Decimal(9999999999999)
MOST_PLACES = 2


class WrongUnit(ValueError):
    """What was typed is no amount in this unit; the words are for the person who typed it."""


@dataclass(frozen=True)
class Unit:
    """`marks` are what may be typed after an amount (the first is what is shown); `whole`: no decimals; `whats` end “a measure in …”."""

    code: str
    name: str
    marks: tuple[str, ...]
    whats: str
    whole: bool = False
    most: Decimal = MOST
    before: str = ""

    def shown(self, value: Decimal, places: int) -> str:
        """11.70%, 1,875, 20 weeks, 30.5 per 10,000, £1,200."""
        number = plain(value, places)
        if self.before:
            return f"-{self.before}{number[1:]}" if value < 0 else f"{self.before}{number}"
        mark = self.marks[0] if self.marks else ""
        if mark in ("", "%"):
            return f"{number}{mark}"
        return f"{number} {mark[:-1] if value == 1 and mark.endswith('s') else mark}"

    def difference(self, value: Decimal, places: int) -> str:
        """The words of a difference: 0.80 percentage points, 12 days."""
        if self.code != "percent":
            return self.shown(value, places)
        return f"{plain(value, places)} percentage {'point' if value == 1 else 'points'}"


UNITS: Mapping[str, Unit] = {
    unit.code: unit
    for unit in (
        Unit("percent", "Per cent", ("%", "per cent", "percent", "pc"), "per cent", most=Decimal(100)),
        Unit("count", "Number (people, plans, complaints)", (), "whole numbers", whole=True),
        Unit("days", "Days", ("days", "day"), "days"),
        Unit("weeks", "Weeks", ("weeks", "week"), "weeks"),
        Unit("months", "Months", ("months", "month"), "months"),
        Unit("per_1000", "Rate per 1,000", ("per 1,000", "per 1000"), "a rate per 1,000"),
        Unit("per_10000", "Rate per 10,000", ("per 10,000", "per 10000"), "a rate per 10,000"),
        Unit("pounds", "Pounds", ("pounds", "pound"), "pounds", before="£"),
    )
}
_MARKS = sorted(((mark, unit) for unit in UNITS.values() for mark in unit.marks), key=lambda pair: -len(pair[0]))


def plain(value: Decimal, places: int) -> str:
    """1,875 or 11.70."""
    return f"{value:,.{places}f}"


def read(code: str, places: int, text: str) -> Decimal:
    """The amount in hundredths. Raises WrongUnit: “This measure is in days, and “12 weeks” is in weeks.”"""
    unit = UNITS[code]
    bare = " ".join(text.split())
    number, mark = _parted(bare)
    if mark is not None and mark != unit:
        raise WrongUnit(
            f"This measure is in {unit.whats}, and ‘{bare}’ is in {mark.whats}. Nothing is converted for you"
        )
    value = _number(number, bare, unit)
    if value < 0:
        raise WrongUnit("The value cannot be below zero")
    if value > unit.most:
        raise WrongUnit(
            "A percentage cannot be above 100" if code == "percent" else "The value is longer than we can keep"
        )
    if unit.whole and value != value.to_integral_value():
        raise WrongUnit(f"This measure is a count: enter a whole number, not {bare}")
    if round(value, places) != value:
        kept = f"{places} decimal place{'s' if places > 1 else ''}" if places else "whole numbers"
        raise WrongUnit(f"This measure is kept to {kept}; ‘{bare}’ has more")
    return value.quantize(Decimal("0.01"))


def _parted(text: str) -> tuple[str, Unit | None]:
    """The number and the unit that was typed with it."""
    lowered = text.casefold()
    if lowered.startswith("£"):
        return text[1:].strip(), UNITS["pounds"]
    for mark, unit in _MARKS:
        if lowered.endswith(mark) and len(lowered) > len(mark) and not lowered[-len(mark) - 1].isalpha():
            return text[: -len(mark)].strip(), unit
    return text, None


def _number(number: str, typed: str, unit: Unit) -> Decimal:
    if not number:
        raise WrongUnit(f"Enter a number; this measure is in {unit.whats}")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?|-?\d{1,15}(\.\d+)?|\.\d+", number, re.ASCII):
        return Decimal(number.replace(",", ""))
    if re.fullmatch(r"\d+,\d{1,2}", number, re.ASCII):
        raise WrongUnit(f"Write the decimal with a point: {number.replace(',', '.')}, not {typed}")
    raise WrongUnit(f"‘{typed}’ is not a number; this measure is in {unit.whats}")
