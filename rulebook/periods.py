"""The periods a measure is counted in: years, terms, quarters, months and single days. Pure.

A period has a key that sorts in order of time among its kind (“2018”, “2026-T1”, “2026-Q3”, “2026-09”, “2026-09-15”), a first and a last
day, and words. Terms are thirds of a calendar year (spring to April, summer to August, autumn to December): the days of a school's
terms differ from area to area, and only their order matters here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from rulebook.words import MONTHS, day

TERMS = ("Spring", "Summer", "Autumn")
EARLIEST, LATEST = 1990, 2100


class Every(StrEnum):
    """How often a measure is counted."""

    YEAR = "year"
    TERM = "term"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


HOW_OFTEN = {
    Every.YEAR: "Every year",
    Every.TERM: "Every term",
    Every.QUARTER: "Every quarter",
    Every.MONTH: "Every month",
    Every.DAY: "On single days",
}
LIKE = {
    Every.YEAR: "a year, like 2026",
    Every.TERM: "a term, like Spring 2026",
    Every.QUARTER: "a quarter of the calendar year, like Q1 2026",
    Every.MONTH: "a month, like March 2026",
    Every.DAY: "a day, like 17/4/2026",
}


class NotAPeriod(ValueError):
    """The text is no period of the kind; the words say what it must be."""


@dataclass(frozen=True)
class Period:
    every: Every
    key: str
    starts_on: date
    ends_on: date
    words: str

    @property
    def year(self) -> int:
        return self.ends_on.year


def read(every: str, text: str) -> Period:
    """The period a person typed. Raises NotAPeriod."""
    kind, plain = Every(every), " ".join(text.split())
    found = _READ[kind](plain) if plain.isascii() else None
    if found is None or not EARLIEST <= found.year <= LATEST:
        raise NotAPeriod(f"Enter {LIKE[kind]}")
    return containing(kind, found)


def containing(every: str, on: date) -> Period:
    """The period of a kind that a day lies in."""
    kind, year = Every(every), on.year
    if kind == Every.YEAR:
        return Period(kind, f"{year}", date(year, 1, 1), date(year, 12, 31), f"{year}")
    if kind == Every.TERM:
        third = (on.month - 1) // 4
        return Period(kind, f"{year}-T{third + 1}", *_months(year, 4 * third + 1, 4), f"{TERMS[third]} {year}")
    if kind == Every.QUARTER:
        quarter = (on.month - 1) // 3
        return Period(kind, f"{year}-Q{quarter + 1}", *_months(year, 3 * quarter + 1, 3), f"Q{quarter + 1} {year}")
    if kind == Every.MONTH:
        return Period(kind, f"{year}-{on.month:02d}", *_months(year, on.month, 1), f"{MONTHS[on.month - 1]} {year}")
    return Period(kind, on.isoformat(), on, on, day(on))


def between(first: Period, last: Period) -> list[Period]:
    """Every period of the kind from the first to the last; of single days, these two alone."""
    if first.every == Every.DAY:
        return [first, last]
    found = [first]
    while found[-1].ends_on < last.starts_on:
        found.append(containing(first.every, found[-1].ends_on + timedelta(days=1)))
    return found


def from_key(every: str, key: str) -> Period:
    """The period of a key that `containing` made. Raises NotAPeriod for another."""
    made = read(every, _spoken(key))
    if made.key != key:
        raise NotAPeriod(f"{key} is not {LIKE[Every(every)]}")
    return made


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _spoken(key: str) -> str:
    if found := re.fullmatch(r"(\d{4})-T([123])", key):
        return f"{TERMS[int(found[2]) - 1]} {found[1]}"
    if found := re.fullmatch(r"(\d{4})-Q([1-4])", key):
        return f"Q{found[2]} {found[1]}"
    return key


def _year(text: str) -> date | None:
    return date(int(text), 1, 1) if re.fullmatch(r"(19|20)\d\d", text) else None


def _term(text: str) -> date | None:
    found = re.fullmatch(r"(spring|summer|autumn)(?: term)?,? ((?:19|20)\d\d)", text, re.IGNORECASE)
    return date(int(found[2]), 4 * TERMS.index(found[1].capitalize()) + 1, 1) if found else None


def _quarter(text: str) -> date | None:
    found = re.fullmatch(r"(?:Q|quarter )([1-4]),? ((?:19|20)\d\d)", text, re.IGNORECASE)
    found = found or re.fullmatch(r"(?P<year>(?:19|20)\d\d)[ -]Q(?P<quarter>[1-4])", text, re.IGNORECASE)
    if found is None:
        return None
    year, quarter = (found["year"], found["quarter"]) if "year" in found.groupdict() else (found[2], found[1])
    return date(int(year), 3 * int(quarter) - 2, 1)


def _month(text: str) -> date | None:
    if found := re.fullmatch(r"([A-Za-z]{3,9}) ((?:19|20)\d\d)", text):
        number = _month_number(found[1])
        return date(int(found[2]), number, 1) if number else None
    found = re.fullmatch(r"(\d{1,2})[/. ]((?:19|20)\d\d)", text) or re.fullmatch(
        r"(?P<y>(?:19|20)\d\d)-(?P<m>\d\d)", text
    )
    if found is None:
        return None
    year, month = (found["y"], found["m"]) if "y" in found.groupdict() else (found[2], found[1])
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None


def _month_number(name: str) -> int:
    lowered = name.lower()
    return next((at for at, month in enumerate(MONTHS, 1) if lowered in (month.lower(), month.lower()[:3])), 0)


def _day(text: str) -> date | None:
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", text):
        year, month, number = int(found[1]), int(found[2]), int(found[3])
    elif found := re.fullmatch(r"(\d{1,2})[/. -](\d{1,2}|[A-Za-z]{3,9})[/. -](\d{4})", text):
        month = int(found[2]) if found[2].isdigit() else _month_number(found[2])
        year, number = int(found[3]), int(found[1])
    else:
        return None
    try:
        return date(year, month, number)
    except ValueError:
        return None


_READ = {Every.YEAR: _year, Every.TERM: _term, Every.QUARTER: _quarter, Every.MONTH: _month, Every.DAY: _day}
