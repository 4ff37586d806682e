"""Freezing what was sent: the plan as canonical JSON, its SHA-256, a receipt number and the working day it came on."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from audit.record import record
from core import clock
from improvement import verbs
from improvement.choices import RESUBMISSION_TRIGGER
from improvement.models import Action, Plan, PlanItem, PlanSubmission
from improvement.services import approvals, dates
from improvement.snapshot import FORMAT
from inspections.models import Deadline
from inspections.services.calendar import working_calendar
from rulebook.calendar import NotCovered


def freeze(*, by: Any, plan: Plan) -> PlanSubmission:
    """Write the next submission of a plan whose `submitted_on` is set. Runs in the transaction of the move."""
    number = plan.submissions.count() + 1
    due = _answered(plan, number)
    day, allowed = _working_days(plan, due)
    receipt = receipt_number(plan, number)
    snapshot = canonical(_content(by, plan, receipt, due))
    assert plan.submitted_on is not None
    submission = PlanSubmission.objects.create(
        plan=plan,
        number=number,
        receipt_number=receipt,
        submitted_on=plan.submitted_on,
        submitted_by=by,
        recorded_at=clock.now(),
        submitted_to=list(plan.kind_spec.submitted_to),
        due_on=due.due_on if due else None,
        working_day=day,
        working_days_allowed=allowed,
        snapshot=snapshot,
        sha256=hashlib.sha256(snapshot.encode()).hexdigest(),
    )
    record(
        actor=by,
        verb=verbs.FROZEN,
        subject=submission,
        changes={
            "receipt_number": (None, receipt),
            "submitted_on": (None, plan.submitted_on),
            "sha256": (None, submission.sha256),
        },
    )
    return submission


def receipt_number(plan: Plan, number: int) -> str:
    """WSOA-SURREY-2016-1: the plan's short name, the inspection's reference and the number of the submission."""
    return f"{plan.short_name}-{plan.inspection.reference}-{number}".upper().replace(" ", "-")


def canonical(content: dict[str, Any]) -> str:
    """The one spelling of a content, so that equal contents have equal hashes."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _answered(plan: Plan, number: int) -> Deadline | None:
    """The deadline this submission answers: the plan's due date, or after a return the day it is due again."""
    if number == 1:
        return dates.due_deadline(plan)
    again = Deadline.objects.filter(
        inspection_id=plan.inspection_id, scope="plan", rule_code__in=dates.triggered_by(plan, RESUBMISSION_TRIGGER)
    )
    return again.order_by("-occurrence").first()


def _working_days(plan: Plan, due: Deadline | None) -> tuple[int | None, int | None]:
    """(the working day it came on, the working days allowed), both from the start of the clock."""
    if due is None or plan.submitted_on is None:
        return None, None
    calendar = working_calendar()
    try:
        return (
            calendar.working_days_between(due.anchor_on, plan.submitted_on),
            calendar.working_days_between(due.anchor_on, due.due_on),
        )
    except NotCovered:
        return None, None


def _content(by: Any, plan: Plan, receipt: str, due: Deadline | None) -> dict[str, Any]:
    inspection = plan.inspection
    return {
        "format": FORMAT,
        "receipt_number": receipt,
        "plan": plan.kind_spec.name,
        "inspection": inspection.reference,
        "area": inspection.partnership.name,
        "framework": inspection.framework_code,
        "edition": inspection.edition_code,
        "opened_on": _iso(plan.opened_on),
        "received_on": _iso(inspection.report_received_on),
        "due_on": _iso(due.due_on if due else None),
        "submitted_on": _iso(plan.submitted_on),
        "submitted_by": str(by),
        "submitted_to": list(plan.kind_spec.submitted_to),
        "approvals": [approval.as_dict() for approval in approvals.standing(plan).select_related("recorded_by")],
        "items": live_items(plan),
        "statement": newest_statement(plan),
    }


def live_items(plan: Plan) -> list[dict[str, Any]]:
    """The items as they stand now, in the shape that is frozen when the plan is sent."""
    return [_item(item) for item in plan.items.order_by("order").prefetch_related("actions__milestones")]


def _item(item: PlanItem) -> dict[str, Any]:
    return {
        "order": item.order,
        "text": item.text,
        "points": list(item.points),
        "closing": item.closing,
        "responsible_bodies": list(item.responsible_bodies),
        "outcome": item.outcome,
        "actions": [_action(action) for action in item.live_actions],
    }


def _action(action: Action) -> dict[str, Any]:
    """Offices and bodies, no person: what is sent is published later."""
    return {
        "reference": action.reference,
        "text": action.text,
        "owner_office": action.owner_office,
        "body": action.body,
        "co_body": action.co_body,
        "starts_on": _iso(action.starts_on),
        "finish_by_on": _iso(action.finish_by_on),
        "measure": action.measure,
        "evidence": action.evidence,
        "resource": action.resource,
        "milestones": [
            {"order": one.order, "text": one.text, "due_on": _iso(one.due_on)} for one in action.milestones.all()
        ],
    }


def newest_statement(plan: Plan) -> dict[str, Any] | None:
    """The forum's own statement as it stood beside the plan."""
    newest = plan.statements.order_by("-number").first()
    return newest.as_dict() if newest else None


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
