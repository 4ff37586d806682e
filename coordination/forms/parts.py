"""Parts that several forms share: a day with an hour, and choosing people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms

from coordination.queries.people import AREA, BOOK, TEAM, Person
from core import clock
from core.forms import GovukForm


def instant(form: Any, day: str, hour: str) -> datetime | None:
    """The instant of two cleaned fields, in London; None when either is empty."""
    on, at = form.cleaned_data.get(day), form.cleaned_data.get(hour)
    return datetime.combine(on, at, clock.LONDON) if on and at else None


class HourForm(GovukForm):
    """A form where a day needs an hour and an hour needs a day: `pairs` are (day field, hour field)."""

    pairs: tuple[tuple[str, str], ...] = ()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for day, hour in self.pairs:
            if day in self.errors or hour in self.errors:
                continue
            on, at = self.cleaned_data.get(day), self.cleaned_data.get(hour)
            if on and not at:
                self.add_error(hour, "Enter the time too")
            if at and not on:
                self.add_error(day, "Enter the day too")
        return cleaned


def user_choices(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Accounts only: a task is opened by signing in."""
    return [(person.key, str(person)) for person in people if person.user is not None]


def grouped(people: Iterable[Person]) -> list[tuple[str, str]]:
    """All people, inspectors first, then the area, then other contacts."""
    order = {TEAM: 0, AREA: 1, BOOK: 2}
    return [(person.key, str(person)) for person in sorted(people, key=lambda row: order[row.group])]


def person_field(label: str, **how: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, error_messages={"required": "Choose a person"}, **how)


def with_blank(choices: list[tuple[str, str]], text: str = "Choose a person") -> list[tuple[str, str]]:
    return [("", text), *choices]
