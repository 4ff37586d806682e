"""A first week within moments, without the solver: the hardest meeting to place first, then small parts taken out and put back.

It keeps every rule the constraint programme keeps, so that its week is one the search may begin at.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from timetable.solving import reasons, wishes
from timetable.solving.problem import Inspector, Meeting, Placement, Problem

FEW = 0.12  # of the free meetings, taken out and put back at once


@dataclass(frozen=True)
class Week:
    """Placements with what they are worth: `left_out` weighs first, then `cost` (as in `wishes`)."""

    placements: tuple[Placement, ...]
    left_out: int
    cost: int

    @property
    def worth(self) -> tuple[int, int]:
        return self.left_out, self.cost


def placeable(problem: Problem) -> set[str]:
    """The free meetings that some week might hold."""
    return {
        one.id for one in problem.meetings if not one.pinned and not reasons.never(problem, one) and problem.starts(one)
    }


def left_out(problem: Problem, placements: Iterable[Placement]) -> int:
    """Meetings without a time, and pinned ones without their inspectors, each of which weighs more than all of the others."""
    placed = {one.id: one for one in placements}
    total = 0
    for meeting in problem.meetings:
        if not meeting.pinned:
            total += meeting.id not in placed
        elif len(placed[meeting.id].inspectors) < meeting.inspectors_needed:
            total += len(problem.meetings) + 1
    return total


class Board:
    """A week being filled."""

    def __init__(self, problem: Problem, chance: random.Random) -> None:
        self.problem, self.chance = problem, chance
        self.placed: dict[str, Placement] = {}
        self.busy: dict[tuple[str, date], list[tuple[int, int]]] = defaultdict(list)
        self.rounds: dict[tuple[str, date], list[tuple[int, int, str]]] = defaultdict(list)
        self.load: Counter[str] = Counter()
        self.at: Counter[tuple[str, str, date]] = Counter()
        self.visited: Counter[tuple[str, date]] = Counter()
        self.starts: dict[str, list[tuple[date, int]]] = {}
        self.tied: dict[str, set[str]] = defaultdict(set)
        for one in problem.meetings:
            for other in one.same_day_as:
                if other != one.id:
                    self.tied[one.id].add(other)
                    self.tied[other].add(one.id)
        able = placeable(problem)
        self.free = [one for one in problem.meetings if one.id in able]
        self.rank = {one.id: number for number, one in enumerate(problem.inspectors)}
        for one in self.free:
            self.starts[one.id] = problem.starts(one)
        slots = sum(self.slots(one) * one.inspectors_needed for one in problem.meetings)
        self.mean = slots // max(1, len(problem.inspectors))
        self.travel = {
            (one, other): problem.travel_between(one, other)
            for one in ("", *problem.sites)
            for other in ("", *problem.sites)
        }
        self.pin()

    def slots(self, meeting: Meeting) -> int:
        return -(-meeting.minutes // self.problem.slot_minutes)

    def minutes(self, meeting: Meeting) -> int:
        return meeting.minutes if meeting.pinned else self.problem.occupied(meeting)

    def pin(self) -> None:
        """What is pinned stands; those without all their inspectors are given them where that can be."""
        pinned = [(one, one.pinned) for one in self.problem.meetings if one.pinned]
        for meeting, held in pinned:
            self.put(meeting, held)
        for meeting, held in pinned:
            if len(held.inspectors) < meeting.inspectors_needed:
                self.drop(meeting)
                team = self.team(meeting, held.on, held.start, given=held.inspectors)
                who = tuple(sorted(team, key=self.rank.__getitem__)) if team is not None else held.inspectors
                self.put(meeting, Placement(meeting.id, held.on, held.start, who))

    # --- one meeting in, one out

    def put(self, meeting: Meeting, at: Placement) -> None:
        start, end = at.start, at.start + self.minutes(meeting)
        for who in self.attending(meeting):
            self.busy[who, at.on].append((start, end))
        for ident in at.inspectors:
            self.rounds[ident, at.on].append((start, end, meeting.site))
            self.load[ident] += self.slots(meeting)
            self.at[ident, meeting.site, at.on] += 1
        self.visited[meeting.site, at.on] += 1
        self.placed[meeting.id] = at

    def drop(self, meeting: Meeting) -> None:
        at = self.placed.pop(meeting.id)
        start, end = at.start, at.start + self.minutes(meeting)
        for who in self.attending(meeting):
            self.busy[who, at.on].remove((start, end))
        for ident in at.inspectors:
            self.rounds[ident, at.on].remove((start, end, meeting.site))
            self.load[ident] -= self.slots(meeting)
            self.at[ident, meeting.site, at.on] -= 1
        self.visited[meeting.site, at.on] -= 1

    @staticmethod
    def attending(meeting: Meeting) -> list[str]:
        return [f"person {one}" for one in meeting.people] + ([f"room {meeting.room}"] if meeting.room else [])

    # --- where it may go

    def insert(self, meeting: Meeting) -> bool:
        """Put it at the cheapest of its places, if it has one."""
        best: tuple[float, Placement] | None = None
        days = {self.placed[other].on for other in self.tied[meeting.id] if other in self.placed}
        for on, start in self.starts[meeting.id]:
            if days - {on} or not self.people_free(meeting, on, start):
                continue
            noise = self.chance.random()
            if best and self.least(meeting, on, start) + noise >= best[0]:
                continue
            team = self.team(meeting, on, start)
            if team is None:
                continue
            price = self.least(meeting, on, start) + noise
            price += sum(self.price(meeting, ident, on) for ident in team)
            if best is None or price < best[0]:
                best = price, Placement(meeting.id, on, start, tuple(sorted(team, key=self.rank.__getitem__)))
        if best:
            self.put(meeting, best[1])
        return best is not None

    def people_free(self, meeting: Meeting, on: date, start: int) -> bool:
        end = start + self.minutes(meeting)
        return all(
            end <= begins or ends <= start
            for who in self.attending(meeting)
            for begins, ends in self.busy.get((who, on), ())
        )

    def least(self, meeting: Meeting, on: date, start: int) -> float:
        """What a time costs whoever takes it."""
        before = meeting.previous
        moved = wishes.MOVED if before and (before.on, before.start) != (on, start) else 0
        return moved + (wishes.PER_DAY_OF_SITE if meeting.site and not self.visited[meeting.site, on] else 0)

    def price(self, meeting: Meeting, ident: str, on: date) -> float:
        """What an inspector costs: a place more in the day, a load over the mean, another than before."""
        over = self.load[ident] + self.slots(meeting) - self.mean - 1
        price: float = wishes.PER_SLOT_OF_LOAD * over if over > 0 else self.load[ident] / 10
        if meeting.site and not self.at[ident, meeting.site, on]:
            price += wishes.PER_PLACE
        if meeting.previous and ident not in meeting.previous.inspectors:
            price += wishes.OTHER_INSPECTOR
        return price

    def team(self, meeting: Meeting, on: date, start: int, given: Sequence[str] = ()) -> list[str] | None:
        """Inspectors enough, of the bodies asked for, the cheapest first; None where there are not."""
        able = [
            (self.price(meeting, one.id, on) + self.chance.random(), one)
            for one in self.problem.inspectors
            if one.id not in given and self.inspector_free(one, meeting, on, start)
        ]
        team = list(given)
        if len(team) + len(able) < meeting.inspectors_needed:
            return None
        cheapest = [one for _, one in sorted(able, key=lambda pair: pair[0])]
        wanted = Counter(meeting.bodies_needed)
        wanted.subtract(self.problem.inspector[ident].body for ident in team)
        for body in sorted(meeting.bodies_needed):
            if wanted[body] > 0:
                wanted[body] -= 1
                found = next((one for one in cheapest if one.body == body and one.id not in team), None)
                if found is None:
                    return None
                team.append(found.id)
        team += [one.id for one in cheapest if one.id not in team][: max(0, meeting.inspectors_needed - len(team))]
        return team if len(team) == meeting.inspectors_needed else None

    def inspector_free(self, inspector: Inspector, meeting: Meeting, on: date, start: int) -> bool:
        end = start + self.minutes(meeting)
        site, travel = meeting.site, self.travel
        for begins, ends, there in self.rounds.get((inspector.id, on), ()):
            if start < ends + travel[there, site] and begins < end + travel[site, there]:
                return False
        last = start + meeting.minutes if meeting.pinned else min(end, self.problem.day[on].end)
        return not any(span.meets(on, start, last) for span in inspector.away)

    def week(self) -> Week:
        found = tuple(self.placed[one.id] for one in self.problem.meetings if one.id in self.placed)
        return Week(found, left_out(self.problem, found), wishes.value(self.problem, found))


def first(
    problem: Problem,
    *,
    seed: int,
    until: float,
    tries: int = 10**9,
    found: Callable[[Week], None] = lambda week: None,
    stop: Callable[[], bool] = lambda: False,
) -> Week:
    """The best week found until `until` (of time.monotonic) or so many tries, told to `found` whenever it is better.

    At least one is always made. `stop` is asked at every try.
    """
    chance = random.Random(seed)  # noqa: S311 (a repeatable draw, not a secret)
    board = Board(problem, chance)
    able = {
        one.id: len(board.starts[one.id]) / (1 + one.inspectors_needed + len(one.bodies_needed) + len(one.people))
        for one in board.free
    }
    for meeting in sorted(board.free, key=lambda one: (one.previous is None, able[one.id])):
        board.insert(meeting)
    best = board.week()
    found(best)
    while tries > 0 and board.free and time.monotonic() < until and not stop():
        tries -= 1
        before = dict(board.placed)
        again(board, chance)
        week = board.week()
        if week.worth > best.worth:
            restore(board, before)
        elif week.worth < best.worth:
            best = week
            found(best)
        else:
            best = week
    return best


def again(board: Board, chance: random.Random) -> None:
    """Take some meetings out and put them back, those without a place before the others."""
    missing = [one for one in board.free if one.id not in board.placed]
    there = [one for one in board.free if one.id in board.placed]
    out = chosen(board, chance, there, missing)
    for one in out:
        board.drop(one)
    chance.shuffle(out)
    chance.shuffle(missing)
    for one in missing + out:
        board.insert(one)


def chosen(board: Board, chance: random.Random, there: list[Meeting], missing: list[Meeting]) -> list[Meeting]:
    """Meetings to take out: of one site, of one inspector, of one day and whom a missing one needs, or any."""
    few = min(len(there), max(2, min(16, round(len(board.free) * FEW))))
    kind = chance.randrange(4)
    if there and kind == 0:
        site = chance.choice(there).site
        there = [one for one in there if one.site == site]
    elif kind == 1 and board.problem.inspectors:
        ident = chance.choice(board.problem.inspectors).id
        there = [one for one in there if ident in board.placed[one.id].inspectors]
    elif kind == 2:
        on = chance.choice(board.problem.days).on
        there = [one for one in there if board.placed[one.id].on == on]
    elif missing:
        people = set(chance.choice(missing).people)
        there = [one for one in there if people & set(one.people)] or there
    return chance.sample(there, min(few, len(there)))


def restore(board: Board, before: dict[str, Placement]) -> None:
    for one in board.free:
        held, was = board.placed.get(one.id), before.get(one.id)
        if held != was and held:
            board.drop(one)
    for one in board.free:
        was = before.get(one.id)
        if was and one.id not in board.placed:
            board.put(one, was)
