"""Recording that a milestone is met, put off for a reason, or was not met after all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement.models import Milestone
from rulebook import words
from tracking import verbs
from tracking.models import MilestoneChange
from tracking.services.scope import MOST_CHARACTERS, delivered_plan


@transaction.atomic
def meet_milestone(*, by: Any, milestone: Milestone, met_on: date) -> MilestoneChange:
    """Record the day a milestone was met. Raises PermissionDenied, Refused."""
    held = _held(by, milestone)
    if held.met_on is not None:
        raise Refused(f"This milestone was met on {words.day(held.met_on)} already.")
    if met_on > clock.today():
        raise Refused(Reason("The day must be today or in the past", "on"))
    starts_on = held.action.starts_on
    if starts_on is not None and met_on < starts_on:
        raise Refused(Reason(f"The day cannot be before its action starts, {words.weekday(starts_on)}", "on"))
    held.met_on = met_on
    return _change(by, held, MilestoneChange.MET, on=met_on, due_before=held.due_on)


@transaction.atomic
def put_off_milestone(*, by: Any, milestone: Milestone, due_on: date, reason: str) -> MilestoneChange:
    """Put a milestone off to a later day for a reason; the day it was first due stays on it. Raises PermissionDenied, Refused."""
    held = _held(by, milestone)
    reasons = []
    if held.met_on is not None:
        raise Refused(f"This milestone was met on {words.day(held.met_on)} already.")
    if due_on <= held.due_on:
        reasons.append(Reason(f"The new day must be after {words.weekday(held.due_on)}", "on"))
    finish = held.action.finish_by_on
    if finish is not None and due_on > finish:
        reasons.append(Reason(f"The new day cannot be after the last day of its action, {words.weekday(finish)}", "on"))
    if not reason.strip():
        reasons.append(Reason("Enter why it is put off", "reason"))
    if len(reason) > MOST_CHARACTERS:
        reasons.append(Reason(f"The reason must be {MOST_CHARACTERS:,} characters or fewer", "reason"))
    if reasons:
        raise Refused(*reasons)
    before = held.due_on
    held.deferred_from_on = held.deferred_from_on or before
    held.due_on, held.deferred_reason = due_on, reason.strip()
    return _change(by, held, MilestoneChange.DEFERRED, on=clock.today(), due_before=before, reason=reason.strip())


@transaction.atomic
def reopen_milestone(*, by: Any, milestone: Milestone, reason: str) -> MilestoneChange:
    """Say that a milestone was not met after all. Raises PermissionDenied, Refused."""
    held = _held(by, milestone)
    if held.met_on is None:
        raise Refused("This milestone is not met.")
    if not reason.strip():
        raise Refused(Reason("Enter why it is not met after all", "reason"))
    held.met_on = None
    return _change(by, held, MilestoneChange.NOT_MET, on=clock.today(), due_before=held.due_on, reason=reason.strip())


def _held(by: Any, milestone: Milestone) -> Milestone:
    delivered_plan(by=by, plan_id=milestone.action.item.plan_id, permission=Permission.PLAN_TRACK)
    return (
        Milestone.objects.select_for_update(of=("self",))
        .select_related("action__item__plan__inspection__partnership")
        .get(pk=milestone.pk)
    )


def _change(
    by: Any, milestone: Milestone, kind: str, *, on: date, due_before: date, reason: str = ""
) -> MilestoneChange:
    before = Milestone.objects.get(pk=milestone.pk)
    fields = ("met_on", "due_on", "deferred_from_on", "deferred_reason")
    save_if_unchanged(milestone, version=before.version, fields=fields)
    made = MilestoneChange.objects.create(
        milestone=milestone,
        kind=kind,
        on=on,
        due_before_on=due_before,
        due_after_on=milestone.due_on,
        reason=reason,
        by=by,
        at=clock.now(),
    )
    record(
        actor=by,
        verb=verbs.MILESTONE_CHANGED,
        subject=milestone,
        changes={"met_on": (before.met_on, milestone.met_on), "due_on": (before.due_on, milestone.due_on)},
        reason=reason,
    )
    return made
