"""Who has a section open. Nothing is locked: people are told, and two texts are shown when both write."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from core import clock
from reports.models import Letter, LetterSection, SectionPresence

# The page asks every 45 seconds; two missed answers and the person is gone.
GONE_AFTER = timedelta(seconds=110)


def seen(*, by: Any, section: LetterSection) -> None:
    """Note that this person has the section open now."""
    SectionPresence.objects.update_or_create(section=section, person=by, defaults={"seen_at": clock.now()})


def others(section: LetterSection, by: Any) -> list[str]:
    """The names of the other people who have it open, in order."""
    return _names(section.presences.exclude(person=by))


def by_section(letter: Letter, by: Any) -> dict[int, list[str]]:
    """{section id: names of the other people there} for a whole letter."""
    found: dict[int, list[str]] = {}
    for row in _here(SectionPresence.objects.filter(section__letter=letter).exclude(person=by)):
        found.setdefault(row.section_id, []).append(row.person.name)
    return found


def _names(rows: Any) -> list[str]:
    return [row.person.name for row in _here(rows)]


def _here(rows: Any) -> Iterable[SectionPresence]:
    return rows.filter(seen_at__gte=clock.now() - GONE_AFTER).select_related("person").order_by("person__name", "pk")
