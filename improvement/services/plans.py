"""Opening a plan when a letter requires one, and its due date once receipt of the final report is recorded."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Refused
from improvement import verbs
from improvement.choices import BodyKind
from improvement.models import Plan, PlanItem
from improvement.services import audience, dates
from improvement.services.moves import accept, make_move, resubmit, return_with_reasons, start_review, submit
from inspections.models import Finding, Inspection, ProgressJudgement
from partnerships.queries import bodies_on
from rulebook import words
from rulebook.findings import plan_required
from rulebook.frameworks.base import PlanKind

__all__ = [
    "accept",
    "make_move",
    "receipt_recorded",
    "request_plan",
    "resubmit",
    "return_with_reasons",
    "start_review",
    "submit",
]


@transaction.atomic
def request_plan(*, by: Any, inspection: Inspection) -> Plan | None:
    """Open the plan that the inspection's outcome requires, or return None when it requires none.

    Copies each item of the letter word for word, lays the due date if receipt is recorded, and tells the owners and the
    advisers of the region. Called again it returns the same plan, brings its dates up to date and tells nobody twice.
    Raises Refused when another kind of plan is open for this inspection, or when the letter names nothing to answer.
    """
    # The lock makes two requests at the same time take turns; the constraint on open plans stands behind it.
    inspection = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("partnership__authority")
        .get(pk=inspection.pk)
    )
    kind = plan_required(inspection.edition, inspection.kind_spec, inspection.outcome or None)
    if kind is None:
        return None
    held = Plan.objects.filter(inspection=inspection, kind=kind.code).order_by("-pk").first()
    if held is not None:
        _bring_up_to_date(by=by, plan=held)
        return held
    other = Plan.objects.open().filter(inspection=inspection).first()
    if other is not None:
        raise Refused(
            f"This inspection has an open {_lower(other.kind_spec.name)} already. "
            f"Replace it or withdraw it before a {_lower(kind.name)} is opened."
        )
    plan = _open(by=by, inspection=inspection, kind=kind)
    dates.lay(plan=plan, by=by)
    _tell_opened(plan)
    return plan


@transaction.atomic
def receipt_recorded(*, by: Any, inspection: Inspection) -> Plan | None:
    """Lay the dates of an open plan that waited for the receipt, and tell its people. None when no plan is open."""
    plan = Plan.objects.open().filter(inspection=inspection).first()
    if plan is not None:
        _bring_up_to_date(by=by, plan=plan)
    return plan


def _open(*, by: Any, inspection: Inspection, kind: PlanKind) -> Plan:
    findings = _findings(inspection, kind)
    if not findings and kind.submitted_to:
        raise Refused(
            f"The outcome requires a {_lower(kind.name)}, but no {kind.item_name} is recorded for it to answer."
        )
    opened_on = inspection.published_on or clock.today()
    plan = Plan.objects.create(
        inspection=inspection,
        partnership_id=inspection.partnership_id,
        kind=kind.code,
        opened_on=opened_on,
        accountable_bodies=_accountable_bodies(inspection, opened_on),
    )
    for order, finding in enumerate(findings, start=1):
        PlanItem.objects.create(
            plan=plan,
            finding=finding,
            order=order,
            text=finding.text,
            points=list(finding.points),
            closing=finding.closing,
            responsible_bodies=list(finding.responsible_bodies),
        )
    record(
        actor=by,
        verb=verbs.OPENED,
        subject=plan,
        changes={"kind": (None, kind.name), "items": (0, len(findings)), "opened_on": (None, opened_on)},
    )
    return plan


def _findings(inspection: Inspection, kind: PlanKind) -> list[Finding]:
    """What the plan must answer, in the letter's order: after a revisit, the weaknesses judged not sufficient."""
    if inspection.kind_spec.judged_per_item:
        judged = ProgressJudgement.objects.filter(
            inspection=inspection, sufficient=False, finding__kind=kind.finding_kind
        ).select_related("finding")
        return [judgement.finding for judgement in judged.order_by("finding__order")]
    return list(inspection.findings.filter(kind=kind.finding_kind).order_by("order"))


def _accountable_bodies(inspection: Inspection, on: date) -> list[dict[str, str]]:
    """The council and the boards that commission for the area; one line in the framework's words where no board is on record."""
    authority = inspection.partnership.authority
    boards = [body.name for body in bodies_on(inspection.partnership, on)] or [inspection.words["boards"].capitalize()]
    return [
        {"kind": BodyKind.AUTHORITY.value, "name": authority.official_name or authority.name},
        *({"kind": BodyKind.BOARD.value, "name": name} for name in boards),
    ]


def _bring_up_to_date(*, by: Any, plan: Plan) -> None:
    if not plan.is_open:
        return
    before = dates.due_deadline(plan)
    dates.lay(plan=plan, by=by)
    after = dates.due_deadline(plan)
    if after is None or (before is not None and before.due_on == after.due_on):
        return
    due = words.weekday(after.due_on)
    audience.tell(
        audience.owners_and_advisers(plan, clock.today()),
        plan=plan,
        event=f"due:{after.due_on.isoformat()}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: due {due}",
        body=f"{_due_sentence(plan)}\n\nThe page of the plan shows how the date was counted.",
    )


def _tell_opened(plan: Plan) -> None:
    area, count = plan.inspection.partnership.name, plan.items.count()
    items = words.count(count, plan.kind_spec.item_name, plan.words_for_items)
    audience.tell(
        audience.owners_and_advisers(plan, clock.today()),
        plan=plan,
        event="opened",
        subject=f"{area}: {_lower(plan.kind_spec.name)} required",
        body=f"The {plan.words['product']} on {area} requires a {_lower(plan.kind_spec.name)} with {items}.\n\n"
        f"{_due_sentence(plan)}",
    )


def _due_sentence(plan: Plan) -> str:
    due = dates.due_deadline(plan)
    if due is not None:
        return f"It is due on {words.weekday(due.due_on)}."
    if dates.waits_for_receipt(plan):
        return "The due date follows when receipt of the final report is recorded."
    return "No source sets a day by which it is due."


def _lower(name: str) -> str:
    """A name in the middle of a sentence."""
    return name[:1].lower() + name[1:]
