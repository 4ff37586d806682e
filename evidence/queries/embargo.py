"""Who has seen what is embargoed, and who may see it but has not yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.choices import Permission
from accounts.models import User
from inspections.models import Inspection, Sight
from inspections.queries.holders import Places
from inspections.services.sights import THINGS


@dataclass(frozen=True)
class Glance:
    """One person and one thing: the row of what they saw, or None; and whether they may see it now."""

    sight: Sight | None
    may: bool


@dataclass(frozen=True)
class Person:
    person: User
    by: str
    glances: tuple[Glance, ...]

    @property
    def has_seen(self) -> bool:
        return any(glance.sight for glance in self.glances)

    @property
    def has_not_yet(self) -> bool:
        return any(glance.may and not glance.sight for glance in self.glances)


def things(sights: Iterable[Sight]) -> list[tuple[str, str, Permission]]:
    """(code, words, right) of everything that can be seen, then of the versions that were, in the order of their numbers."""
    known = [(thing.code, thing.words, thing.permission) for thing in THINGS]
    codes = {code for code, _, _ in known}
    others = sorted({(sight.words, sight.what) for sight in sights if sight.what not in codes})
    return known + [(what, words, Permission.LETTER_VIEW) for words, what in others]


def table(inspection: Inspection) -> tuple[list[str], list[Person]]:
    """(the words of the things, the people): those who saw something first, then those who may. Five queries."""
    sights = list(Sight.objects.filter(inspection=inspection).select_related("person"))
    columns = things(sights)
    found = {(sight.person_id, sight.what): sight for sight in sights}
    places = Places(inspection)
    may = {right: places.holders(right) for right in {right for _, _, right in columns}}
    holders = {right: {holder.person.pk for holder in rows} for right, rows in may.items()}
    by: dict[User, str] = {holder.person: holder.by for rows in may.values() for holder in rows}
    for sight in sights:
        by.setdefault(sight.person, "Holds the right no more")
    people = [
        Person(
            person,
            held_by,
            tuple(Glance(found.get((person.pk, code)), person.pk in holders[right]) for code, _, right in columns),
        )
        for person, held_by in by.items()
    ]
    people.sort(key=lambda row: (not row.has_seen, row.person.name, row.person.pk))
    return [words for _, words, _ in columns], people
