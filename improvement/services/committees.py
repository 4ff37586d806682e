"""Recording the committee meetings that have a plan on their agenda."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement import committees, verbs
from improvement.models import CommitteeMeeting, Plan
from improvement.services import writing

FIELDS = ("body", "meets_on", "decision", "exempt")


@transaction.atomic
def add_meeting(
    *, by: Any, plan: Plan, body: str, meets_on: date, decision: str = "", exempt: bool = False
) -> CommitteeMeeting:
    """Record one meeting of one of `committees.bodies_of(plan)`. Raises PermissionDenied or Refused."""
    plan = _held(by, plan.pk)
    values = {"body": body, "meets_on": meets_on, "decision": decision.strip(), "exempt": exempt}
    _check(plan, CommitteeMeeting(plan=plan), values)
    made = CommitteeMeeting.objects.create(plan=plan, **values)
    record(actor=by, verb=verbs.MEETING_ADDED, subject=made, changes={name: (None, values[name]) for name in FIELDS})
    return made


@transaction.atomic
def change_meeting(
    *, by: Any, meeting: CommitteeMeeting, version: int, body: str, meets_on: date, decision: str, exempt: bool
) -> CommitteeMeeting:
    """Change a meeting, or write down what it decided. Raises PermissionDenied, Refused or Conflict."""
    plan = _held(by, meeting.plan_id)
    values = {"body": body, "meets_on": meets_on, "decision": decision.strip(), "exempt": exempt}
    _check(plan, meeting, values)
    before = CommitteeMeeting.objects.get(pk=meeting.pk)
    for name, value in values.items():
        setattr(meeting, name, value)
    save_if_unchanged(meeting, version=version, fields=FIELDS)
    if changes := writing.differences(before, meeting, FIELDS):
        record(actor=by, verb=verbs.MEETING_CHANGED, subject=meeting, changes=changes)
    return meeting


@transaction.atomic
def remove_meeting(*, by: Any, meeting: CommitteeMeeting) -> None:
    """Remove a meeting that will not be. Raises PermissionDenied or Refused."""
    _held(by, meeting.plan_id)
    record(
        actor=by,
        verb=verbs.MEETING_REMOVED,
        subject=meeting,
        changes={name: (getattr(meeting, name), None) for name in FIELDS},
    )
    meeting.delete()


def _held(by: Any, plan_id: int) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan_id)
    require(by, Permission.PLAN_EDIT, plan.inspection)
    if not plan.is_open:
        raise Refused(f"The plan is at ‘{plan.state_words}’. Its meetings are not changed any more.")
    return plan


def _check(plan: Plan, before: CommitteeMeeting, values: dict[str, Any]) -> None:
    reasons = writing.too_long(CommitteeMeeting, {"decision": values["decision"]})
    if values["body"] not in committees.bodies_of(plan):
        reasons.append(Reason("Choose whose meeting it is", "body"))
    reasons += writing.before_opening(plan, values["meets_on"], "meets_on")
    twins = CommitteeMeeting.objects.filter(plan=plan, body=values["body"], meets_on=values["meets_on"])
    if twins.exclude(pk=before.pk).exists():
        reasons.append(Reason("This meeting is recorded already", "meets_on"))
    if reasons:
        raise Refused(*reasons)
