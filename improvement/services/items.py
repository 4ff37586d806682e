"""Writing the area's answer to one item. The letter's own words are never touched."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement import verbs
from improvement.models import Plan, PlanItem
from improvement.models.item import ANSWERS, LOCKED
from improvement.services import writing
from improvement.services.writing import may_be_written
from rulebook import words

__all__ = ["IN_DELIVERY", "may_be_written", "release_item", "write_item"]

LOCKED_WORDS = "The letter’s words are copied exactly and cannot be changed."
IN_DELIVERY = "in_delivery"


@transaction.atomic
def write_item(*, by: Any, item: PlanItem, version: int, **answers: Any) -> PlanItem:
    """Save what will be different once an item is answered; starts the drafting if nobody has. What will be done is its actions.

    `answers` holds `outcome`. `version` is the one the person saw. Raises PermissionDenied; Refused when the plan is not being
    written, for the letter's own words, or beside a field; and core.errors.Conflict(the item as it stands) when somebody saved it
    meanwhile. A signature already given breaks.
    """
    if unknown := sorted(set(answers) - set(ANSWERS)):
        raise Refused(LOCKED_WORDS if set(unknown) & _locked() else f"An item has no {words.listed(unknown)}.")
    plan = writing.held_for_writing(by, item.plan_id)
    if reasons := writing.too_long(PlanItem, answers):
        raise Refused(*reasons)
    before = PlanItem.objects.get(pk=item.pk)
    for name, value in writing.tidied(answers).items():
        setattr(item, name, value)
    save_if_unchanged(item, version=version, fields=list(answers))
    changes = writing.differences(before, item, answers)
    record(actor=by, verb=verbs.ITEM_WRITTEN, subject=item, changes=changes)
    if changes:
        writing.written(plan, by=by, change=f"item {item.order}")
    return item


@transaction.atomic
def release_item(*, by: Any, item: PlanItem, released_on: date) -> PlanItem:
    """Record that monitoring of one item has ended. Raises PermissionDenied or Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=item.plan_id)
    require(by, Permission.PLAN_REVIEW, plan.inspection)
    if plan.state != IN_DELIVERY:
        raise Refused(f"The plan is at ‘{plan.state_words}’. Items are released while it is in delivery.")
    if released_on > clock.today():
        raise Refused(Reason("The date must be today or in the past", "released_on"))
    if plan.accepted_on is not None and released_on < plan.accepted_on:
        accepted = words.weekday(plan.accepted_on)
        raise Refused(Reason(f"The date cannot be before the plan was accepted, {accepted}", "released_on"))
    if not PlanItem.objects.filter(pk=item.pk, released_on=None).update(released_on=released_on):
        raise Refused("This item has been released already.")
    item.released_on = released_on
    record(actor=by, verb=verbs.ITEM_RELEASED, subject=item, changes={"released_on": (None, released_on)})
    return item


def _locked() -> set[str]:
    return {name.removesuffix("_id") for name in LOCKED}
