"""One week to be planned, as plain values. Times are minutes since midnight of a `date`; ids are text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property


@dataclass(frozen=True)
class Span:
    """From `start` up to, not including, `end`, on one day."""

    on: date
    start: int
    end: int

    def meets(self, on: date, start: int, end: int) -> bool:
        """Whether they share a minute."""
        return self.on == on and self.start < end and start < self.end


@dataclass(frozen=True)
class Inspector:
    id: str
    body: str
    away: tuple[Span, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Person:
    """Somebody (or, as a room, something) that can be in one meeting at a time."""

    id: str
    away: tuple[Span, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class Placement:
    """A meeting at a time, with the inspectors who take it."""

    id: str
    on: date
    start: int
    inspectors: tuple[str, ...] = ()


@dataclass(frozen=True)
class Meeting:
    """`bodies_needed` are bodies of which somebody must be there; `site` "" is online or nowhere in particular.

    `pinned` stays as it is; without inspectors only its time does. `previous` is where it stood before, to be kept if it can.
    `earliest` and `latest` are (day, minute): not to start before, not to end after.
    """

    id: str
    minutes: int
    site: str = ""
    room: str = ""
    people: tuple[str, ...] = ()
    inspectors_needed: int = 1
    bodies_needed: tuple[str, ...] = ()
    pinned: Placement | None = None
    same_day_as: tuple[str, ...] = ()
    earliest: tuple[date, int] | None = None
    latest: tuple[date, int] | None = None
    previous: Placement | None = None
    title: str = ""


@dataclass(frozen=True)
class Problem:
    """A week. `days` are the hours in which meetings may be held, one span a day, in order of time.

    `travel` is {(from, to): minutes}; a pair given one way counts both ways, a pair not given is 0. `longest_day` is how many
    minutes an inspector's day may last from first to last meeting, or None where nothing is said.
    """

    slot_minutes: int
    days: tuple[Span, ...]
    lunch: tuple[int, int] | None = None
    inspectors: tuple[Inspector, ...] = ()
    people: tuple[Person, ...] = ()
    rooms: tuple[Person, ...] = ()
    sites: tuple[str, ...] = ()
    travel: Mapping[tuple[str, str], int] = field(default_factory=dict)
    meetings: tuple[Meeting, ...] = ()
    longest_day: int | None = None

    @cached_property
    def meeting(self) -> dict[str, Meeting]:
        return {meeting.id: meeting for meeting in self.meetings}

    @cached_property
    def inspector(self) -> dict[str, Inspector]:
        return {inspector.id: inspector for inspector in self.inspectors}

    @cached_property
    def person(self) -> dict[str, Person]:
        return {person.id: person for person in self.people}

    @cached_property
    def room(self) -> dict[str, Person]:
        return {room.id: room for room in self.rooms}

    @cached_property
    def day(self) -> dict[date, Span]:
        return {day.on: day for day in self.days}

    def travel_between(self, one: str, other: str) -> int:
        """Minutes from a site to another; 0 where either is no site or the pair is not given."""
        if not one or not other or one == other:
            return 0
        return self.travel.get((one, other), self.travel.get((other, one), 0))

    def occupied(self, meeting: Meeting) -> int:
        """Minutes a meeting takes up when it is placed on the grid: up to the next slot."""
        return -(-meeting.minutes // self.slot_minutes) * self.slot_minutes

    def starts(self, meeting: Meeting, *, ignoring: Iterable[str] = ()) -> list[tuple[date, int]]:
        """The (day, minute) on the grid at which nothing but other meetings keeps it from being held.

        `ignoring` may name "lunch", "people" (or one person's id), "room" and "limits", for asking what stands in the way.
        """
        ignored = set(ignoring)
        found = []
        for day in self.days:
            for start in range(day.start, day.end - meeting.minutes + 1, self.slot_minutes):
                end = min(start + self.occupied(meeting), day.end)
                if self.may_be(meeting, day.on, start, end, ignored):
                    found.append((day.on, start))
        return found

    def may_be(self, meeting: Meeting, on: date, start: int, end: int, ignored: set[str]) -> bool:
        if "lunch" not in ignored and self.lunch and Span(on, *self.lunch).meets(on, start, end):
            return False
        if "limits" not in ignored and not within_limits(meeting, on, start):
            return False
        spans = [] if "room" in ignored or meeting.room not in self.room else list(self.room[meeting.room].away)
        if "people" not in ignored:
            spans += [span for person in meeting.people if person not in ignored for span in self.person[person].away]
        return not any(span.meets(on, start, end) for span in spans)


def within_limits(meeting: Meeting, on: date, start: int) -> bool:
    """Whether a start keeps the meeting's own earliest and latest."""
    if meeting.earliest and (on, start) < meeting.earliest:
        return False
    return not (meeting.latest and (on, start + meeting.minutes) > meeting.latest)


@dataclass(frozen=True)
class Unplaced:
    id: str
    reason: str


@dataclass(frozen=True)
class Answer:
    """What a search found. `gap` is 0.0 when nothing better exists; `status` is "optimal", "feasible" or "infeasible".

    `warnings` are sentences on pinned meetings that break a rule by themselves and stand all the same.
    """

    status: str
    gap: float
    placed: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    objective: float = 0.0
    bound: float = 0.0
    warnings: tuple[str, ...] = ()
