"""What is pinned: somebody decided it, so it stands. One meeting that breaks a rule by itself is told of and planned around;
two that cannot both be are a contradiction that nothing can be planned on."""

from __future__ import annotations

from timetable.solving import conflicts
from timetable.solving.problem import Answer, Placement, Problem, Unplaced

# A rule that one meeting can break without another: it is held at lunch, or out of the hours, or somebody is away.
BY_ITSELF = frozenset({"lunch", "outside-day", "outside-availability"})


def warnings(problem: Problem) -> tuple[str, ...]:
    """Sentences on pinned meetings that break a rule by themselves, or that belong on one day and are pinned to two."""
    pinned = [meeting.pinned for meeting in problem.meetings if meeting.pinned]
    alone = [found.sentence for found in conflicts.find(problem, pinned) if found.code in BY_ITSELF]
    return (*alone, *apart(problem))


def apart(problem: Problem) -> list[str]:
    """A sentence for each two pinned meetings that should be on the same day and are not."""
    pairs = {
        tuple(sorted((meeting.id, other)))
        for meeting in problem.meetings
        for other in meeting.same_day_as
        if meeting.pinned and (there := problem.meeting[other].pinned) and there.on != meeting.pinned.on
    }
    titles = [[conflicts.title(problem.meeting[ident]) for ident in pair] for pair in sorted(pairs)]
    return [f"{one} and {other} should be on the same day and are pinned to different ones." for one, other in titles]


def contradictions(problem: Problem) -> list[conflicts.Conflict]:
    """Rules that pinned meetings break with each other. Inspectors still to be found are no fault yet."""
    pinned = [meeting.pinned for meeting in problem.meetings if meeting.pinned]
    short = {one.id for one in pinned if len(one.inspectors) < problem.meeting[one.id].inspectors_needed}
    return [
        found
        for found in conflicts.hard(conflicts.find(problem, pinned))
        if found.code not in BY_ITSELF
        and not (found.code in ("too-few-inspectors", "pairing") and found.meetings[0] in short)
    ]


def unstaffed(problem: Problem, placements: list[Placement]) -> list[conflicts.Conflict]:
    pinned = [one for one in placements if problem.meeting[one.id].pinned]
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
