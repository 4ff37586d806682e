"""Signing the plan that was read: a change made while the page of the signature was open is told, not signed unseen."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.db import transaction

from core.errors import Refused
from improvement.models import Plan, PlanApproval
from improvement.services import approvals, submissions

CHANGED = "Somebody has changed the plan since you opened this page. Read the plan as it stands now, then sign."


def fingerprint(plan: Plan) -> str:
    """Tells apart two states of what a plan says."""
    return hashlib.sha256(submissions.canonical({"items": submissions.live_items(plan)}).encode()).hexdigest()


@transaction.atomic
def sign(*, by: Any, plan: Plan, body_name: str, approved_on: date, read: str) -> PlanApproval:
    """Record a body's approval of the plan whose fingerprint is `read`. Raises PermissionDenied or Refused."""
    held = Plan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if held.state == approvals.APPROVAL_STATE and fingerprint(held) != read:
        raise Refused(CHANGED)
    return approvals.approve(by=by, plan=held, body_name=body_name, approved_on=approved_on)
