"""Sending the exception report: each owner of an action that is behind or late is told, once in a month."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Refused
from improvement.models import Plan
from tracking import verbs
from tracking.queries.standings import standings
from tracking.services.scope import delivered_plan
from tracking.services.telling import tell_exception


@transaction.atomic
def send_exceptions(*, by: Any, plan: Plan) -> int:
    """Tell the owners; returns how many were told now. Who was told this month is not told again. Raises PermissionDenied, Refused."""
    held = delivered_plan(by=by, plan_id=plan.pk, permission=Permission.PLAN_TRACK)
    today = clock.today()
    found = [one for one in standings(held, today) if one.is_exception]
    if not found:
        raise Refused("No action is behind target or late.")
    told = [one.action.reference for one in found if tell_exception(action=one.action, standing=one, today=today)]
    if told:
        record(actor=by, verb=verbs.EXCEPTIONS_SENT, subject=held, changes={"actions": (None, told)})
    return len(told)
