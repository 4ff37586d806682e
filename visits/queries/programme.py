"""The meetings that people outside the planning may see: those agreed, not the drafts. One place decides what that means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Prefetch

from accounts.models import User
from core.words import time_words
from inspections.models import Inspection
from partnerships.models import Site
from timetable.choices import MeetingKind
from timetable.models import Meeting, MeetingInspector, MeetingPerson
from timetable.queries.versions import Entry, entries_of, latest, starts_of

# Agreed with both sides; a meeting asked for or only proposed is a draft.
AGREED = ("confirmed", "in_progress", "held", "no_show", "notes_added", "closed")


@dataclass(frozen=True)
class Slot:
    """One agreed meeting as others see it. `title` never tells which case is followed."""

    meeting: int
    number: int
    kind: str
    title: str
    starts_at: datetime
    minutes: int
    site: int | None
    place: str
    online: bool
    link: str
    inspectors: tuple[User, ...]
    users: frozenset[int]
    inspectors_only: bool

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def times(self) -> str:
        """9:30am to 10:30am"""
        return f"{time_words(self.starts_at)} to {time_words(self.ends_at)}"


def agreed(inspection: Inspection, *, site: int | None = None) -> list[Slot]:
    """What others may know of an inspection's timetable, in the order of time, or only what is at one site.

    That is the latest version released; before the first, the meetings confirmed one by one (calls and meetings of the first days).
    Changes made since a release are drafts until the next.
    """
    release = latest(inspection)
    slots = _released(inspection, entries_of(release)) if release else _confirmed(inspection)
    return [slot for slot in slots if site is None or slot.site == site]


def _confirmed(inspection: Inspection) -> list[Slot]:
    meetings = Meeting.objects.filter(inspection=inspection, state__in=AGREED, starts_at__isnull=False)
    return [slot(meeting) for meeting in _whole(meetings)]


def _released(inspection: Inspection, entries: list[Entry]) -> list[Slot]:
    """The words of the release, and from the meeting itself only what a release does not keep and no draft may change: which it is."""
    meetings = {each.number: each for each in Meeting.objects.filter(inspection=inspection)}
    sites = list(Site.objects.filter(partnership=inspection.partnership_id))
    users = User.objects.in_bulk({one["user"] for entry in entries for one in entry["inspectors"]})
    slots = []
    for entry in entries:
        meeting, starts_at = meetings.get(entry["number"]), starts_of(entry)
        if meeting is None or starts_at is None or entry["cancelled"]:
            continue
        place = _site_in(entry["place"], sites)
        inspectors = tuple(users[one["user"]] for one in entry["inspectors"] if one["user"] in users)
        asked = {one["user"] for one in entry["people"] if one["user"]}
        slots.append(
            Slot(
                meeting=meeting.pk,
                number=meeting.number,
                kind=meeting.kind,
                title=neutral_title(meeting.kind, bool(meeting.case_id), entry["title"]),
                starts_at=starts_at,
                minutes=entry["minutes"],
                site=place.pk if place else None,
                place=", ".join(part for part in (entry["place"], *_address(place)) if part),
                online=meeting.online,
                link=meeting.link,
                inspectors=inspectors,
                users=frozenset(asked | {user.pk for user in inspectors}),
                inspectors_only=entry["inspectors_only"] or meeting.kind == MeetingKind.TEAM,
            )
        )
    return sorted(slots, key=lambda each: (each.starts_at, each.number))


def _site_in(place: str, sites: Iterable[Site]) -> Site | None:
    """The site a released place names: "Room 2, Civic centre" ends with it. Of two that fit, the longer name."""
    fitting = [site for site in sites if place == site.name or place.endswith(f", {site.name}")]
    return max(fitting, key=lambda site: len(site.name), default=None)


def _address(site: Site | None) -> tuple[str, ...]:
    return (site.address, site.postcode) if site else ()


def _whole(meetings: Iterable[Meeting]) -> Iterable[Meeting]:
    return meetings.select_related("site").prefetch_related(  # type: ignore[attr-defined]
        Prefetch("inspectors", MeetingInspector.objects.select_related("user")),
        Prefetch("people", MeetingPerson.objects.select_related("contact")),
    ).order_by("starts_at", "number")  # fmt: skip


def slot(meeting: Meeting) -> Slot:
    """What others see of one meeting that has a time."""
    assert meeting.starts_at is not None
    inspectors = tuple(taken.user for taken in meeting.inspectors.all())
    asked = {person.contact.user_id for person in meeting.people.all() if person.contact.user_id}
    return Slot(
        meeting=meeting.pk,
        number=meeting.number,
        kind=meeting.kind,
        title=neutral_title(meeting.kind, bool(meeting.case_id), meeting.title),
        starts_at=meeting.starts_at,
        minutes=meeting.minutes,
        site=meeting.site_id,
        place=place_of(meeting),
        online=meeting.online,
        link=meeting.link,
        inspectors=inspectors,
        users=frozenset(asked | {user.pk for user in inspectors}),
        inspectors_only=meeting.inspectors_only or meeting.kind == MeetingKind.TEAM,
    )


def neutral_title(kind: str, has_case: bool, title: str) -> str:
    """A meeting about a tracked case is only ever "Tracking meeting" where a calendar or a setting shows it."""
    return "Tracking meeting" if has_case or kind == MeetingKind.TRACKING else title


def place_of(meeting: Meeting) -> str:
    """Room, name, address and postcode of where it is; "Online" where there is no place."""
    site = meeting.site
    parts = [meeting.room, *((site.name, site.address, site.postcode) if site else ())]
    return ", ".join(part for part in parts if part) or ("Online" if meeting.online else "")
