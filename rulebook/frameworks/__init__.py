"""The inspection frameworks known, oldest first."""

from __future__ import annotations

from datetime import date

from rulebook import words
from rulebook.frameworks import area_send_2016, area_send_2023
from rulebook.frameworks.base import Framework, UnknownFramework

ALL: tuple[Framework, ...] = (area_send_2016.FRAMEWORK, area_send_2023.FRAMEWORK)


def get(code: str) -> Framework:
    """The framework with this code. Raises UnknownFramework."""
    for framework in ALL:
        if framework.code == code:
            return framework
    known = words.listed([framework.code for framework in ALL])
    raise UnknownFramework(f"There is no framework {code}. The frameworks are {known}.")


def in_force_on(day: date) -> Framework:
    """The framework in force on a day. Raises UnknownFramework before the first."""
    for framework in reversed(ALL):
        if framework.in_force_from <= day:
            return framework
    first = ALL[0]
    raise UnknownFramework(
        f"No framework was in force on {words.weekday(day)}: the first began on {words.day(first.in_force_from)}."
    )
