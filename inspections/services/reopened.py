"""Deadlines that were marked met, and whose act was taken back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from audit.record import record
from inspections import verbs
from inspections.models import Deadline


@transaction.atomic
def open_again(*, by: Any, deadline: Deadline, reason: str) -> None:
    """Say that a deadline is not met after all. Nothing happens to one that is open."""
    held = (
        Deadline.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=deadline.pk)
    )
    if held.met_on is None:
        return
    before, held.met_on, held.met_by, held.version = held.met_on, None, None, held.version + 1
    held.save(update_fields=["met_on", "met_by", "version"])
    record(actor=by, verb=verbs.NOT_MET, subject=held, changes={"met_on": (before, None)}, reason=reason)
