"""The plan of what is written to, held while it is: whether progress may be recorded on it is asked here and nowhere else."""

from __future__ import annotations

from typing import Any

from accounts.access import require
from accounts.choices import Permission
from core.errors import Refused
from improvement.models import Action, Plan
from rulebook.lifecycles.action import DELIVERED, DELIVERED_STATES

# A page or two; a whole document pasted in is refused, not cut.
MOST_CHARACTERS = 10_000


def is_delivered(plan: Plan) -> bool:
    """Whether progress may be recorded on the plan's actions now: it is published and not over."""
    return plan.state in DELIVERED_STATES


def held_plan(*, by: Any, plan_id: int, permission: Permission | str) -> Plan:
    """The plan, locked until the transaction ends. Raises PermissionDenied without the right."""
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("inspection__partnership__authority")
        .get(pk=plan_id)
    )
    require(by, permission, plan.inspection)
    return plan


def delivered_plan(*, by: Any, plan_id: int, permission: Permission | str) -> Plan:
    """The same for what is done while a plan is delivered only. Raises PermissionDenied, Refused."""
    plan = held_plan(by=by, plan_id=plan_id, permission=permission)
    if not is_delivered(plan):
        raise Refused(f"The plan is at ‘{plan.state_words}’. {DELIVERED.message}")
    return plan


def held_action(action_id: int) -> Action:
    """The action, locked, with its item, plan and owner."""
    return (
        Action.objects.select_for_update(of=("self",))
        .select_related("item__plan__inspection__partnership", "owner")
        .get(pk=action_id)
    )
