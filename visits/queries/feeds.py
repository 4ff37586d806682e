"""Whose calendar an address is, and what that person may see in it at the moment of asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from accounts.access import can
from accounts.choices import Permission
from accounts.models import User
from core import clock
from inspections.models import Inspection
from rulebook.visits import CANCELLED_KEPT_DAYS
from visits.models import FeedEntry, FeedGeneration, FeedScope, SiteVisit

SALT = "visits.calendar"
# Inspections whose on-site week ended longer ago leave the lists of addresses; their calendars go on answering.
LISTED_FOR = timedelta(days=60)


@dataclass(frozen=True)
class Feed:
    """One person's calendar. `subject` is the number of an inspection or visit, 0 for the person's own meetings."""

    user: User
    scope: FeedScope
    subject: int = 0


def token(feed: Feed, generation: int) -> str:
    """The secret part of an address. It is signed, not kept: it changes with the generation and dies with the key of the service."""
    value = f"{feed.scope}.{feed.user.pk}.{feed.subject}.{generation}"
    return signing.Signer(salt=SALT, sep="~").sign(value)


def read(secret: str) -> Feed | None:
    """The calendar of an address; None where it was made up, reset, or its person's account is closed."""
    try:
        scope, user, subject, generation = signing.Signer(salt=SALT, sep="~").unsign(secret).split(".")
    except (signing.BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=int(user), is_active=True).first()
    if person is None:
        return None
    feed = Feed(person, FeedScope(scope), int(subject))
    return feed if generations(person).get((scope, int(subject)), 0) == int(generation) else None


def generations(user: Any) -> dict[tuple[str, int], int]:
    rows = FeedGeneration.objects.filter(user=user).values_list("scope", "subject", "number")
    return {(scope, subject): number for scope, subject, number in rows}


def inspections_of(feed: Feed) -> list[Inspection] | None:
    """The inspections the calendar draws from now; None where the person may not see what the address was for."""
    if feed.scope == FeedScope.PERSON:
        permitted = Inspection.objects.permitted(feed.user, Permission.WEEKS_OWN)
        return list(permitted.filter(onsite_end_on__gte=clock.today() - LISTED_FOR))
    inspection = _inspection(feed)
    if inspection is None or not can(feed.user, Permission.TIMETABLE_VIEW, inspection):
        return None
    return [inspection]


def _inspection(feed: Feed) -> Inspection | None:
    if feed.scope == FeedScope.INSPECTION:
        return Inspection.objects.filter(pk=feed.subject).first()
    visit = SiteVisit.objects.select_related("inspection").filter(pk=feed.subject).first()
    return visit.inspection if visit else None


def entries_of(feed: Feed, inspections: list[Inspection]) -> list[FeedEntry]:
    """What the calendar shows: agreed meetings, and those cancelled, or that the person was taken off, not long ago."""
    entries = _current().filter(meeting__inspection__in=inspections)
    if feed.scope == FeedScope.PERSON:
        return [own for entry in entries if (own := _own(entry, feed.user))]
    if feed.scope == FeedScope.SITE:
        site = SiteVisit.objects.values_list("site_id", flat=True).get(pk=feed.subject)
        entries = [entry for entry in entries if entry.audience["site"] == site]
    if not can(feed.user, Permission.MEETING_NOTE, inspections[0]):
        return [entry for entry in entries if not entry.audience["inspectors_only"]]
    return list(entries)


def _own(entry: FeedEntry, user: User) -> FeedEntry | None:
    """The entry as one person's calendar has it; None where it is not theirs. It is not saved."""
    if user.pk in entry.audience["users"]:
        return entry
    held = entry.audience.get("left", {}).get(str(user.pk))
    if held is None or datetime.fromisoformat(held["at"]) < clock.now() - timedelta(days=CANCELLED_KEPT_DAYS):
        return None
    entry.cancelled_at, entry.shown = datetime.fromisoformat(held["at"]), held["shown"]
    return entry


def entries_at(visit: SiteVisit) -> list[FeedEntry]:
    """What the calendar of a setting's own page shows."""
    entries = _current().filter(meeting__inspection=visit.inspection_id)
    return [
        entry for entry in entries if entry.audience["site"] == visit.site_id and not entry.audience["inspectors_only"]
    ]


def _current() -> Any:
    since = clock.now() - timedelta(days=CANCELLED_KEPT_DAYS)
    return FeedEntry.objects.filter(Q(cancelled_at=None) | Q(cancelled_at__gte=since)).select_related(
        "meeting__inspection__partnership"
    )


@dataclass(frozen=True)
class Address:
    """One line of the page of addresses."""

    text: str
    scope: FeedScope
    subject: int
    https: str
    webcal: str


def addresses(user: Any) -> list[Address]:
    """A person's own calendar, then for each inspection whose timetable they see: the whole of it and each setting visited."""
    known = generations(user)
    seen = list(
        Inspection.objects.permitted(user, Permission.TIMETABLE_VIEW)
        .filter(onsite_end_on__gte=clock.today() - LISTED_FOR)
        .select_related("partnership")
        .order_by("onsite_start_on", "pk")
    )
    visits = SiteVisit.objects.standing().filter(inspection__in=seen).select_related("site").order_by("site__name")
    wanted = [("Your own meetings, in every inspection", FeedScope.PERSON, 0)]
    for inspection in seen:
        wanted.append((f"{inspection.partnership}: the whole timetable", FeedScope.INSPECTION, inspection.pk))
        wanted += [
            (f"{inspection.partnership}: {visit.site}", FeedScope.SITE, visit.pk)
            for visit in visits
            if visit.inspection_id == inspection.pk
        ]
    return [_address(user, text, scope, subject, known) for text, scope, subject in wanted]


def _address(user: Any, text: str, scope: FeedScope, subject: int, known: dict[tuple[str, int], int]) -> Address:
    secret = token(Feed(user, scope, subject), known.get((scope.value, subject), 0))
    whole = settings.SITE_URL + reverse("visits:calendar", args=[secret])
    return Address(text, scope, subject, whole, "webcal://" + whole.split("://", 1)[1])
