"""The rules of a week as a constraint programme. The model is handed in, so that only `solver` knows whose it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from functools import cached_property
from itertools import combinations
from typing import Any

from timetable.solving import reasons
from timetable.solving.problem import Meeting, Placement, Problem

DAY = 24 * 60


class OutOfTime(Exception):
    """The time was up before the programme was built."""


class Programme:
    """Variables and rules of one problem. A pinned meeting is a fact: rules between two of them are not looked at here.

    Travel is asked between every two places an inspector goes to in a day, with or without a meeting between them. Where a journey
    by way of a third place is shorter than the direct one, or is not given and counts as none, that is stricter than asking it of
    consecutive meetings alone; and an online meeting between two places does not shorten the way.
    """

    def __init__(
        self,
        problem: Problem,
        *,
        model: Any,
        domain: Callable[[list[int]], Any],
        go_on: Callable[[], None] = lambda: None,
    ) -> None:
        self.problem, self.model, self.domain, self.go_on = problem, model, domain, go_on
        self.day_number = {day.on: number for number, day in enumerate(problem.days)}
        self.placed: dict[str, Any] = {}
        self.start: dict[str, Any] = {}
        self.on_day: dict[tuple[str, int], Any] = {}
        self.takes: dict[tuple[str, str], Any] = {}
        for meeting in problem.meetings:
            go_on()
            if meeting.pinned:
                self.add_pinned(meeting, meeting.pinned)
            else:
                self.add_free(meeting)
        self.no_two_at_once()
        self.travel()
        self.same_days()
        self.enough_inspectors()

    # --- one meeting

    def instant(self, on: date, start: int) -> int:
        """Minutes on one axis through the whole week. A pinned day outside the week lies after it."""
        return self.day_number.get(on, len(self.day_number) + 1 + on.toordinal() % 1000) * DAY + start

    def add_pinned(self, meeting: Meeting, pinned: Placement) -> None:
        self.start[meeting.id] = self.instant(pinned.on, pinned.start)
        if pinned.on in self.day_number:
            self.on_day[meeting.id, self.day_number[pinned.on]] = 1
        for ident in pinned.inspectors:
            self.takes[meeting.id, ident] = 1
        if len(pinned.inspectors) >= meeting.inspectors_needed:
            self.placed[meeting.id] = 1
            return
        self.placed[meeting.id] = self.model.new_bool_var(f"staffed {meeting.id}")
        for inspector in self.problem.inspectors:
            end = pinned.start + meeting.minutes
            away = any(span.meets(pinned.on, pinned.start, end) for span in inspector.away)
            if inspector.id not in pinned.inspectors and not away:
                self.takes[meeting.id, inspector.id] = self.model.new_bool_var(f"{inspector.id} takes {meeting.id}")
        self.staff(meeting, given=len(pinned.inspectors))

    def add_free(self, meeting: Meeting) -> None:
        starts = self.problem.starts(meeting)
        if not starts or reasons.never(self.problem, meeting):
            self.placed[meeting.id] = 0
            return
        at = [self.instant(*start) for start in starts]
        self.placed[meeting.id] = self.model.new_bool_var(f"placed {meeting.id}")
        self.start[meeting.id] = self.model.new_int_var_from_domain(self.domain(at), meeting.id)
        days = sorted({value // DAY for value in at})
        for day in days:
            self.on_day[meeting.id, day] = on = self.model.new_bool_var(f"{meeting.id} on {day}")
            self.model.add(self.start[meeting.id] >= day * DAY).only_enforce_if(on)
            self.model.add(self.start[meeting.id] < (day + 1) * DAY).only_enforce_if(on)
        self.model.add(sum(self.on_day[meeting.id, day] for day in days) == self.placed[meeting.id])
        for inspector in self.problem.inspectors:
            good = [
                self.instant(on, start)
                for on, start in starts
                if not any(span.meets(on, start, self.end(meeting, on, start)) for span in inspector.away)
            ]
            if good:
                takes = self.model.new_bool_var(f"{inspector.id} takes {meeting.id}")
                self.takes[meeting.id, inspector.id] = takes
                if len(good) < len(at):
                    self.model.add_linear_expression_in_domain(
                        self.start[meeting.id], self.domain(good)
                    ).only_enforce_if(takes)
        self.staff(meeting, given=0)

    def end(self, meeting: Meeting, on: date, start: int) -> int:
        return min(start + self.problem.occupied(meeting), self.problem.day[on].end)

    def staff(self, meeting: Meeting, *, given: int) -> None:
        """Exactly as many inspectors as are needed, of every body asked for, or none beyond those given."""
        takes = [self.takes.get((meeting.id, inspector.id), 0) for inspector in self.problem.inspectors]
        self.model.add(sum(takes) == given + (meeting.inspectors_needed - given) * self.placed[meeting.id])
        for body in set(meeting.bodies_needed):
            of_body = [
                self.takes.get((meeting.id, inspector.id), 0)
                for inspector in self.problem.inspectors
                if inspector.body == body
            ]
            self.model.add(sum(of_body) >= meeting.bodies_needed.count(body) * self.placed[meeting.id])

    # --- between meetings

    @cached_property
    def live(self) -> list[Meeting]:
        """The meetings that have, or may get, a time."""
        return [meeting for meeting in self.problem.meetings if meeting.id in self.start]

    def minutes(self, meeting: Meeting) -> int:
        return meeting.minutes if meeting.pinned else self.problem.occupied(meeting)

    def no_two_at_once(self) -> None:
        sharing: dict[str, list[tuple[Meeting, Any]]] = defaultdict(list)
        for meeting in self.live:
            present = 1 if meeting.pinned else self.placed[meeting.id]
            for person in meeting.people:
                sharing[f"person {person}"].append((meeting, present))
            if meeting.room:
                sharing[f"room {meeting.room}"].append((meeting, present))
            for inspector in self.problem.inspectors:
                if (meeting.id, inspector.id) in self.takes:
                    sharing[f"inspector {inspector.id}"].append((meeting, self.takes[meeting.id, inspector.id]))
        for who, theirs in sharing.items():
            self.one_at_a_time(who, theirs)

    def one_at_a_time(self, who: str, theirs: list[tuple[Meeting, Any]]) -> None:
        intervals = []
        fixed = []
        for meeting, present in theirs:
            start, size = self.start[meeting.id], self.minutes(meeting)
            if isinstance(start, int) and isinstance(present, int):
                fixed.append((start, start + size))
            else:
                interval = self.model.new_optional_fixed_size_interval_var(start, size, present, f"{who} {meeting.id}")
                intervals.append(interval)
        for start, end in merged(fixed):
            intervals.append(self.model.new_fixed_size_interval_var(start, end - start, f"{who} fixed {start}"))
        self.model.add_no_overlap(intervals)

    def travel(self) -> None:
        for one, other in combinations([meeting for meeting in self.live if meeting.site], 2):
            self.go_on()
            there = self.problem.travel_between(one.site, other.site)
            back = self.problem.travel_between(other.site, one.site)
            if (there or back) and not (isinstance(self.start[one.id], int) and isinstance(self.start[other.id], int)):
                self.keep_apart(one, other, there, back)
            elif there or back:
                self.pinned_apart(one, other, there, back)

    def both(self, one: Meeting, other: Meeting) -> list[tuple[Any, Any]]:
        return [
            (self.takes[one.id, inspector.id], self.takes[other.id, inspector.id])
            for inspector in self.problem.inspectors
            if (one.id, inspector.id) in self.takes and (other.id, inspector.id) in self.takes
        ]

    def keep_apart(self, one: Meeting, other: Meeting, there: int, back: int) -> None:
        pairs = self.both(one, other)
        if not pairs:
            return
        first, second = self.model.new_bool_var(""), self.model.new_bool_var("")
        start = self.start
        self.model.add(start[other.id] >= start[one.id] + self.minutes(one) + there).only_enforce_if(first)
        self.model.add(start[one.id] >= start[other.id] + self.minutes(other) + back).only_enforce_if(second)
        for takes_one, takes_other in pairs:
            self.model.add_bool_or([first, second, *negated(takes_one), *negated(takes_other)])

    def pinned_apart(self, one: Meeting, other: Meeting, there: int, back: int) -> None:
        """Two pinned meetings too near each other in time are not given to one inspector, unless they were pinned so."""
        starts = (self.start[one.id], self.start[other.id])
        ends = [starts[0] + one.minutes + there, starts[1] + other.minutes + back]
        if starts[1] >= ends[0] or starts[0] >= ends[1]:
            return
        for takes_one, takes_other in self.both(one, other):
            free = [*negated(takes_one), *negated(takes_other)]
            if free:
                self.model.add_bool_or(free)

    def same_days(self) -> None:
        days = range(len(self.problem.days))
        for meeting in self.live:
            for other_id in meeting.same_day_as:
                other = self.problem.meeting[other_id]
                if other.id not in self.start or other.id == meeting.id or (meeting.pinned and other.pinned):
                    continue
                for day in days:
                    elsewhere = [self.on_day.get((other.id, number), 0) for number in days if number != day]
                    self.model.add(self.on_day.get((meeting.id, day), 0) + sum(elsewhere) <= 1)

    def enough_inspectors(self) -> None:
        """Follows from the rest; said aloud, it lets the search see sooner that a week is full."""
        free = [meeting for meeting in self.live if not meeting.pinned]
        self.capacity([(meeting, meeting.inspectors_needed) for meeting in free], len(self.problem.inspectors))
        for body in sorted({inspector.body for inspector in self.problem.inspectors}):
            count = sum(inspector.body == body for inspector in self.problem.inspectors)
            self.capacity([(meeting, meeting.bodies_needed.count(body)) for meeting in free], count)

    def capacity(self, demands: Iterable[tuple[Meeting, int]], most: int) -> None:
        wanted = [(meeting, demand) for meeting, demand in demands if demand]
        intervals = [
            self.model.new_optional_fixed_size_interval_var(
                self.start[meeting.id], self.minutes(meeting), self.placed[meeting.id], f"{most} {meeting.id}"
            )
            for meeting, _ in wanted
        ]
        if intervals:
            self.model.add_cumulative(intervals, [demand for _, demand in wanted], most)

    # --- what is wanted

    def left_out(self) -> Any:
        """Meetings without a time, and pinned ones without their inspectors, each of which weighs more than all of the others."""
        weight = len(self.problem.meetings) + 1
        return sum(
            (weight if meeting.pinned else 1) * (1 - self.placed[meeting.id]) for meeting in self.problem.meetings
        )

    def taken(self, answer: Callable[[Any], int]) -> list[Placement]:
        """The week found, in the order of the problem; pinned ones are always in it."""
        found = []
        for meeting in self.problem.meetings:
            if meeting.id not in self.start or not (meeting.pinned or answer(self.placed[meeting.id])):
                continue
            who = tuple(
                inspector.id
                for inspector in self.problem.inspectors
                if answer(self.takes.get((meeting.id, inspector.id), 0))
            )
            if meeting.pinned:
                found.append(Placement(meeting.id, meeting.pinned.on, meeting.pinned.start, who))
            else:
                day, start = divmod(answer(self.start[meeting.id]), DAY)
                found.append(Placement(meeting.id, self.problem.days[day].on, start, who))
        return found


def negated(literal: Any) -> list[Any]:
    """The literal turned round, for a clause; a fact that is true adds nothing to it."""
    return [] if isinstance(literal, int) else [literal.negated()]


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Overlapping spans as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
