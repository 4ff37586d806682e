"""Writing the area's answer to one item. The letter's own words are never touched."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement import verbs
from improvement.choices import WRITING_STATES
from improvement.models import Plan, PlanItem
from improvement.models.item import ANSWERS, LOCKED
from rulebook import words

LOCKED_WORDS = "The letter’s words are copied exactly and cannot be changed."
# A page or two for each answer; a whole document pasted in is refused, not cut.
MOST_CHARACTERS = 10_000
IN_DELIVERY = "in_delivery"


def may_be_written(plan: Plan) -> bool:
    return plan.state in WRITING_STATES


@transaction.atomic
def write_item(*, by: Any, item: PlanItem, version: int, **answers: Any) -> PlanItem:
    """Save the area's answers to one item; starts the drafting if nobody has.

    `answers` are any of outcome, action, responsible, finish_by_on and measure. `version` is the one the person saw. Raises
    PermissionDenied; Refused when the plan is not being written, for the letter's own words, or beside a field; and
    core.errors.Conflict(the item as it stands) when somebody saved it meanwhile.
    """
    if unknown := sorted(set(answers) - set(ANSWERS)):
        raise Refused(LOCKED_WORDS if set(unknown) & _locked() else f"An item has no {words.listed(unknown)}.")
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=item.plan_id)
    require(by, Permission.PLAN_EDIT, plan.inspection)
    if not may_be_written(plan):
        raise Refused(f"The plan is at ‘{plan.state_words}’. Return it to drafting before you change it.")
    _check(plan, answers)
    before = PlanItem.objects.get(pk=item.pk)
    for name, value in answers.items():
        setattr(item, name, value.strip() if isinstance(value, str) else value)
    save_if_unchanged(item, version=version, fields=list(answers))
    changes = {
        name: (getattr(before, name), getattr(item, name))
        for name in answers
        if getattr(before, name) != getattr(item, name)
    }
    record(actor=by, verb=verbs.ITEM_WRITTEN, subject=item, changes=changes)
    if plan.state == plan.LIFECYCLE.initial:
        advance(plan, "start", by=by)
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


def _check(plan: Plan, answers: dict[str, Any]) -> None:
    reasons = []
    for name, value in answers.items():
        most = getattr(PlanItem._meta.get_field(name), "max_length", None) or MOST_CHARACTERS
        if isinstance(value, str) and len(value) > most:
            reasons.append(Reason(f"This may have at most {most:,} characters; it has {len(value):,}", name))
    finish_by_on = answers.get("finish_by_on")
    if finish_by_on is not None and finish_by_on < plan.opened_on:
        opened = words.weekday(plan.opened_on)
        reasons.append(Reason(f"The date cannot be before the plan was opened, {opened}", "finish_by_on"))
    if reasons:
        raise Refused(*reasons)
