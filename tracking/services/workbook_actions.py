"""Comparing the rows of actions of a workbook with the plan: words while it is written, updates while it is delivered."""

from __future__ import annotations

from typing import Any

from core import clock
from core.words import short_date
from improvement.choices import Impact
from improvement.models import Action
from rulebook import words
from tracking.queries.columns import ACTION_COLUMNS, Column, action_values
from tracking.services.sheets import Line
from tracking.services.updates import day_faults
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
    values_of,
)

IMPACTS = {str(label).lower(): code for code, label in Impact.choices}


def compare_action(told: Compared, line: Line, items: set[int], seen: set[str]) -> None:
    reference = line.cells.get("reference")
    if reference is None:
        if "reference" in line.cells:
            _new_action(told, line, items)
        return
    reference = reference.strip()
    action = told.actions.get(reference)
    if action is None:
        told.faults.append(
            line.fault(
                "reference", f"There is no action {reference} in this plan. Leave the reference of a new action empty"
            )
        )
        return
    if reference in seen:
        told.faults.append(line.fault("reference", f"Action {reference} is there twice"))
        return
    seen.add(reference)
    if line.cells.get("item", action.item.order) != action.item.order:
        told.faults.append(line.fault("item", f"Action {reference} belongs to item {action.item.order}"))
    differs = differences(line, ACTION_COLUMNS, action_values(action))
    refuse_shown(told, line, differs)
    if changed := [column for column in differs if column.part == "words"]:
        _change_action(told, line, action, changed)
    _update(told, line, action, differs)


def _change_action(told: Compared, line: Line, action: Action, changed: list[Column]) -> None:
    if refuse_words(told, line, changed):
        return
    now = action_values(action)
    after = now | {column.field: read_back(line.cells[column.field]) for column in changed}
    told.days[action.reference] = (after["starts_on"], after["finish_by_on"])
    if not _whole(told, line, after):
        return
    values = values_of(told, after, [column.field for column in changed])
    told.changes.append(
        Change(
            "change_action", line.sheet, line.row, f"Action {action.reference}",
            [[column.title, shown(now[column.field]), shown(after[column.field])] for column in changed],
            values, of=action.pk, version=action.version,
        )
    )  # fmt: skip


def _new_action(told: Compared, line: Line, items: set[int]) -> None:
    if not told.is_written:
        told.faults.append(
            line.fault("reference", NOT_NOW.format(state=told.plan.state_words) + " No action can be added")
        )
        return
    order = line.cells.get("item")
    if order not in items:
        told.faults.append(
            line.fault("item", f"There is no item {order} in this plan" if order else "Enter the number of the item")
        )
        return
    wanted = [column for column in ACTION_COLUMNS if column.part == "words"]
    after = {
        column.field: read_back(line.cells.get(column.field)) if column.kind == "text" else line.cells.get(column.field)
        for column in wanted
    }
    for column in ACTION_COLUMNS:
        if column.part in ("shown", "progress") and line.cells.get(column.field) is not None:
            told.faults.append(line.fault(column.field, f"A new action has no ‘{column.title}’ yet. Leave this empty"))
    told.newest[order] = told.newest.get(order, 0) + 1
    reference = f"{order}.{told.newest[order]}"
    told.actions[reference] = None
    told.days[reference] = (after["starts_on"], after["finish_by_on"])
    if not _whole(told, line, after):
        return
    told.changes.append(
        Change(
            "add_action", line.sheet, line.row, f"New action {reference}",
            [[column.title, "", shown(after[column.field])] for column in wanted if after[column.field]],
            values_of(told, after, [column.field for column in wanted]) | {"item": order, "reference": reference},
        )
    )  # fmt: skip


def _whole(told: Compared, line: Line, after: dict[str, Any]) -> bool:
    """What is wrong with a row that is new or changed, although each cell can be read."""
    bodies = told.plan.body_names
    owner = (after["owner"] or "").strip().lower()
    tests: list[tuple[str, bool, str]] = [
        ("text", not (after["text"] or "").strip(), "Enter what will be done"),
        (
            "owner_office", not (after["owner_office"] or "").strip() and not owner,
            "The action has no owner. Enter an office here, or the email address of a person in the next column",
        ),
        ("owner", bool(owner) and owner not in told.people, "Nobody with this email address holds an office in this partnership"),
        *(
            (name, bool(after[name]) and after[name] not in bodies, f"This must be one of: {'; '.join(bodies)}")
            for name in ("body", "co_body")
        ),
        ("body", bool(after["co_body"]) and not after["body"], "Enter the body that answers for the action"),
        (
            "co_body", bool(after["co_body"]) and after["co_body"] == after["body"],
            "A circle: an action cannot be shared by a body with itself",
        ),
        *_day_tests(told, after),
    ]  # fmt: skip
    wrong = [line.fault(name, text) for name, fails, text in tests if fails]
    told.faults += wrong
    return not wrong


def _day_tests(told: Compared, after: dict[str, Any]) -> list[tuple[str, bool, str]]:
    starts_on, finish_by_on, opened_on = after["starts_on"], after["finish_by_on"], told.plan.opened_on
    return [
        (
            "finish_by_on", bool(starts_on and finish_by_on and finish_by_on < starts_on),
            f"It cannot be finished before it starts, {short_date(starts_on)}",
        ),
        (
            "finish_by_on", bool(finish_by_on and finish_by_on < opened_on),
            f"The day cannot be before the plan was opened, {short_date(opened_on)}",
        ),
    ]  # fmt: skip


def _update(told: Compared, line: Line, action: Action, differs: list[Column]) -> None:
    """A new update of an action in delivery, with its impact; its state stays."""
    changed = {column.field for column in differs if column.part == "progress"}
    if not changed:
        return
    if not told.is_delivered:
        told.faults += [line.fault(name, NO_PROGRESS_YET) for name in changed]
        return
    if "done" not in changed:
        told.faults += [line.fault(name, "Write in New update what this rests on") for name in sorted(changed)]
        return
    if action.state in ("superseded", "withdrawn"):
        told.faults.append(line.fault("done", f"The action is at ‘{action.state_words}’"))
        return
    impact = IMPACTS.get((line.cells.get("impact") or "").strip().lower())
    if impact is None:
        told.faults.append(
            line.fault("impact", f"This must be one of: {words.listed([str(text) for text in Impact.labels])}")
        )
        return
    reported_on = line.cells.get("reported_on") or clock.today()
    if wrong := day_faults(action, reported_on):
        told.faults += [line.fault("reported_on", reason.text) for reason in wrong]
        return
    done = read_back(line.cells["done"])
    cells = [["New update", "", done], ["Day of the update", "", short_date(reported_on)]]
    if impact != action.impact:
        cells.append(["Impact", str(Impact(action.impact).label), str(Impact(impact).label)])
    told.changes.append(
        Change(
            "update", line.sheet, line.row, f"Action {action.reference}", cells,
            {"done": done, "impact": impact, "reported_on": reported_on.isoformat()}, of=action.pk, version=action.version,
        )
    )  # fmt: skip
