"""The rules of a timetable as pure checks over plain values, and the loading of those values.

Levels and numbers that no source gives are assumptions: they stand here, once, and the pages say so.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import combinations, pairwise
from typing import Any

from accounts.choices import Role
from accounts.models.user import Organisation
from core import clock
from core.clock import LONDON
from core.words import time_words
from inspections.models import Inspection, TeamPlace
from partnerships.models import Journey
from timetable.choices import Level
from timetable.models import Away, Meeting

# Assumed, not from a source: how fast one gets about an area, and how long a day may be.
KM_AN_HOUR, MINUTES_TO_PARK, GUESSED_MINUTES = 30, 5, 20
LUNCH_FROM, LUNCH_UNTIL, LUNCH_MINUTES = time(11, 30), time(14, 0), 30
LONGEST_DAY = timedelta(hours=10)
USUAL_FROM, USUAL_UNTIL = time(8), time(18, 30)
ASSUMED = "Assumed, not from a published source."


@dataclass(frozen=True)
class Rule:
    code: str
    name: str
    hint: str
    level: str


RULES = (
    Rule("inspector-twice", "An inspector is in two meetings at once", "", Level.BLOCK),
    Rule("person-twice", "Somebody of the area is in two meetings at once", "", Level.BLOCK),
    Rule("room-twice", "A room has two meetings at once", "", Level.BLOCK),
    Rule("away", "Somebody is away, or a room cannot be had", "From the times away.", Level.BLOCK),
    Rule("inspectors", "Too few inspectors", "Fewer inspectors than the meeting needs.", Level.WARN),
    Rule("pairing", "Ofsted or the Care Quality Commission is missing", "Where a meeting asks for them.", Level.WARN),
    Rule("travel", "Too little time to get from one place to the next", f"Without a recorded journey: {KM_AN_HOUR}km an hour "
         f"and {MINUTES_TO_PARK} minutes. {ASSUMED}", Level.WARN),
    Rule("lunch", "An inspector has no break for lunch", f"{LUNCH_MINUTES} minutes between 11:30am and 2pm. {ASSUMED}", Level.WARN),
    Rule("outside", "A meeting is at a weekend or outside the usual hours", f"Before 8am or after 6:30pm. {ASSUMED}", Level.WARN),
    Rule("past", "A proposed time has passed", "Confirmed meetings are left out.", Level.WARN),
    Rule("long-day", "An inspector’s day is over-long", f"More than 10 hours from first to last. {ASSUMED}", Level.WARN),
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    pk: int
    name: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True)
class Slot:
    """A meeting in its time. People are {key: name}; keys are "user-3" or "contact-7"."""

    number: int
    title: str
    start: datetime
    minutes: int
    inspectors: Mapping[str, str]
    people: Mapping[str, str]
    place: Place | None
    room: str
    online: bool
    needed: int
    needs: tuple[str, ...]
    proposed: bool = False

    @property
    def end(self) -> datetime:
        return self.start + timedelta(minutes=self.minutes)

    @property
    def day(self) -> date:
        return self.start.astimezone(LONDON).date()

    def starting(self, start: datetime) -> Slot:
        return replace(self, start=start)

    def meets(self, other: Slot) -> bool:
        return self.start < other.end and other.start < self.end

    @property
    def everybody(self) -> dict[str, str]:
        return {**self.people, **self.inspectors}


@dataclass(frozen=True)
class Surroundings:
    """{key: [(from, until)]} of people and rooms away, {inspector's key: "ofsted" or "cqc"}, {(site, site): minutes}, what time it is."""

    away: Mapping[str, Sequence[tuple[datetime, datetime]]] = field(default_factory=dict)
    bodies: Mapping[str, str] = field(default_factory=dict)
    journeys: Mapping[tuple[int, int], int] = field(default_factory=dict)
    now: datetime | None = None


@dataclass(frozen=True)
class Broken:
    """A rule broken by the meetings with these numbers; `about` tells apart two of one rule in the same meetings."""

    rule: str
    numbers: tuple[int, ...]
    about: str
    sentence: str


def check(slots: Sequence[Slot], surroundings: Surroundings) -> list[Broken]:
    """Every broken rule among these meetings."""
    return [
        *_twice(slots),
        *(broken for slot in slots for broken in _alone(slot, surroundings)),
        *_days(slots, surroundings),
    ]


def _twice(slots: Sequence[Slot]) -> Iterator[Broken]:
    of_day: dict[date, list[Slot]] = defaultdict(list)
    for slot in slots:
        of_day[slot.day].append(slot)
    for one, other in (pair for day in of_day.values() for pair in combinations(day, 2) if pair[0].meets(pair[1])):
        numbers = (one.number, other.number) if one.number < other.number else (other.number, one.number)
        both = f"M{one.number} {one.title} and M{other.number} {other.title} are both at {time_words(max(one.start, other.start))}"
        for key in one.everybody.keys() & other.everybody.keys():
            inspects = key in one.inspectors or key in other.inspectors
            yield Broken("inspector-twice" if inspects else "person-twice", numbers, key,
                         f"{one.everybody[key]} is in two meetings at once: {both}")  # fmt: skip
        if one.room and one.room.casefold() == other.room.casefold() and one.place == other.place:
            yield Broken("room-twice", numbers, one.room, f"{one.room} has two meetings at once: {both}")


def _alone(slot: Slot, surroundings: Surroundings) -> Iterator[Broken]:
    """What one meeting breaks by itself."""
    named = f"M{slot.number} {slot.title}"
    asked = {
        **slot.everybody,
        **({room_key(slot.place.pk if slot.place else None, slot.room): slot.room} if slot.room else {}),
    }
    for key, name in asked.items():
        if any(start < slot.end and slot.start < end for start, end in surroundings.away.get(key, ())):
            yield Broken("away", (slot.number,), key, f"{name} cannot be had at the time of {named}")
    if slot.day.weekday() >= 5:
        yield Broken("outside", (slot.number,), "", f"{named} is on a {_weekday(slot)}")
    elif slot.start < _at(slot, USUAL_FROM) or slot.end > _at(slot, USUAL_UNTIL):
        span = f"{time_words(slot.start)} to {time_words(slot.end)}"
        yield Broken("outside", (slot.number,), "", f"{named} is outside 8am to 6:30pm: {_weekday(slot)}, {span}")
    if slot.proposed and surroundings.now and slot.start < surroundings.now:
        yield Broken("past", (slot.number,), "", f"The time proposed for {named} has passed")
    if len(slot.inspectors) < slot.needed:
        words = f"{len(slot.inspectors)} of {slot.needed} inspectors"
        yield Broken("inspectors", (slot.number,), "", f"{named} has {words}")
    present = {surroundings.bodies.get(key, "") for key in slot.inspectors}
    for body, name in (("ofsted", "Ofsted"), ("cqc", "the Care Quality Commission")):
        if body in slot.needs and body not in present:
            yield Broken("pairing", (slot.number,), body, f"{named} needs an inspector from {name}")


def _days(slots: Sequence[Slot], surroundings: Surroundings) -> Iterator[Broken]:
    """What an inspector's day breaks: journeys, lunch, its length."""
    days: dict[tuple[str, date], list[Slot]] = defaultdict(list)
    names: dict[str, str] = {}
    for slot in slots:
        names |= slot.inspectors
        for key in slot.inspectors:
            days[key, slot.day].append(slot)
    for (key, _), of_day in days.items():
        ordered = sorted(of_day, key=lambda slot: (slot.start, slot.number))
        yield from _journeys(names[key], key, ordered, surroundings)
        numbers = tuple(sorted(slot.number for slot in ordered))
        if not _has_lunch(ordered):
            at_noon = [
                slot.number
                for slot in ordered
                if slot.start < _at(slot, LUNCH_UNTIL) and slot.end > _at(slot, LUNCH_FROM)
            ]
            yield Broken("lunch", tuple(sorted(at_noon)), key,
                         f"{names[key]} has no {LUNCH_MINUTES} minutes for lunch on {_weekday(ordered[0])}")  # fmt: skip
        if max(slot.end for slot in ordered) - ordered[0].start > LONGEST_DAY:
            yield Broken("long-day", numbers, key, f"{names[key]}’s {_weekday(ordered[0])} is longer than 10 hours")


def _journeys(name: str, key: str, ordered: Sequence[Slot], surroundings: Surroundings) -> Iterator[Broken]:
    for one, other in pairwise(ordered):
        if one.online or other.online or not one.place or not other.place or one.place == other.place:
            continue
        gap = int((other.start - one.end).total_seconds() // 60)
        journey, guessed = minutes_between(one.place, other.place, surroundings.journeys)
        if 0 <= gap < journey:
            about = "is guessed at" if guessed else "is about"
            yield Broken("travel", (one.number, other.number), key,
                         f"{name} has {_minutes(gap)} between {one.place.name} and {other.place.name}; "
                         f"the journey {about} {journey} ({_weekday(other)}, {time_words(other.start)})")  # fmt: skip


def minutes_between(one: Place, other: Place, journeys: Mapping[tuple[int, int], int]) -> tuple[int, bool]:
    """(minutes, whether they are a bare guess): as recorded, else from the straight line, else a guess."""
    recorded = journeys.get((min(one.pk, other.pk), max(one.pk, other.pk)))
    if recorded is not None:
        return recorded, False
    if None in (one.latitude, one.longitude, other.latitude, other.longitude):
        return GUESSED_MINUTES, True
    north = (one.latitude - other.latitude) * 111.2  # type: ignore[operator]
    east = (one.longitude - other.longitude) * 111.2 * math.cos(math.radians(one.latitude))  # type: ignore[operator, arg-type]
    return math.ceil(math.hypot(north, east) / KM_AN_HOUR * 60) + MINUTES_TO_PARK, False


def _has_lunch(ordered: Sequence[Slot]) -> bool:
    free = _at(ordered[0], LUNCH_FROM)
    until = _at(ordered[0], LUNCH_UNTIL)
    for slot in ordered:
        if min(slot.start, until) - free >= timedelta(minutes=LUNCH_MINUTES):
            return True
        free = max(free, slot.end)
    return until - free >= timedelta(minutes=LUNCH_MINUTES)


def _at(slot: Slot, hour: time) -> datetime:
    return datetime.combine(slot.day, hour, LONDON)


def _weekday(slot: Slot) -> str:
    return f"{slot.start.astimezone(LONDON):%A}"


def _minutes(number: int) -> str:
    return "no time" if number == 0 else f"{number} minute{'' if number == 1 else 's'}"


# --- loading


def room_key(site: int | None, room: str) -> str:
    return f"room-{site or 0}-{room.casefold()}"


def slot_of(meeting: Meeting) -> Slot:
    """A meeting as the checks see it; without a time it starts at a nominal one, to be replaced by `starting`."""
    site = meeting.site
    place = (
        Place(site.pk, site.name, _float(site.latitude), _float(site.longitude))
        if site and not meeting.online
        else None
    )
    contacts = [asked.contact for asked in meeting.people.all()]
    return Slot(
        number=meeting.number,
        # What inspectors call their own meetings is not said where the area reads it too.
        title="(the inspectors’ own)" if meeting.inspectors_only else meeting.title,
        start=meeting.starts_at or datetime.min.replace(tzinfo=LONDON),
        minutes=meeting.minutes,
        inspectors={f"user-{taken.user_id}": str(taken.user) for taken in meeting.inspectors.all()},
        people={_contact_key(contact): contact.name for contact in contacts},
        place=place,
        room="" if meeting.online else meeting.room,
        online=meeting.online,
        needed=meeting.inspectors_needed,
        needs=tuple(name for name, on in (("ofsted", meeting.needs_ofsted), ("cqc", meeting.needs_cqc)) if on),
        proposed=meeting.state == "proposed",
    )


def _contact_key(contact: Any) -> str:
    return f"user-{contact.user_id}" if contact.user_id else f"contact-{contact.pk}"


def _float(value: Any) -> float | None:
    return None if value is None else float(value)


def surroundings_of(inspection: Inspection) -> Surroundings:
    away: dict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for one in Away.objects.filter(inspection=inspection).select_related("contact"):
        key = f"user-{one.user_id}" if one.user_id else room_key(one.site_id, one.room)
        away[_contact_key(one.contact) if one.contact else key].append((one.starts_at, one.ends_at))
    bodies = {}
    for place in TeamPlace.objects.filter(inspection=inspection).select_related("user"):
        is_cqc = place.user.organisation == Organisation.CQC or place.role in (Role.CQC_LEAD, Role.CQC_INSPECTOR)
        bodies[f"user-{place.user_id}"] = "cqc" if is_cqc else "ofsted"
    here = Journey.objects.filter(one__partnership_id=inspection.partnership_id)
    journeys = {(one, other): minutes for one, other, minutes in here.values_list("one", "other", "minutes")}
    return Surroundings(away, bodies, journeys, clock.now())
