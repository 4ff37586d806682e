"""The deadlines of a plan: rows of its inspection with scope "plan", laid by the inspections' timeline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from improvement.choices import PLAN_DUE_TRIGGER, RECEIPT_TRIGGER
from improvement.models import Plan
from inspections.models import Deadline
from inspections.services import reopened, timeline
from rulebook.frameworks.base import DeadlineRule


def due_deadline(plan: Plan) -> Deadline | None:
    """The deadline by which the plan is to be sent (or published, where nobody reviews it); None while nothing sets it."""
    code = plan.kind_spec.due_rule
    return _rows(plan, [code]).first() if code else None


def waits_for_receipt(plan: Plan) -> bool:
    """Whether the due date is counted from a receipt that is not recorded yet."""
    code = plan.kind_spec.due_rule
    if code is None or plan.inspection.report_received_on is not None:
        return False
    return plan.inspection.edition.rule(code).trigger == RECEIPT_TRIGGER


def lay(*, plan: Plan, by: Any) -> None:
    """Lay out or bring up to date every deadline the plan's own dates settle. Safe to call again. Raises Refused."""
    anchors: dict[str, date | None] = {
        "plan_submitted_on": plan.submitted_on,
        "plan_returned_on": plan.returned_on,
        "plan_accepted_on": plan.accepted_on,
    }
    before = due_deadline(plan)
    timeline.lay_out(
        inspection=plan.inspection,
        by=by,
        scope="plan",
        extra_anchors=anchors | {PLAN_DUE_TRIGGER: before.due_on if before else None},
    )
    after = due_deadline(plan)
    # What is planned back from the due date follows it, so it waits until that date is known.
    if after is not None and (before is None or before.due_on != after.due_on):
        timeline.lay_out(
            inspection=plan.inspection, by=by, scope="plan", extra_anchors=anchors | {PLAN_DUE_TRIGGER: after.due_on}
        )


def triggered_by(plan: Plan, trigger: str) -> list[str]:
    """The codes of the plan's rules that count from this date."""
    return [rule.code for rule in _rules(plan) if rule.trigger == trigger]


def mark_met(*, plan: Plan, by: Any, rule_codes: Iterable[str], met_on: date) -> None:
    """Mark the plan's open deadlines of these rules met on a day."""
    for row in _rows(plan, rule_codes).open():
        timeline.mark_met(by=by, deadline=row, met_on=max(met_on, row.anchor_on) if row.offset > 0 else met_on)


def open_again(*, plan: Plan, by: Any, rule_codes: Iterable[str], reason: str) -> None:
    """Open the plan's deadlines of these rules that were marked met: what met them does not stand any more."""
    for row in _rows(plan, rule_codes).exclude(met_on=None):
        reopened.open_again(by=by, deadline=row, reason=reason)


def close(*, plan: Plan, by: Any, reason: str) -> None:
    """Close what is still open: a plan that is over reminds nobody."""
    timeline.close(inspection=plan.inspection, by=by, reason=reason, rule_codes=[rule.code for rule in _rules(plan)])


def _rules(plan: Plan) -> list[DeadlineRule]:
    return [rule for rule in plan.inspection.edition.rules if rule.scope == "plan"]


def _rows(plan: Plan, rule_codes: Iterable[str]) -> Any:
    found = Deadline.objects.filter(inspection_id=plan.inspection_id, scope="plan", rule_code__in=list(rule_codes))
    return found.select_related("inspection__partnership").order_by("occurrence")
