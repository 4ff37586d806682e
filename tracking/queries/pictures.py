"""The pictures of progress and the rows of the tables beside them, made of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString

from core import rag
from core.rag import Rating, labelled, rag_matrix, rag_matrix_wide, stacked_bars
from rulebook import words
from rulebook.lifecycles.action import ACTION, DONE
from tracking.queries.standings import Standing

SHOWN = ("not_started", "underway_behind", "underway_on_target", "completed")
RATINGS: dict[str, Rating] = {
    "not_started": Rating(ACTION.states["not_started"], "circle", rag.NONE),
    "underway_behind": Rating(ACTION.states["underway_behind"], "triangle", rag.BAD),
    "underway_on_target": Rating(ACTION.states["underway_on_target"], "square", rag.GOOD),
    "completed": Rating(ACTION.states["completed"], "tick", rag.DONE),
    "evidenced": Rating(ACTION.states["evidenced"], "tick", rag.DONE),
}
# As many bars as can be read at a glance.
MOST_MONTHS = 12


def shown_state(state: str) -> str:
    """The one of the four states shown in pictures: what is evidenced is completed."""
    return "completed" if state in DONE else state


def label(state: str) -> Any:
    """A state as shape and word; what is withdrawn or replaced in words alone."""
    return labelled(RATINGS[state]) if state in RATINGS else ACTION.states[state]


def matrix_rows(found: Sequence[Standing]) -> list[tuple[str, list[int]]]:
    """(item, how many of its actions have each of the four states), in the order of the plan."""
    names = {one.action.item.order: one.action.item.text for one in found}
    return [
        (
            f"Item {order}: {short(text)}",
            [
                sum(one.action.item.order == order and one.counts and shown_state(one.state) == state for one in found)
                for state in SHOWN
            ],
        )
        for order, text in sorted(names.items())
    ]


def short(text: str, most: int = 70) -> str:
    """A text that names a thing in a picture: cut at a word."""
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]}…"


def matrix(rows: Sequence[tuple[str, Sequence[int]]], *, ident: str = "matrix") -> SafeString:
    """Items by states. The description says what stands out."""
    totals = [sum(numbers[at] for _, numbers in rows) for at in range(len(SHOWN))]
    return rag_matrix(
        rows=rows,
        ratings=[RATINGS[state] for state in SHOWN],
        title="How the actions of each item stand",
        description=sentence(dict(zip(SHOWN, totals, strict=True))),
        ident=ident,
    )


def matrix_for_print(rows: Sequence[tuple[str, Sequence[int]]]) -> SafeString:
    """The wide drawing alone: paper is as wide as it is."""
    return rag_matrix_wide(
        rows=rows,
        ratings=[RATINGS[state] for state in SHOWN],
        title="How the actions of each item stand",
        description="Items by states; the same numbers stand in the table.",
    )


def sentence(numbers: dict[str, int]) -> str:
    """Of 15 actions 12 are completed, 2 underway, on target, 1 underway, behind target and 0 not started."""
    total = sum(numbers[state] for state in SHOWN)
    parts = [f"{numbers[state]} {ACTION.states[state].lower()}" for state in reversed(SHOWN)]
    return f"Of {words.count(total, 'action')}: {'; '.join(parts)}."


def month_ends(first_on: date, today: date) -> list[date]:
    """The last day of each month from the first to this one (of which it is today), the newest twelve."""
    ends: list[date] = []
    month = date(today.year, today.month, 1)
    ends.append(today)
    while month > first_on and len(ends) < MOST_MONTHS:
        last = month - timedelta(days=1)
        if last < first_on:
            break
        ends.append(last)
        month = date(last.year, last.month, 1)
    return ends[::-1]


def month_rows(found: Sequence[Standing], ends: Sequence[date]) -> list[tuple[str, list[int]]]:
    """(month, how many actions were in each state on its last day), from the updates that `found` (of today) holds."""
    in_plan = [one for one in found if one.counts]
    return [
        (
            f"{words.MONTHS[end.month - 1][:3]} {end.year}",
            [sum(shown_state(_state_on(one, end)) == state for one in in_plan) for state in SHOWN],
        )
        for end in ends
    ]


def _state_on(one: Standing, day: date) -> str:
    if day >= one.day or not one.told:
        return one.state
    until = [told for told in one.told if told.reported_on <= day]
    return until[-1].state_after if until else one.told[0].state_before


def months(rows: Sequence[tuple[str, Sequence[int]]], *, ident: str = "months") -> SafeString:
    first, last = rows[0], rows[-1]
    return stacked_bars(
        months=rows,
        ratings=[RATINGS[state] for state in SHOWN],
        title="How the actions stood at the end of each month",
        description=f"Completed actions went from {first[1][-1]} at the end of {first[0]} to {last[1][-1]} in {last[0]}."
        if len(rows) > 1
        else f"{last[1][-1]} of {sum(last[1])} actions are completed in {last[0]}.",
        ident=ident,
    )


def table(rows: Sequence[tuple[str, Sequence[int]]]) -> list[list[Any]]:
    """The numbers of either picture as rows of a table."""
    return [[name, *numbers, sum(numbers)] for name, numbers in rows]


HEAD = [*(ACTION.states[state] for state in SHOWN), "All"]
