"""Having work tried again that was given up."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Refused
from core.models import OutboxRow
from dashboard import verbs


@transaction.atomic
def try_again(*, by: Any, row: OutboxRow) -> OutboxRow:
    """Work that was given up is due now, with all its tries before it. Raises PermissionDenied; Refused when it is not given up."""
    require(by, Permission.SERVICE_WATCH)
    held = OutboxRow.objects.select_for_update().get(pk=row.pk)
    if held.failed_at is None:
        raise Refused("This work is done, or is being tried again already.")
    before = held.failed_at
    held.failed_at = held.claimed_until = held.handed_over_at = None
    held.attempts, held.due_at = 0, clock.now()
    held.save(update_fields=["failed_at", "claimed_until", "handed_over_at", "attempts", "due_at"])
    record(actor=by, verb=verbs.WORK_RETRIED, subject=held, changes={"given up": (before, None)})
    return held
