"""The terms of a school year, in which inspections are counted.

1 September to 31 December, 1 January to 31 March, 1 April to 31 August: our own bounds, which no source of the record confirms. The
terms printed for the 39 areas of the first year agree with them. They are not the terms of any one council.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# Name, first month, last month and its last day.
TERMS = (("Spring", 1, 3, 31), ("Summer", 4, 8, 31), ("Autumn", 9, 12, 31))
CODE = re.compile(r"(20\d\d)-(spring|summer|autumn)")


@dataclass(frozen=True, order=True)
class Term:
    """One term of one calendar year, such as Autumn 2016; in order of time."""

    first_on: date
    last_on: date
    name: str

    @property
    def code(self) -> str:
        """2016-autumn"""
        return f"{self.first_on.year}-{self.name.split()[0].lower()}"

    def __str__(self) -> str:
        return self.name


def term_of(day: date) -> Term:
    """The term a day falls in."""
    return next(term for term in _of_year(day.year) if term.first_on <= day <= term.last_on)


def term(code: str) -> Term | None:
    """The term with this code ("2016-autumn"), or None."""
    found = CODE.fullmatch(code)
    return next((one for one in _of_year(int(found[1])) if one.code == code), None) if found else None


def _of_year(year: int) -> list[Term]:
    return [
        Term(date(year, first, 1), date(year, last, last_day), f"{name} {year}")
        for name, first, last, last_day in TERMS
    ]
