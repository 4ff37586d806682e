"""The search (OR-Tools CP-SAT), run twice: for the most meetings first, then for the best week with that many.

A quick first week (`greedy`) comes before both: it is the answer until a better one is found, and where it holds every meeting
that can be held at all the first run is not needed. Two threads search side by side, so that of several weeks as good as each other
one run may give one and the next run another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from timetable.solving import greedy, pinned, reasons, wishes
from timetable.solving.problem import Answer, Placement, Problem
from timetable.solving.programme import OutOfTime, Programme

POLL = 0.1  # seconds between two looks at whether somebody cancelled
WORKERS = 2
SHARE_OF_FIRST = 0.6  # of the time, at most, for finding how many meetings fit
GREEDY_SECONDS, GREEDY_SHARE = 3.0, 0.15  # the most for the first week, and of the time
GREEDY_MEETINGS = 20_000  # fewer tries the more meetings, so that the work and not the clock ends them
SEARCHED = 0.95  # of the time; the rest is for stopping and for the reasons
LEAST_FOR_SEARCH = 0.15  # of the time; with less left when the model is not yet built, the first week is the answer


@dataclass(frozen=True)
class Progress:
    """How far a search is: `placed` meetings in the best week found, its cost, and what no week can be below."""

    elapsed: float
    placed: int
    objective: float
    bound: float
    best_known: bool = False


class Cancelled(Exception):
    """Somebody asked the search to stop."""


Report = Callable[[Progress], None]


@dataclass
class Run:
    """One search of a model: how it ended and the week it found."""

    status: Any
    placements: list[Placement]
    objective: float
    bound: float

    @property
    def proven(self) -> bool:
        return bool(self.status == cp_model.OPTIMAL)

    @property
    def gap(self) -> float:
        return 0.0 if self.proven else abs(self.objective - self.bound) / max(1.0, abs(self.objective))


class Watcher(cp_model.CpSolverSolutionCallback):
    """Remembers the latest week found; called from the search's own thread."""

    def __init__(self, programme: Programme, started: float) -> None:
        super().__init__()
        self.programme, self.started = programme, started
        self.latest: Progress | None = None

    def on_solution_callback(self) -> None:
        placed = sum(value if isinstance(value, int) else self.value(value) for value in self.programme.placed.values())
        self.latest = Progress(time.monotonic() - self.started, placed, self.objective_value, self.best_objective_bound)


def solve(
    problem: Problem,
    *,
    seconds: float,
    seed: int = 1,
    tolerant: bool = False,
    report: Report = lambda progress: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """Plan the week within `seconds` of wall clock. Raises Cancelled.

    `tolerant`: pinned meetings that contradict each other stay and are planned around, instead of making the answer infeasible.
    """
    started = time.monotonic()
    if not tolerant and (broken := pinned.contradictions(problem)):
        return pinned.infeasible(problem, broken)
    search = Search(problem, seconds, seed, report, cancelled, started)
    begin = search.begin()
    most = best = None
    try:
        # Where the first week holds all that could be placed, nothing needs proving about their number.
        search.build()
        if begin.left_out > search.never:
            most = search.run(search.model.left_out(), SHARE_OF_FIRST)
        if tolerant or not most or not pinned.unstaffed(problem, most.placements):
            best = search.best_with(most)
    except OutOfTime:
        pass
    return search.answer(most, best, tolerant=tolerant)


class Search:
    """One problem, the best week known of it, and its model."""

    def __init__(
        self,
        problem: Problem,
        seconds: float,
        seed: int,
        report: Report,
        cancelled: Callable[[], bool],
        started: float,
    ) -> None:
        self.problem, self.started = problem, started
        self.seconds, self.seed, self.report, self.cancelled = seconds, seed, report, cancelled
        self.able = greedy.placeable(problem)
        self.never = sum(not one.pinned and one.id not in self.able for one in problem.meetings)
        # What meetings that no week can hold cost by not being where they stood; the model leaves it out.
        self.sunk = sum(
            wishes.moved(one.previous, None)
            for one in problem.meetings
            if one.previous and not one.pinned and one.id not in self.able
        )
        self.programme: Programme | None = None
        self.week: greedy.Week

    @property
    def model(self) -> Programme:
        assert self.programme is not None
        return self.programme

    def begin(self) -> greedy.Week:
        """A first week, told at once."""
        share = min(GREEDY_SECONDS, self.seconds * GREEDY_SHARE)
        tries = GREEDY_MEETINGS // max(1, len(self.able))
        until = self.started + share
        self.week = greedy.first(
            self.problem, seed=self.seed, until=until, tries=tries, found=self.tell, stop=self.cancelled
        )
        if self.cancelled():
            raise Cancelled
        return self.week

    def tell(self, week: greedy.Week) -> None:
        placed = len(self.problem.meetings) - week.left_out
        self.report(Progress(time.monotonic() - self.started, max(0, placed), week.cost, self.bound(week.left_out)))

    def bound(self, left_out: int) -> int:
        """What the cost of no week with so few left out can be below."""
        return wishes.least(self.problem, self.able) if left_out <= self.never else 0

    def build(self) -> None:
        """The model, unless its building would take the time there is. Raises OutOfTime, Cancelled."""

        def go_on() -> None:
            if self.cancelled():
                raise Cancelled
            if self.left < self.seconds * LEAST_FOR_SEARCH:
                raise OutOfTime

        go_on()
        self.programme = Programme(
            self.problem, model=cp_model.CpModel(), domain=cp_model.Domain.from_values, go_on=go_on
        )
        self.hint(list(self.week.placements))

    def best_with(self, most: Run | None) -> Run | None:
        """The best week with as many meetings as the best known so far."""
        if most:
            self.keep(most.placements)
        if self.left <= POLL:
            return None
        programme = self.model
        programme.model.add(programme.left_out() <= self.week.left_out)
        cost = wishes.cost(programme)
        programme.model.add(cost <= self.week.cost - self.sunk)
        self.hint(list(self.week.placements))
        best = self.run(cost, 1.0)
        if best:
            self.keep(best.placements)
        return best

    def keep(self, placements: list[Placement]) -> None:
        """The better of two weeks stays."""
        found = greedy.Week(
            tuple(placements), greedy.left_out(self.problem, placements), wishes.value(self.problem, placements)
        )
        if found.worth < self.week.worth:
            self.week = found

    def answer(self, most: Run | None, best: Run | None, *, tolerant: bool) -> Answer:
        """The best week known and how far it may be from the best there is."""
        problem, week = self.problem, self.week
        placements = week.placements
        if not tolerant and (short := pinned.unstaffed(problem, list(placements))):
            if most and most.proven:
                return pinned.infeasible(problem, short)
            # The time was too short to find their inspectors: a week without them breaks no rule.
            lacking = {ident for found in short for ident in found.meetings}
            placements = tuple(one for one in placements if one.id not in lacking)
        bound = float(self.bound(week.left_out))
        if best:
            bound = max(bound, best.bound + self.sunk)
        counted = week.left_out <= self.never or bool(most and most.proven)
        proven = counted and (bool(best and best.proven) or week.cost <= bound)
        if proven:
            gap = 0.0
        elif counted:
            gap = max(round((week.cost - bound) / max(1.0, week.cost), 4), 0.0001)
        else:
            fewest = max(self.never, most.bound if most else 0)
            gap = max(round((week.left_out - fewest) / max(1.0, len(problem.meetings) - fewest), 4), 0.0001)
        unplaced = reasons.unplaced(problem, placements)
        bound = float(week.cost) if proven else bound
        return Answer(
            "optimal" if proven else "feasible",
            min(gap, 1.0),
            placements,
            tuple(unplaced),
            float(week.cost),
            bound,
            pinned.warnings(problem),
        )

    @property
    def left(self) -> float:
        return self.seconds * SEARCHED - (time.monotonic() - self.started)

    def hint(self, placements: list[Placement]) -> None:
        """Begin the search at this week."""
        programme = self.model
        programme.model.clear_hints()
        for one in placements:
            start = programme.start.get(one.id, 0)
            if not isinstance(start, int):
                programme.model.add_hint(start, programme.instant(one.on, one.start))
                programme.model.add_hint(programme.placed[one.id], 1)
                for number, day in enumerate(programme.problem.days):
                    if (one.id, number) in programme.on_day:
                        programme.model.add_hint(programme.on_day[one.id, number], int(day.on == one.on))
            for inspector in programme.problem.inspectors:
                takes = programme.takes.get((one.id, inspector.id), 0)
                if not isinstance(takes, int):
                    programme.model.add_hint(takes, int(inspector.id in one.inspectors))

    def run(self, cost: Any, share: float) -> Run | None:
        """Search for the smallest cost in a share of the time left. None when no week was found. Raises Cancelled."""
        solver = cp_model.CpSolver()
        solver.parameters.max_time_in_seconds = max(self.left * share, 0.05)
        solver.parameters.num_workers = WORKERS
        solver.parameters.random_seed = self.seed
        solver.parameters.linearization_level = 2
        solver.parameters.catch_sigint_signal = False
        self.model.model.minimize(cost)
        watcher = Watcher(self.model, self.started)
        self.watch(solver, watcher)
        status = self.status
        if status == cp_model.MODEL_INVALID:
            raise ValueError(self.model.model.validate())
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        placements = self.model.taken(lambda it: it if isinstance(it, int) else solver.value(it))
        return Run(status, placements, solver.objective_value, solver.best_objective_bound)

    def watch(self, solver: cp_model.CpSolver, watcher: Watcher) -> None:
        """Search in a thread of its own, so that this one hears a cancellation or Ctrl-C and tells of progress."""

        def work() -> None:
            self.status = solver.solve(self.model.model, watcher)

        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        told: Progress | None = None
        try:
            while thread.is_alive():
                thread.join(POLL)
                if watcher.latest and watcher.latest is not told:
                    told = watcher.latest
                    self.report(told)
                if self.cancelled():
                    raise Cancelled
        finally:
            solver.stop_search()
            thread.join()
