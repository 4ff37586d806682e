"""Comparing the rows of milestones of a workbook with the plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import clock
from core.words import short_date
from improvement.models import Milestone
from tracking.queries.columns import MILESTONE_COLUMNS, Column, milestone_values
from tracking.services.sheets import Line
from tracking.services.workbook_compared import (
    NO_PROGRESS_YET,
    NOT_NOW,
    Change,
    Compared,
    differences,
    read_back,
    refuse_shown,
    refuse_words,
    shown,
)


def compare_milestone(told: Compared, line: Line, held: dict[tuple[str, int], Milestone], seen: set[str]) -> None:
    reference, order = line.cells.get("reference"), line.cells.get("order")
    if "reference" not in line.cells or "order" not in line.cells:
        return
    reference = (reference or "").strip()
    if reference not in told.actions:
        told.faults.append(
            line.fault(
                "reference", f"There is no action {reference}" if reference else "Enter the reference of its action"
            )
        )
        return
    if order is None:
        _new_milestone(told, line, reference)
        return
    milestone = held.get((reference, order))
    if milestone is None or f"{reference}/{order}" in seen:
        text = "is there twice" if milestone else "is not there. Leave the number of a new milestone empty"
        told.faults.append(line.fault("order", f"Milestone {order} of action {reference} {text}"))
        return
    seen.add(f"{reference}/{order}")
    now = milestone_values(milestone)
    differs = differences(line, MILESTONE_COLUMNS, now)
    refuse_shown(told, line, differs)
    if changed := [column for column in differs if column.part == "words"]:
        _change_milestone(told, line, milestone, changed)
    if any(column.field == "met_on" for column in differs):
        _meet(told, line, milestone)


def _change_milestone(told: Compared, line: Line, milestone: Milestone, changed: list[Column]) -> None:
    if refuse_words(told, line, changed):
        return
    now = milestone_values(milestone)
    after = {name: read_back(line.cells[name]) if name in line.cells else now[name] for name in ("text", "due_on")}
    if not _step_stands(told, line, now["reference"], after):
        return
    told.changes.append(
        Change(
            "change_milestone", line.sheet, line.row, f"Milestone {milestone.order} of action {now['reference']}",
            [[column.title, shown(now[column.field]), shown(after[column.field])] for column in changed],
            {"text": after["text"], "due_on": after["due_on"].isoformat()}, of=milestone.pk, version=milestone.version,
        )
    )  # fmt: skip


def _new_milestone(told: Compared, line: Line, reference: str) -> None:
    if not told.is_written:
        told.faults.append(
            line.fault("order", NOT_NOW.format(state=told.plan.state_words) + " No milestone can be added")
        )
        return
    for column in MILESTONE_COLUMNS:
        if column.part in ("shown", "progress") and line.cells.get(column.field) is not None:
            told.faults.append(
                line.fault(column.field, f"A new milestone has no ‘{column.title}’ yet. Leave this empty")
            )
    after = {name: read_back(line.cells.get(name)) for name in ("text", "due_on")}
    if not _step_stands(told, line, reference, after):
        return
    action = told.actions[reference]
    told.changes.append(
        Change(
            "add_milestone", line.sheet, line.row, f"New milestone of action {reference}",
            [["Milestone", "", after["text"]], ["Due", "", shown(after["due_on"])]],
            {"text": after["text"], "due_on": after["due_on"].isoformat()}, of=action.pk if action else reference,
        )
    )  # fmt: skip


def _step_stands(told: Compared, line: Line, reference: str, after: dict[str, Any]) -> bool:
    starts_on, finish_by_on = told.days[reference]
    due_on = after["due_on"]
    tests = (
        ("text", not (after["text"] or "").strip(), "Enter what will be reached"),
        ("due_on", due_on is None and "due_on" in line.cells, "Enter the day it is due"),
        (
            "due_on", bool(due_on and starts_on and due_on < starts_on),
            f"A milestone cannot be due before its action starts, {short_date(starts_on)}",
        ),
        (
            "due_on", bool(due_on and finish_by_on and due_on > finish_by_on),
            f"A milestone cannot be due after its action is to be finished, {short_date(finish_by_on)}",
        ),
        (
            "due_on", bool(due_on and due_on < told.plan.opened_on),
            f"The day cannot be before the plan was opened, {short_date(told.plan.opened_on)}",
        ),
    )  # fmt: skip
    wrong = [line.fault(name, text) for name, fails, text in tests if fails]
    told.faults += wrong
    return not wrong and due_on is not None


def _meet(told: Compared, line: Line, milestone: Milestone) -> None:
    met_on, starts_on = line.cells["met_on"], milestone.action.starts_on
    tests: tuple[tuple[Callable[[], bool], str], ...] = (
        (lambda: not told.is_delivered, NO_PROGRESS_YET),
        (lambda: milestone.met_on is not None, "That it was met on another day, or not at all, is recorded on the page of the action"),
        (lambda: met_on > clock.today(), "The day must be today or in the past"),
        (lambda: starts_on is not None and met_on < starts_on, "A milestone cannot be met before its action starts"),
    )  # fmt: skip
    for fails, text in tests:
        if fails():
            told.faults.append(line.fault("met_on", text))
            return
    told.changes.append(
        Change(
            "meet", line.sheet, line.row, f"Milestone {milestone.order} of action {milestone.action.reference}",
            [["Met on", "", short_date(met_on)]], {"met_on": met_on.isoformat()}, of=milestone.pk, version=milestone.version,
        )
    )  # fmt: skip
