"""The rules of a timetable as checks over meetings that have a time. Times need not be on the grid."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise

from rulebook import words
from timetable.solving.problem import Inspector, Meeting, Person, Placement, Problem, Span, within_limits

CODES = (
    "inspector-double-booked", "person-double-booked", "room-double-booked", "travel", "lunch", "outside-availability", "pairing",
    "over-long-day", "too-few-inspectors", "outside-day",
)  # fmt: skip
SOFT = frozenset({"over-long-day"})
# The inspectorates, as files and accounts name them, and in words.
BODIES = {"ofsted": "Ofsted", "cqc": "CQC"}


@dataclass(frozen=True)
class Conflict:
    """A broken rule. `meetings` and `who` are ids; `fingerprint` changes when a meeting in it moves."""

    code: str
    meetings: tuple[str, ...]
    who: tuple[str, ...]
    sentence: str
    fingerprint: str


def find(problem: Problem, placements: Iterable[Placement]) -> list[Conflict]:
    """Every broken rule, in the order of time."""
    placed = sorted(placements, key=lambda one: (one.on, one.start, one.id))
    found = [conflict for one in placed for conflict in _of_one(problem, one)]
    found += _double(problem, placed, "inspector-double-booked", lambda one: one.inspectors)
    found += _double(problem, placed, "person-double-booked", lambda one: problem.meeting[one.id].people)
    found += _double(
        problem,
        placed,
        "room-double-booked",
        lambda one: (problem.meeting[one.id].room,) if problem.meeting[one.id].room else (),
    )
    found += _travel_and_length(problem, placed)
    return found


def hard(found: Iterable[Conflict]) -> list[Conflict]:
    return [one for one in found if one.code not in SOFT]


def end_of(problem: Problem, one: Placement) -> int:
    return one.start + problem.meeting[one.id].minutes


def clock_words(minute: int) -> str:
    """750 is 12:30pm; 720 is midday."""
    hour, rest = divmod(minute % 1440, 60)
    if rest == 0 and hour in (0, 12):
        return "midday" if hour else "midnight"
    return f"{hour % 12 or 12}{f':{rest:02d}' if rest else ''}{'am' if hour < 12 else 'pm'}"


def at_words(on: date, minute: int) -> str:
    """Thursday 12:30pm"""
    return f"{words.weekday(on).split()[0]} {clock_words(minute)}"


def title(meeting: Meeting) -> str:
    return f"{meeting.id} {meeting.title}".strip()


def name(problem: Problem, ident: str) -> str:
    known = problem.inspector.get(ident) or problem.person.get(ident) or problem.room.get(ident)
    return known.name if known and known.name else ident


def _conflict(code: str, placed: Sequence[Placement], who: Sequence[str], sentence: str) -> Conflict:
    times = sorted(f"{one.id}@{one.on}T{one.start}" for one in placed)
    text = "|".join([code, *times, *sorted(who)])
    return Conflict(
        code, tuple(one.id for one in placed), tuple(who), sentence, hashlib.sha256(text.encode()).hexdigest()
    )


def _of_one(problem: Problem, one: Placement) -> Iterator[Conflict]:
    meeting = problem.meeting[one.id]
    end, when = one.start + meeting.minutes, at_words(one.on, one.start)
    day = problem.day.get(one.on)
    if day is None or one.start < day.start or end > day.end:
        yield _conflict("outside-day", [one], [], f"{title(meeting)} on {when} is outside the hours of the week.")
    if problem.lunch and Span(one.on, *problem.lunch).meets(one.on, one.start, end):
        yield _conflict("lunch", [one], [], f"{title(meeting)} on {when} runs into lunch.")
    if not within_limits(meeting, one.on, one.start):
        yield _conflict("outside-availability", [one], [], f"{title(meeting)} cannot be held on {when}.")
    who: list[Inspector | Person] = [problem.inspector[ident] for ident in one.inspectors]
    who += [problem.person[ident] for ident in meeting.people]
    who += [problem.room[meeting.room]] if meeting.room in problem.room else []
    for somebody in who:
        if any(span.meets(one.on, one.start, end) for span in somebody.away):
            sentence = f"{name(problem, somebody.id)} cannot be had for {title(meeting)} on {when}."
            yield _conflict("outside-availability", [one], [somebody.id], sentence)
    if len(set(one.inspectors)) < meeting.inspectors_needed:
        needed = f"{title(meeting)} needs {meeting.inspectors_needed} inspectors and has {len(set(one.inspectors))}."
        yield _conflict("too-few-inspectors", [one], list(one.inspectors), needed)
    if missing := missing_bodies(meeting, [problem.inspector[ident].body for ident in one.inspectors]):
        sentence = f"{title(meeting)} has no inspector of {words.listed([body_words(body) for body in missing])}."
        yield _conflict("pairing", [one], list(one.inspectors), sentence)


def missing_bodies(meeting: Meeting, bodies: Sequence[str]) -> list[str]:
    """The bodies a meeting needs that are not among these; one asked for twice needs two."""
    left, missing = list(bodies), []
    for body in meeting.bodies_needed:
        if body in left:
            left.remove(body)
        else:
            missing.append(body)
    return missing


def body_words(body: str) -> str:
    return BODIES.get(body, body)


def _double(
    problem: Problem, placed: Sequence[Placement], code: str, of: Callable[[Placement], Iterable[str]]
) -> Iterator[Conflict]:
    held: dict[str, list[Placement]] = defaultdict(list)
    for one in placed:
        for ident in of(one):
            held[ident].append(one)
    for ident, theirs in held.items():
        for one, other in combinations(theirs, 2):
            if Span(one.on, one.start, end_of(problem, one)).meets(other.on, other.start, end_of(problem, other)):
                meetings = [title(problem.meeting[each.id]) for each in (one, other)]
                sentence = f"{name(problem, ident)} is in {meetings[0]} and {meetings[1]} at once, on {at_words(other.on, other.start)}."
                yield _conflict(code, [one, other], [ident], sentence)


def _travel_and_length(problem: Problem, placed: Sequence[Placement]) -> Iterator[Conflict]:
    days: dict[tuple[str, date], list[Placement]] = defaultdict(list)
    for one in placed:
        for ident in one.inspectors:
            days[ident, one.on].append(one)
    for (ident, on), theirs in days.items():
        lasted = max(end_of(problem, one) for one in theirs) - theirs[0].start
        if problem.longest_day is not None and lasted > problem.longest_day:
            sentence = f"{name(problem, ident)} has a day of {lasted / 60:g} hours on {words.weekday(on)}."
            yield _conflict("over-long-day", theirs, [ident], sentence)
        yield from _travel(problem, ident, [one for one in theirs if problem.meeting[one.id].site])


def _travel(problem: Problem, ident: str, places: Sequence[Placement]) -> Iterator[Conflict]:
    """Between two consecutive places of one inspector; what happens online lies between without counting."""
    for one, other in pairwise(places):
        first, second = problem.meeting[one.id], problem.meeting[other.id]
        minutes = problem.travel_between(first.site, second.site)
        left = other.start - end_of(problem, one)
        if 0 <= left < minutes:
            sentence = (
                f"{name(problem, ident)} has {left} minutes from {title(first)} to {title(second)} on "
                f"{words.weekday(one.on).split()[0]}, and the journey takes {minutes}."
            )
            yield _conflict("travel", [one, other], [ident], sentence)
