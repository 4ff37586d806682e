"""Actions that did not come with the submitted plan: raised by the DfE and NHS England at a visit."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core.errors import Reason, Refused
from improvement import verbs
from improvement.choices import APPROVAL_STATE
from improvement.models import Action, Plan, PlanItem
from improvement.services import actions, approvals


@transaction.atomic
def raise_action(*, by: Any, item: PlanItem, raised_at: str, **fields: Any) -> Action:
    """Add the next action to an item of an open plan, marked with where it was raised ("Monitoring visit 2").

    `fields` are any of actions.FIELDS, `text` always. Signatures of a plan that is being approved break. Raises PermissionDenied,
    or Refused with reasons beside the fields.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=item.plan_id)
    require(by, Permission.MONITORING_WRITE, plan.inspection)
    if not plan.is_open:
        raise Refused(f"The plan is at ‘{plan.state_words}’: no action is added to it any more.")
    if item.released_on is not None:
        raise Refused(Reason("This item has been released from monitoring", "item"))
    values = actions.checked(plan, Action(item=item), fields)
    last = Action.objects.filter(item=item).aggregate(last=Max("number"))["last"] or 0
    action = Action.objects.create(item=item, number=last + 1, raised_at=raised_at, **values)
    record(actor=by, verb=verbs.ACTION_RAISED, subject=action, changes={"raised_at": (None, raised_at)})
    if plan.state == APPROVAL_STATE:
        approvals.break_signatures(by=by, plan=plan, change=f"action {action.reference}, raised at a visit")
    return action
