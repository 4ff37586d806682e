"""The week of an inspection as a problem for the solver, and what a placement means for its meetings."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import combinations
from typing import Any

from cases.queries.cases import consent_missing
from core import clock
from core.clock import LONDON
from core.words import time_words
from inspections.models import Inspection, TeamPlace
from timetable.models import Meeting
from timetable.queries import week
from timetable.queries.spans import DAY_FROM, DAY_UNTIL, STEP_MINUTES, onsite_days
from timetable.queries.week import Surroundings
from timetable.solving.problem import Inspector, Person, Placement, Problem, Span
from timetable.solving.problem import Meeting as Planned

# Assumed, not from a source: the half hour in which no meeting is proposed.
LUNCH = (time(12, 30), time(13))
LEFT_OUT = ("cancelled",)
STAY = ("confirmed", "in_progress", "held", "notes_added", "closed")


def problem_of(inspection: Inspection) -> Problem:
    """The days on site that are still to come, and every meeting that is not cancelled. Confirmed and pinned meetings stay.

    A meeting longer than a day's hours is not planned (`too_long`); where it has a time, those in it are away then.
    """
    every = load(inspection)
    surroundings = without(week.surroundings_of(inspection), [one for one in every if is_too_long(one)])
    days = tuple(
        Span(day, minute(DAY_FROM), minute(DAY_UNTIL)) for day in onsite_days(inspection) if day >= clock.today()
    )
    inspectors = team(inspection, days, surroundings)
    meetings = [
        one
        for one in every
        if not is_too_long(one) and not (one.case and one.state not in STAY and consent_missing(one.case))
    ]
    planned = tuple(planned_of(one, {who.id for who in inspectors}) for one in meetings)
    return Problem(
        slot_minutes=STEP_MINUTES,
        days=days,
        lunch=(minute(LUNCH[0]), minute(LUNCH[1])),
        inspectors=inspectors,
        people=tuple(
            Person(key, spans(surroundings.away.get(key, ())), name)
            for key, name in sorted(people_of(meetings).items())
        ),
        rooms=tuple(
            Person(key, spans(surroundings.away.get(key, ())), name) for key, name in sorted(rooms_of(meetings).items())
        ),
        sites=tuple(sorted({one.site for one in planned if one.site})),
        travel=travel(meetings, surroundings),
        meetings=planned,
        longest_day=int(week.LONGEST_DAY.total_seconds() // 60),
    )


def load(inspection: Inspection) -> list[Meeting]:
    return list(
        Meeting.objects.filter(inspection=inspection)
        .exclude(state__in=LEFT_OUT)
        .select_related("site", "case", "inspection")
        .prefetch_related("inspectors__user", "people__contact")
        .order_by("number")
    )


def is_too_long(meeting: Meeting) -> bool:
    return meeting.minutes > minute(DAY_UNTIL) - minute(DAY_FROM)


def too_long(inspection: Inspection) -> list[dict[str, str]]:
    """{id, title, reason} of the meetings that no day can hold and whose time is still open."""
    hours = f"{time_words(DAY_FROM)} to {time_words(DAY_UNTIL)}"
    return [
        {
            "id": one.reference,
            "title": title_of(one),
            "reason": f"It lasts {length_words(one.minutes)}, longer than a day of meetings ({hours}). "
            + ("It stays where it is." if one.starts_at else "Make it shorter, or choose its time yourself."),
        }
        for one in load(inspection)
        if is_too_long(one) and not one.pinned and one.state not in STAY
    ]


def length_words(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} hours" + (f" and {rest} minutes" if rest else "")


def without(surroundings: Surroundings, meetings: Sequence[Meeting]) -> Surroundings:
    """The surroundings in which those of these meetings are away while they last."""
    away = {key: list(spans) for key, spans in surroundings.away.items()}
    for one in meetings:
        if one.starts_at and one.ends_at:
            slot = week.slot_of(one)
            keys = [*slot.inspectors, *required_of(one)]
            for key in [*keys, week.room_key(one.site_id, slot.room)] if slot.room else keys:
                away.setdefault(key, []).append((one.starts_at, one.ends_at))
    return replace(surroundings, away=away)


def title_of(meeting: Meeting) -> str:
    return "(the inspectors’ own)" if meeting.inspectors_only else meeting.title


def team(inspection: Inspection, days: Sequence[Span], surroundings: Surroundings) -> tuple[Inspector, ...]:
    """Everybody with a place on the team during these days; away on the days outside it."""
    found = {}
    places = TeamPlace.objects.filter(inspection=inspection).select_related("user").order_by("user_id", "starts_on")
    terms: dict[str, list[TeamPlace]] = {}
    for place in places:
        terms.setdefault(f"user-{place.user_id}", []).append(place)
    for key, theirs in terms.items():
        off = [day for day in days if not any(in_force(place, day.on) for place in theirs)]
        if len(off) < len(days):
            away = spans(surroundings.away.get(key, ())) + tuple(Span(day.on, 0, 24 * 60) for day in off)
            found[key] = Inspector(key, surroundings.bodies[key], away, str(theirs[0].user))
    return tuple(found.values())


def in_force(place: TeamPlace, on: date) -> bool:
    return place.starts_on <= on and (place.ends_on is None or place.ends_on >= on)


def planned_of(meeting: Meeting, team: set[str]) -> Planned:
    slot = week.slot_of(meeting)
    stands = placement_of(meeting, team)
    stays = meeting.pinned or meeting.state in STAY
    return Planned(
        id=meeting.reference,
        minutes=meeting.minutes,
        site=str(slot.place.pk) if slot.place else "",
        room=week.room_key(meeting.site_id, slot.room) if slot.room else "",
        people=tuple(sorted(required_of(meeting))),
        inspectors_needed=meeting.inspectors_needed,
        bodies_needed=slot.needs,
        pinned=stands if stays else None,
        previous=None if stays or meeting.state == "no_show" else stands,
        title=title_of(meeting),
    )


def placement_of(meeting: Meeting, team: set[str]) -> Placement | None:
    """Where a meeting stands now, with those of its inspectors who are on the team."""
    if meeting.starts_at is None:
        return None
    at = meeting.starts_at.astimezone(LONDON)
    who = [f"user-{taken.user_id}" for taken in meeting.inspectors.all()]
    return Placement(meeting.reference, at.date(), minute(at.time()), tuple(key for key in who if key in team))


def required_of(meeting: Meeting) -> dict[str, str]:
    """{key: name} of those without whom it cannot be held."""
    asked = [one.contact for one in meeting.people.all() if one.required]
    return {(f"user-{one.user_id}" if one.user_id else f"contact-{one.pk}"): one.name for one in asked}


def people_of(meetings: Iterable[Meeting]) -> dict[str, str]:
    return {key: name for meeting in meetings for key, name in required_of(meeting).items()}


def rooms_of(meetings: Iterable[Meeting]) -> dict[str, str]:
    return {week.room_key(one.site_id, one.room): one.room for one in meetings if one.room and not one.online}


def travel(meetings: Iterable[Meeting], surroundings: Surroundings) -> dict[tuple[str, str], int]:
    places = {slot.place.pk: slot.place for slot in map(week.slot_of, meetings) if slot.place}
    return {
        (str(one.pk), str(other.pk)): week.minutes_between(one, other, surroundings.journeys)[0]
        for one, other in combinations(places.values(), 2)
    }


def spans(away: Iterable[tuple[datetime, datetime]]) -> tuple[Span, ...]:
    """Instants as spans of single days in London."""
    found = []
    for starts_at, ends_at in away:
        start, end = starts_at.astimezone(LONDON), ends_at.astimezone(LONDON)
        for number in range((end.date() - start.date()).days + 1):
            day = start.date() + timedelta(days=number)
            begin = minute(start.time()) if day == start.date() else 0
            until = -(-(end.hour * 3600 + end.minute * 60 + end.second) // 60) if day == end.date() else 24 * 60
            if until > begin:
                found.append(Span(day, begin, until))
    return tuple(found)


def minute(at: time) -> int:
    return at.hour * 60 + at.minute


def instant(on: date, start: int) -> datetime:
    return datetime.combine(on, time(*divmod(start, 60)), LONDON)


def fingerprint(problem: Mapping[str, Any]) -> str:
    """Stands for all that a proposal was made from."""
    return hashlib.sha256(json.dumps(problem, sort_keys=True).encode()).hexdigest()
