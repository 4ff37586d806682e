"""Placing and lifting a legal hold."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.models import Inspection, LegalHold


@transaction.atomic
def place(*, by: Any, inspection: Inspection, why: str) -> LegalHold:
    """From now on nothing of the inspection is removed. Raises Refused without a reason and when it stands already."""
    if not why.strip():
        raise Refused(Reason("Say why", "why"))
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    if LegalHold.objects.filter(inspection=inspection, lifted_at=None).exists():
        raise Refused(f"{inspection.reference} stands under a legal hold already.")
    hold = LegalHold.objects.create(inspection=inspection, why=why.strip(), placed_by=by, placed_at=clock.now())
    record(actor=by, verb=verbs.HOLD_PLACED, subject=hold, reason=why.strip())
    return hold


@transaction.atomic
def lift(*, by: Any, inspection: Inspection, why: str) -> LegalHold:
    """Raises Refused without a reason and when none stands."""
    if not why.strip():
        raise Refused(Reason("Say why", "why"))
    hold = LegalHold.objects.select_for_update().filter(inspection=inspection, lifted_at=None).first()
    if hold is None:
        raise Refused(f"{inspection.reference} stands under no legal hold.")
    hold.lifted_by, hold.lifted_at = by, clock.now()
    hold.save()
    record(actor=by, verb=verbs.HOLD_LIFTED, subject=hold, reason=why.strip())
    return hold
