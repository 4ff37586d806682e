"""Reads of people, notices and messages."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Window

from accounts.models import NationalRole, Notice, SentMail, User
from core import clock


def people(text: str = "") -> QuerySet[User]:
    """Everyone with their national roles in force, filtered by name or e-mail address."""
    found = User.objects.prefetch_related(
        Prefetch("national_roles", NationalRole.objects.in_force(clock.today()), to_attr="roles_now")
    )
    return found.filter(Q(name__icontains=text) | Q(email__icontains=text)) if text else found


def notices_of(person: User) -> QuerySet[Notice]:
    return Notice.objects.filter(person=person)


def unread_count(person: User) -> int:
    return Notice.objects.filter(person=person, read_at=None).count()


def newest_unread(person: User, most: int) -> tuple[list[Notice], int]:
    """The newest notices a person has not read, and how many those are in all. One statement."""
    found: list[Any] = list(notices_of(person).filter(read_at=None).annotate(of=Window(Count("pk")))[:most])
    return found, found[0].of if found else 0


def sent_messages(reader: User, *, everything: bool) -> QuerySet[SentMail]:
    """All, or all but those that say there is a matter only the people told may know of; theirs they read."""
    if everything:
        return SentMail.objects.all()
    restricted = Notice.objects.filter(kind__in=Notice.RESTRICTED_KINDS, subject=OuterRef("subject"))
    return SentMail.objects.filter(Q(to=reader.email) | ~Exists(restricted))
