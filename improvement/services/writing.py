"""What every change of a plan has in common: who may, when, and that a signature of the plan as it was breaks."""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts.access import require
from accounts.choices import Permission
from core.advance import advance
from core.errors import Reason, Refused
from improvement.choices import APPROVAL_STATE, EDITABLE_STATES
from improvement.models import Plan
from improvement.services import approvals
from rulebook import words

# A page or two for each answer; a whole document pasted in is refused, not cut.
MOST_CHARACTERS = 10_000


def may_be_written(plan: Plan) -> bool:
    return plan.state in EDITABLE_STATES


def held_for_writing(by: Any, plan_id: int, *, also: tuple[str, ...] = ()) -> Plan:
    """The plan, locked, for somebody who may write it now; `also` are further states. Raises PermissionDenied or Refused."""
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan_id)
    require(by, Permission.PLAN_EDIT, plan.inspection)
    if plan.state not in (*EDITABLE_STATES, *also):
        raise Refused(f"The plan is at ‘{plan.state_words}’. What it says is not changed now.")
    return plan


def written(plan: Plan, *, by: Any, change: str) -> None:
    """After a change, in its transaction: start the drafting if nobody has, and break the signatures. `change`: “action 2.1”."""
    if plan.state == plan.LIFECYCLE.initial:
        advance(plan, "start", by=by)
    if plan.state == APPROVAL_STATE:
        approvals.break_signatures(by=by, plan=plan, change=f"a change to {change}")


def too_long(model: Any, values: dict[str, Any]) -> list[Reason]:
    """A reason beside each text that is longer than its field or MOST_CHARACTERS."""
    reasons = []
    for name, value in values.items():
        most = getattr(model._meta.get_field(name), "max_length", None) or MOST_CHARACTERS
        if isinstance(value, str) and len(value) > most:
            reasons.append(Reason(f"This may have at most {most:,} characters; it has {len(value):,}", name))
    return reasons


def before_opening(plan: Plan, on: date | None, field: str) -> list[Reason]:
    if on is None or on >= plan.opened_on:
        return []
    return [Reason(f"The date cannot be before the plan was opened, {words.weekday(plan.opened_on)}", field)]


def tidied(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}


def differences(before: Any, after: Any, names: Any) -> dict[str, tuple[Any, Any]]:
    """{field: (old, new)} for the audit, a person by name."""
    return {
        name: (_shown(getattr(before, name)), _shown(getattr(after, name)))
        for name in names
        if getattr(before, name) != getattr(after, name)
    }


def _shown(value: Any) -> Any:
    return str(value) if hasattr(value, "_meta") else value
