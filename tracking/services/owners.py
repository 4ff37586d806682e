"""Naming who keeps an action up to date while the plan is delivered: people come and go, what the plan says stays."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement.models import Action
from improvement.services.actions import people_of
from rulebook.lifecycles.action import RANKS
from tracking import verbs
from tracking.services.scope import delivered_plan, held_action


@transaction.atomic
def name_owner(*, by: Any, action: Action, owner: Any, version: int) -> Action:
    """Name another person who keeps an action up to date. `version` is the action's as the person saw it.

    Raises PermissionDenied; Refused beside `owner`; Conflict(action) when somebody changed the action meanwhile.
    """
    plan = delivered_plan(by=by, plan_id=action.item.plan_id, permission=Permission.PLAN_EDIT)
    held = held_action(action.pk)
    if held.state not in RANKS:
        raise Refused(f"Action {held.reference} is at ‘{held.state_words}’: nobody keeps it up to date any more.")
    if owner is None or not people_of(plan).filter(pk=owner.pk).exists():
        raise Refused(Reason("Choose a person who holds an office in this partnership", "owner"))
    if owner.pk == held.owner_id:
        raise Refused(Reason(f"{owner} keeps this action up to date already", "owner"))
    before, held.owner = held.owner, owner
    save_if_unchanged(held, version=version, fields=["owner"])
    changes = {"owner": (str(before) if before else None, str(owner))}
    record(actor=by, verb=verbs.OWNER_NAMED, subject=held, changes=changes)
    return held
