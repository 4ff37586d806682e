"""The problem and the answer as the values of their JSON, as `files` reads them."""

from __future__ import annotations

from datetime import date
from typing import Any

from timetable.solving.problem import Answer, Inspector, Meeting, Person, Placement, Problem, Span


def clock_text(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def answer_as_json(answer: Answer) -> dict[str, Any]:
    """The answer as the values of its JSON, in the order of the problem; "warnings" only where there are any."""
    values: dict[str, Any] = {
        "status": answer.status,
        "gap": answer.gap,
        "placed": [
            {
                "id": one.id,
                "date": one.on.isoformat(),
                "start": clock_text(one.start),
                "inspectors": list(one.inspectors),
            }
            for one in answer.placed
        ],
        "unplaced": [{"id": one.id, "reason": one.reason} for one in answer.unplaced],
    }
    return values | ({"warnings": list(answer.warnings)} if answer.warnings else {})


def problem_as_json(problem: Problem) -> dict[str, Any]:
    """A problem as the values that `problem_from` reads."""
    travel: dict[str, dict[str, int]] = {}
    for (one, other), minutes in problem.travel.items():
        travel.setdefault(one, {})[other] = minutes
    lunch = problem.lunch
    return {
        "slot_minutes": problem.slot_minutes,
        "days": [span_as_json(day) for day in problem.days],
        "lunch": {"start": clock_text(lunch[0]), "end": clock_text(lunch[1])} if lunch else None,
        "inspectors": [who_as_json(one) | {"body": one.body} for one in problem.inspectors],
        "people": [who_as_json(one) for one in problem.people],
        "rooms": [who_as_json(one) for one in problem.rooms],
        "sites": [{"id": site} for site in problem.sites],
        "travel_minutes": travel,
        "meetings": [meeting_as_json(one) for one in problem.meetings],
    }


def span_as_json(one: Span) -> dict[str, str]:
    return {"date": one.on.isoformat(), "start": clock_text(one.start), "end": clock_text(one.end)}


def who_as_json(one: Inspector | Person) -> dict[str, Any]:
    return {"id": one.id, "name": one.name, "away": [span_as_json(away) for away in one.away]}


def placement_as_json(one: Placement | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {"date": one.on.isoformat(), "start": clock_text(one.start), "inspectors": list(one.inspectors)}


def meeting_as_json(one: Meeting) -> dict[str, Any]:
    return {
        "id": one.id, "minutes": one.minutes, "site": one.site or None, "room": one.room or None, "people": list(one.people),
        "inspectors_needed": one.inspectors_needed, "bodies_needed": list(one.bodies_needed),
        "pinned": placement_as_json(one.pinned), "same_day_as": list(one.same_day_as), "title": one.title,
        "previous": placement_as_json(one.previous),
        "earliest": limit_as_json(one.earliest), "latest": limit_as_json(one.latest),
    }  # fmt: skip


def limit_as_json(one: tuple[date, int] | None) -> dict[str, str] | None:
    return {"date": one[0].isoformat(), "time": clock_text(one[1])} if one else None
