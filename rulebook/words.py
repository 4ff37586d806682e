"""Plain English for dates and counts, the way GOV.UK writes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

# Own tables: strftime depends on the locale of the machine.
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def day(on: date) -> str:
    """5 March 2018."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def weekday(on: date) -> str:
    """Monday 5 March 2018."""
    return f"{WEEKDAYS[on.weekday()]} {day(on)}"


def count(number: int, singular: str, plural: str | None = None) -> str:
    """1 working day, 2 working days."""
    return f"{number} {singular if abs(number) == 1 else plural or singular + 's'}"


def listed(items: Sequence[str]) -> str:
    """One; one and two; one, two and three."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in (11, 12, 13) else "th"
    return f"{number}{ending}"
