"""The deadlines of visits and notices: rows of the inspection with scope "plan", laid one by one by the inspections' timeline."""

from __future__ import annotations

from datetime import date
from typing import Any

from improvement.models import Plan
from inspections.models import Deadline
from inspections.services import timeline
from monitoring.models import Visit
from rulebook.frameworks.support import EVIDENCE_RULE, NOTICE_RULE, VISIT_RULE


def lay_visit(*, visit: Visit, by: Any) -> None:
    """The day of the visit; with the day its evidence is due once that is asked for. Again when the day changes. Raises Refused."""
    rules = [VISIT_RULE, EVIDENCE_RULE] if visit.state == "evidence_requested" else [VISIT_RULE]
    for code in rules:
        timeline.lay_out_one(
            inspection=visit.inspection, by=by, rule_code=code, anchor_on=visit.visit_on, occurrence=visit.place
        )


def evidence_deadline(visit: Visit) -> Deadline | None:
    return _of_visit(visit, EVIDENCE_RULE).first()


def evidence_met(*, visit: Visit, by: Any, met_on: date) -> None:
    for row in _of_visit(visit, EVIDENCE_RULE).open():
        timeline.mark_met(by=by, deadline=row, met_on=met_on)


def held(*, visit: Visit, by: Any, held_on: date) -> None:
    """The visit was held: its own day is met, evidence is not waited for any more, and the next date its kind answers is met."""
    for row in _of_visit(visit, VISIT_RULE).open():
        timeline.mark_met(by=by, deadline=row, met_on=held_on)
    timeline.close(
        inspection=visit.inspection,
        by=by,
        reason=f"{visit.title} was held",
        rule_codes=[EVIDENCE_RULE],
        occurrence=visit.place,
    )
    if visit.kind_spec.answers is None:
        return
    waiting = Deadline.objects.open().filter(
        inspection=visit.inspection, scope="plan", rule_code=visit.kind_spec.answers, anchor_on__lte=held_on
    )
    if due := waiting.select_related("inspection__partnership").order_by("due_on").first():
        timeline.mark_met(by=by, deadline=due, met_on=held_on)


def cancelled(*, visit: Visit, by: Any, reason: str) -> None:
    timeline.close(
        inspection=visit.inspection,
        by=by,
        reason=reason,
        rule_codes=[VISIT_RULE, EVIDENCE_RULE],
        occurrence=visit.place,
    )


def lay_notice_review(*, plan: Plan, by: Any, after: date) -> None:
    """The next review of the notice, counted from the notice or its last review."""
    occurrence = Deadline.objects.filter(inspection=plan.inspection, scope="plan", rule_code=NOTICE_RULE).count() + 1
    timeline.lay_out_one(
        inspection=plan.inspection, by=by, rule_code=NOTICE_RULE, anchor_on=after, occurrence=occurrence
    )


def notice_reviewed(*, plan: Plan, by: Any, reviewed_on: date) -> None:
    for row in review_deadlines(plan):
        timeline.mark_met(by=by, deadline=row, met_on=max(reviewed_on, row.anchor_on))


def notice_lifted(*, plan: Plan, by: Any) -> None:
    timeline.close(
        inspection=plan.inspection, by=by, reason="The improvement notice was lifted", rule_codes=[NOTICE_RULE]
    )


def review_deadlines(plan: Plan) -> Any:
    """The open deadlines for a review of the notice: at most one."""
    found = Deadline.objects.open().filter(inspection=plan.inspection, scope="plan", rule_code=NOTICE_RULE)
    return found.select_related("inspection__partnership")


def _of_visit(visit: Visit, rule_code: str) -> Any:
    return Deadline.objects.filter(
        inspection=visit.inspection, scope="plan", rule_code=rule_code, occurrence=visit.place
    ).select_related("inspection__partnership")
