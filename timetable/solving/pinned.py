"""What is pinned and cannot all stand."""

from __future__ import annotations

from timetable.solving import conflicts
from timetable.solving.problem import Answer, Placement, Problem, Unplaced


def contradictions(problem: Problem) -> list[conflicts.Conflict]:
    """Rules that pinned meetings break by themselves. Inspectors still to be found are no fault yet."""
    pinned = [meeting.pinned for meeting in problem.meetings if meeting.pinned]
    short = {one.id for one in pinned if len(one.inspectors) < problem.meeting[one.id].inspectors_needed}
    return [
        found
        for found in conflicts.hard(conflicts.find(problem, pinned))
        if not (found.code in ("too-few-inspectors", "pairing") and found.meetings[0] in short)
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
