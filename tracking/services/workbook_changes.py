"""What a workbook of actions would change in a plan, and what in it cannot be taken: compared with the plan as it stands, cell by cell.

A cell is unchanged when it holds what the export would write there, so an export that comes back changes nothing.
"""

from __future__ import annotations

from core.words import short_date
from improvement.choices import EDITABLE_STATES
from improvement.models import Milestone, Plan
from improvement.services.actions import people_of
from rulebook.lifecycles.action import DELIVERED_STATES
from tracking.queries.columns import ACTIONS, MILESTONES, actions_of, milestones_of
from tracking.services.sheets import Found, Line
from tracking.services.workbook_actions import compare_action
from tracking.services.workbook_compared import Compared
from tracking.services.workbook_milestones import compare_milestone


def may_import(plan: Plan) -> bool:
    """Whether anything at all may come from a workbook now."""
    return plan.state in (*EDITABLE_STATES, *DELIVERED_STATES)


def compare(plan: Plan, found: Found) -> Compared:
    """The changes of a workbook whose cells could be read, and every fault."""
    told = Compared(plan, faults=list(found.faults))
    actions = actions_of(plan)
    for action in actions:
        action.item.plan = plan
        told.actions[action.reference] = action
        told.days[action.reference] = (action.starts_on, action.finish_by_on)
        told.newest[action.item.order] = max(told.newest.get(action.item.order, 0), action.number)
    told.people = {person.email.lower(): person for person in people_of(plan)}
    items = set(plan.items.values_list("order", flat=True))
    seen: set[str] = set()
    for line in found.lines[ACTIONS]:
        compare_action(told, line, items, seen)
    milestones = {(one.action.reference, one.order): one for one in milestones_of(plan)}
    seen = set()
    for line in found.lines[MILESTONES]:
        compare_milestone(told, line, milestones, seen)
    _milestones_that_stay(told, list(milestones.values()))
    told.faults.sort(key=lambda fault: (fault.sheet, fault.row))
    return told


def _milestones_that_stay(told: Compared, milestones: list[Milestone]) -> None:
    """The new days of an action must hold the milestones that the workbook leaves where they are."""
    moved = {change.of for change in told.changes if change.kind == "change_milestone"}
    for change in told.changes:
        if change.kind != "change_action" or not {"starts_on", "finish_by_on"} & set(change.values):
            continue
        line = Line(change.sheet, change.row)
        for one in milestones:
            if one.action_id != change.of or one.pk in moved:
                continue
            starts_on, finish_by_on = told.days[one.action.reference]
            due = short_date(one.due_on)
            if starts_on and one.due_on < starts_on:
                told.faults.append(line.fault("starts_on", f"Milestone {one.order} is due before that, {due}"))
            if finish_by_on and one.due_on > finish_by_on:
                told.faults.append(line.fault("finish_by_on", f"Milestone {one.order} is due after that, {due}"))
