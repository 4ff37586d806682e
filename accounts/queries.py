"""Reads of people, notices and messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Window
from django.utils import timezone

from accounts import verbs
from accounts.models import NationalRole, Notice, SentMail, User
from accounts.sessions import BEGAN, SEEN, is_over
from audit import queries as audit
from audit.models import Entry
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


def changes_of(person: User) -> QuerySet[Entry]:
    """What was done about an account, newest first, without the sign-ins, which would hide the rest."""
    return audit.of_subject(person).exclude(verb=verbs.SIGNED_IN)


def has_two_step(person: User) -> bool:
    return Authenticator.objects.filter(user=person).exists()


def sessions_of(person: User) -> Iterator[Session]:
    """Those in which somebody is signed in, and those that only their next request will end (`accounts.sessions.is_over`). A session
    says whose it is only to whoever opens it."""
    # The clock of the session store, which no replay moves.
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            yield session


@dataclass(frozen=True)
class SignIn:
    """A browser in which somebody is signed in: since when, and when it last asked for something (to the minute)."""

    began_at: datetime
    seen_at: datetime
    here: bool


def sign_ins_of(person: User, *, here: str | None) -> list[SignIn]:
    """That of the session `here` first, then the newest; none that works no more. One that has not asked for a page yet is as of now."""
    now = timezone.now()
    found = []
    for session in sessions_of(person):
        kept = session.get_decoded()
        if is_over(kept, now):
            continue
        began, seen = (datetime.fromtimestamp(kept.get(name, now.timestamp()), tz=UTC) for name in (BEGAN, SEEN))
        found.append(SignIn(began, seen, session.session_key == here))
    return sorted(found, key=lambda one: (one.here, one.began_at), reverse=True)
