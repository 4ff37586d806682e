"""Reads of people, notices and messages."""

from __future__ import annotations

from django.db.models import Prefetch, Q, QuerySet

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


def sent_messages() -> QuerySet[SentMail]:
    return SentMail.objects.all()
