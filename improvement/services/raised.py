"""Actions that did not come with the submitted plan: raised at a visit of the DfE and NHS England."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core.errors import Reason, Refused
from improvement import verbs
from improvement.models import Action, Plan, PlanItem
from rulebook import words

MOST_CHARACTERS = 10_000


@transaction.atomic
def raise_action(
    *,
    by: Any,
    item: PlanItem,
    text: str,
    raised_at: str,
    owner_office: str = "",
    body: str = "",
    finish_by_on: date | None = None,
) -> Action:
    """Add the next action to an item of an open plan, marked with where it was raised ("Monitoring visit 2").

    `body` is one of the plan's accountable bodies, or "". Raises PermissionDenied, or Refused beside the field.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=item.plan_id)
    require(by, Permission.MONITORING_WRITE, plan.inspection)
    if not plan.is_open:
        raise Refused(f"The plan is at ‘{plan.state_words}’: no action is added to it any more.")
    if item.released_on is not None:
        raise Refused(Reason("This item has been released from monitoring", "item"))
    reasons = []
    if not text.strip():
        reasons.append(Reason("Enter what is to be done", "text"))
    elif len(text) > MOST_CHARACTERS:
        reasons.append(Reason(f"This may have at most {MOST_CHARACTERS:,} characters", "text"))
    if body and body not in {each["name"] for each in plan.accountable_bodies}:
        reasons.append(Reason("Choose one of the accountable bodies", "body"))
    if finish_by_on is not None and finish_by_on < plan.opened_on:
        opened = words.weekday(plan.opened_on)
        reasons.append(Reason(f"The date cannot be before the plan was opened, {opened}", "finish_by_on"))
    if reasons:
        raise Refused(*reasons)
    last = Action.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0
    action = Action.objects.create(
        item=item,
        number=last + 1,
        text=text.strip(),
        owner_office=owner_office.strip(),
        body=body,
        finish_by_on=finish_by_on,
        raised_at=raised_at,
    )
    record(actor=by, verb=verbs.ACTION_RAISED, subject=action, changes={"raised_at": (None, raised_at)})
    return action
