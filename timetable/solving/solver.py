"""The search (OR-Tools CP-SAT), run twice: for the most meetings first, then for the best week with that many.

With one seed and time enough to prove its answer best, it gives the same answer every time.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ortools.sat.python import cp_model

from timetable.solving import conflicts, reasons, wishes
from timetable.solving.problem import Answer, Placement, Problem, Unplaced
from timetable.solving.programme import Programme

POLL = 0.1  # seconds between two looks at whether somebody cancelled
WORKERS = 2
SHARE_OF_FIRST = 0.6  # of the time, at most, for finding how many meetings fit


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
    search = Search(problem, seconds, seed, report, cancelled)
    if not tolerant and (broken := contradictions(problem)):
        return infeasible(problem, broken)
    most = search.run(search.programme.left_out(), SHARE_OF_FIRST)
    if most is None and search.left > POLL:
        most = search.run(search.programme.left_out(), 1.0)
    if most is None:
        return nothing_found(problem)
    if not tolerant and (short := unstaffed(problem, most)):
        return infeasible(problem, short)
    search.programme.model.add(search.programme.left_out() <= round(most.objective))
    search.hint(most.placements)
    best = search.run(wishes.cost(search.programme), 1.0) if search.left > POLL else None
    final = best or most
    proven = bool(best and best.proven and most.proven)
    gap = 0.0 if proven else worst_gap(problem, most, best)
    unplaced = reasons.unplaced(problem, final.placements)
    return Answer(
        "optimal" if proven else "feasible", gap, tuple(final.placements), tuple(unplaced), final.objective, final.bound
    )


def worst_gap(problem: Problem, most: Run, best: Run | None) -> float:
    """Of the number placed while that is not proven, then of the cost; 1.0 where the second search had no time."""
    if not most.proven:
        could = len(problem.meetings) - most.bound
        return max(round((most.objective - most.bound) / max(1.0, could), 4), 0.0001)
    return max(round(best.gap, 4), 0.0001) if best else 1.0


class Search:
    def __init__(
        self, problem: Problem, seconds: float, seed: int, report: Report, cancelled: Callable[[], bool]
    ) -> None:
        self.started = time.monotonic()
        self.seconds, self.seed, self.report, self.cancelled = seconds, seed, report, cancelled
        self.programme = Programme(problem, model=cp_model.CpModel(), domain=cp_model.Domain.from_values)
        self.hint([meeting.previous for meeting in problem.meetings if meeting.previous and not meeting.pinned])

    @property
    def left(self) -> float:
        return self.seconds - (time.monotonic() - self.started)

    def hint(self, placements: list[Placement]) -> None:
        """Begin the search at this week."""
        programme = self.programme
        programme.model.clear_hints()
        for one in placements:
            start = programme.start.get(one.id, 0)
            if not isinstance(start, int):
                programme.model.add_hint(start, programme.instant(one.on, one.start))
                programme.model.add_hint(programme.placed[one.id], 1)
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
        self.programme.model.minimize(cost)
        watcher = Watcher(self.programme, self.started)
        self.watch(solver, watcher)
        status = self.status
        if status == cp_model.MODEL_INVALID:
            raise ValueError(self.programme.model.validate())
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        placements = self.programme.taken(lambda it: it if isinstance(it, int) else solver.value(it))
        return Run(status, placements, solver.objective_value, solver.best_objective_bound)

    def watch(self, solver: cp_model.CpSolver, watcher: Watcher) -> None:
        """Search in a thread of its own, so that this one hears a cancellation or Ctrl-C and tells of progress."""

        def work() -> None:
            self.status = solver.solve(self.programme.model, watcher)

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


def contradictions(problem: Problem) -> list[conflicts.Conflict]:
    """Rules that pinned meetings break by themselves. Inspectors still to be found are no fault yet."""
    pinned = [meeting.pinned for meeting in problem.meetings if meeting.pinned]
    short = {one.id for one in pinned if len(one.inspectors) < problem.meeting[one.id].inspectors_needed}
    return [
        found
        for found in conflicts.hard(conflicts.find(problem, pinned))
        if not (found.code in ("too-few-inspectors", "pairing") and found.meetings[0] in short)
    ]


def unstaffed(problem: Problem, run: Run) -> list[conflicts.Conflict]:
    pinned = [one for one in run.placements if problem.meeting[one.id].pinned]
    return [found for found in conflicts.find(problem, pinned) if found.code in ("too-few-inspectors", "pairing")]


def infeasible(problem: Problem, broken: list[conflicts.Conflict]) -> Answer:
    """Nothing is placed, since what is pinned cannot all stand."""
    first = broken[0].sentence
    said = {ident: found.sentence for found in reversed(broken) for ident in found.meetings}
    unplaced = [
        Unplaced(
            meeting.id,
            f"Pinned meetings contradict a rule: {said[meeting.id]}"
            if meeting.id in said
            else f"Not planned, since pinned meetings contradict a rule: {first}",
        )
        for meeting in problem.meetings
    ]
    return Answer("infeasible", 0.0, (), tuple(unplaced))


def nothing_found(problem: Problem) -> Answer:
    """The time was too short for a first week: only what is pinned stands."""
    pinned = [meeting.pinned for meeting in problem.meetings if meeting.pinned]
    unplaced = [
        Unplaced(meeting.id, "The time ran out before a place was found.")
        for meeting in problem.meetings
        if not meeting.pinned
    ]
    return Answer("feasible", 1.0, tuple(pinned), tuple(unplaced))
