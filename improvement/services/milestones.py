"""Writing the milestones of an action."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement import verbs
from improvement.models import Action, Milestone, Plan
from improvement.services import writing
from rulebook import words


@transaction.atomic
def add_milestone(*, by: Any, action: Action, text: str, due_on: date) -> Milestone:
    """Add a dated step to an action: not before it starts, nor after it is to be done. Raises PermissionDenied or Refused."""
    plan = writing.held_for_writing(by, action.item.plan_id)
    _check(plan, action, text, due_on)
    newest = Milestone.objects.filter(action=action).aggregate(newest=Max("order"))["newest"] or 0
    milestone = Milestone.objects.create(action=action, order=newest + 1, text=text.strip(), due_on=due_on)
    changes = {"text": ("", milestone.text), "due_on": (None, due_on)}
    record(actor=by, verb=verbs.MILESTONE_ADDED, subject=milestone, changes=changes)
    _written(plan, by, action)
    return milestone


@transaction.atomic
def change_milestone(*, by: Any, milestone: Milestone, version: int, text: str, due_on: date) -> Milestone:
    """Change a milestone. `version` is the one the person saw. Raises PermissionDenied, Refused or Conflict."""
    plan = writing.held_for_writing(by, milestone.action.item.plan_id)
    _check(plan, milestone.action, text, due_on)
    before = Milestone.objects.get(pk=milestone.pk)
    milestone.text, milestone.due_on = text.strip(), due_on
    save_if_unchanged(milestone, version=version, fields=("text", "due_on"))
    if changes := writing.differences(before, milestone, ("text", "due_on")):
        record(actor=by, verb=verbs.MILESTONE_CHANGED, subject=milestone, changes=changes)
        _written(plan, by, milestone.action)
    return milestone


@transaction.atomic
def remove_milestone(*, by: Any, milestone: Milestone) -> None:
    """Remove a milestone while the plan is written. Raises PermissionDenied or Refused."""
    plan = writing.held_for_writing(by, milestone.action.item.plan_id)
    if milestone.met_on or milestone.deferred_from_on:
        raise Refused("This milestone was met or put off already. It stays with the action.")
    action, changes = milestone.action, {"text": (milestone.text, ""), "due_on": (milestone.due_on, None)}
    record(actor=by, verb=verbs.MILESTONE_REMOVED, subject=milestone, changes=changes)
    milestone.delete()
    _written(plan, by, action)


def _written(plan: Plan, by: Any, action: Action) -> None:
    writing.written(plan, by=by, change=f"a milestone of action {action.reference}")


def _check(plan: Plan, action: Action, text: str, due_on: date) -> None:
    reasons = writing.too_long(Milestone, {"text": text})
    if not text.strip():
        reasons.append(Reason("Enter what will be reached", "text"))
    if action.starts_on and due_on < action.starts_on:
        starts = words.weekday(action.starts_on)
        reasons.append(Reason(f"A milestone cannot be due before its action starts, {starts}", "due_on"))
    else:
        reasons += writing.before_opening(plan, due_on, "due_on")
    if action.finish_by_on and due_on > action.finish_by_on:
        done = words.weekday(action.finish_by_on)
        reasons.append(Reason(f"A milestone cannot be due after the day its action is to be done by, {done}", "due_on"))
    if reasons:
        raise Refused(*reasons)
