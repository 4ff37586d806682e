"""What the letter of a revisit means for plans: items found sufficient are released, live actions go on in the new plan, the old
plan is over. History and evidence stay with the action they belong to, and `carried_from` leads back to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.advance import advance
from improvement import verbs
from improvement.before_after import earlier_plan
from improvement.models import Action, Milestone, Plan, PlanItem
from improvement.services import audience, dates
from improvement.services.plans import request_plan
from inspections.models import Inspection
from rulebook import words
from rulebook.lifecycles.action import LIVE

# What an action keeps when it goes on in another plan; its state, impact and milestones go with it too.
KEPT = (
    "text", "owner_office", "owner", "body", "co_body", "starts_on", "finish_by_on", "measure", "evidence", "resource", "state",
    "state_on", "impact", "raised_at",
)  # fmt: skip


@transaction.atomic
def after_publication(*, by: Any, inspection: Inspection) -> Plan | None:
    """Open the plan a published outcome requires and, after a revisit, end the plan of the inspection it follows.

    Returns the plan that is required, None when none is. Called again it changes nothing. Raises Refused as request_plan does.
    """
    plan = request_plan(by=by, inspection=inspection)
    earlier = earlier_plan(inspection)
    outcome = inspection.outcome_spec
    if earlier is None or outcome is None or not outcome.earlier_plan or not earlier.is_open:
        return plan
    on = inspection.published_on or clock.today()
    _release_what_suffices(by=by, plan=earlier, inspection=inspection, on=on)
    if plan is not None:
        carry_on(by=by, plan=plan, earlier=earlier)
    _end(by=by, plan=earlier, move=outcome.earlier_plan, inspection=inspection)
    return plan


@transaction.atomic
def carry_on(*, by: Any, plan: Plan, earlier: Plan) -> list[Action]:
    """Copy the live actions of an earlier plan to the items of `plan` that answer the same finding; returns those copied now.

    A copy keeps state, impact and milestones and names what it goes on with. What is completed, evidenced, withdrawn or replaced
    stays in the earlier plan, where it can still be read. An action that is there already is not copied again.
    """
    items = {item.finding_id: item for item in plan.items.all()}
    there = Action.objects.filter(item__plan=plan, carried_from__isnull=False).values("carried_from")
    live = (
        Action.objects.filter(item__plan=earlier, item__finding__in=items, state__in=LIVE)
        .exclude(pk__in=there)
        .select_related("item")
        .prefetch_related("milestones")
        .order_by("item__order", "number")
    )
    carried = []
    for action in live:
        item = items[action.item.finding_id]
        copy = Action.objects.create(
            item=item, number=_next_number(item), carried_from=action, **{name: getattr(action, name) for name in KEPT}
        )
        Milestone.objects.bulk_create(
            Milestone(
                action=copy, order=step.order, text=step.text, due_on=step.due_on, met_on=step.met_on,
                deferred_from_on=step.deferred_from_on, deferred_reason=step.deferred_reason,
            )
            for step in action.milestones.all()
        )  # fmt: skip
        record(
            actor=by,
            verb=verbs.ACTION_CARRIED,
            subject=copy,
            changes={"carried_from": (None, action.audit_label()), "state": (None, copy.state_words)},
        )
        carried.append(copy)
    _carry_outcomes(items, earlier)
    return carried


def going_on(plan: Plan) -> list[tuple[PlanItem, PlanItem]]:
    """[(item of the earlier plan, item of this plan)] for each item that goes on in a plan after a revisit; else none.

    For packages above, which carry what they keep on an item.
    """
    earlier = earlier_plan(plan.inspection)
    if earlier is None:
        return []
    before = {item.finding_id: item for item in earlier.items.all()}
    return [(before[item.finding_id], item) for item in plan.items.all() if item.finding_id in before]


def _next_number(item: PlanItem) -> int:
    newest = item.actions.order_by("-number").values_list("number", flat=True).first()
    return (newest or 0) + 1


def _carry_outcomes(items: dict[int, PlanItem], earlier: Plan) -> None:
    """What is to be different goes on too, where the new plan says nothing yet."""
    for before in earlier.items.filter(finding__in=items).exclude(outcome=""):
        item = items[before.finding_id]
        if not item.outcome:
            PlanItem.objects.filter(pk=item.pk, outcome="").update(outcome=before.outcome)


def _release_what_suffices(*, by: Any, plan: Plan, inspection: Inspection, on: date) -> None:
    sufficient = inspection.judgements.filter(sufficient=True).values("finding")
    for item in plan.items.filter(finding__in=sufficient, released_on=None):
        PlanItem.objects.filter(pk=item.pk, released_on=None).update(released_on=on)
        record(
            actor=by,
            verb=verbs.ITEM_RELEASED,
            subject=item,
            changes={"released_on": (None, on)},
            reason=f"Sufficient progress at the {inspection.kind_spec.name.lower()}",
        )


def _end(*, by: Any, plan: Plan, move: str, inspection: Inspection) -> None:
    """Make the move the outcome calls for. A plan that never reached delivery is not released: there is nothing to release."""
    if plan.state not in plan.LIFECYCLE.move(move).sources:
        return
    reason = f"{inspection.kind_spec.name} letter published on {words.day(inspection.published_on or clock.today())}"
    facts = {"every_item_released": not plan.items.filter(released_on=None).exists()}
    made = advance(plan, move, by=by, facts=facts, reason=reason)
    dates.close(plan=plan, by=by, reason=reason)
    audience.tell(
        audience.owners_and_advisers(plan, clock.today()),
        plan=plan,
        event=f"ended:{move}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: {plan.LIFECYCLE.states[made.target].lower()}",
        body=f"{reason}. The {plan.kind_spec.name.lower()} is now at ‘{plan.LIFECYCLE.states[made.target]}’ and can still be read.",
    )
