"""Asking for work inside a transaction, and doing it later in a worker.

Nothing rests on the broker: a lost message costs one tick of the scheduler. A row is claimed for a while by one worker; a worker
that dies lets the claim lapse and the row is run again, so every handler must be safe to run twice for one key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from core import clock
from core.models import OutboxRow

log = logging.getLogger(__name__)

Handler = Callable[[OutboxRow], None]
_HANDLERS: dict[str, Handler] = {}
# Kinds whose handler opens its own short transactions, since its work is too long to hold others up.
_LONG: set[str] = set()
CLAIM = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=30)
MOST_ATTEMPTS = 8


def handler(kind: str, *, atomic: bool = True) -> Callable[[Handler], Handler]:
    """Register the function that does rows of this kind.

    With `atomic=False` it runs outside a transaction and opens short ones itself. It must end well within `CLAIM`, and what it has
    done stays done when it then fails.
    """

    def keep(function: Handler) -> Handler:
        _HANDLERS[kind] = function
        if not atomic:
            _LONG.add(kind)
        return function

    return keep


def kinds() -> frozenset[str]:
    return frozenset(_HANDLERS)


def enqueue(*, kind: str, key: str, payload: dict[str, Any], due_at: datetime | None = None) -> bool:
    """Ask for work in the caller's transaction. False when the key was asked for before (nothing is added).

    Raises KeyError for a kind nobody handles, RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("outbox.enqueue needs the transaction of the change that asks for it")
    if kind not in _HANDLERS:
        raise KeyError(kind)
    now = clock.now()
    _, made = OutboxRow.objects.get_or_create(
        key=key, defaults={"kind": kind, "payload": payload, "created_at": now, "due_at": due_at or now}
    )
    return made


def waiting() -> Any:
    """Rows whose time has come and that no live worker holds."""
    now = clock.now()
    return OutboxRow.objects.filter(
        Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), done_at=None, failed_at=None, due_at__lte=now
    )


def relay(limit: int = 100) -> int:
    """Run up to `limit` waiting rows; returns how many were done. Safe to run in several workers at once."""
    return sum(run(pk) for pk in list(waiting().values_list("pk", flat=True)[:limit]))


def run(pk: int) -> bool:
    """Claim one row, do it, mark it. False when another worker holds it or the work failed (it is tried again later)."""
    now = clock.now()
    claimed = (
        OutboxRow.objects.filter(pk=pk, done_at=None, failed_at=None)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now))
        .update(claimed_until=now + CLAIM, attempts=F("attempts") + 1)
    )
    if not claimed:
        return False
    row = OutboxRow.objects.get(pk=pk)
    try:
        if row.kind in _LONG:
            _HANDLERS[row.kind](row)
        with transaction.atomic():
            if row.kind not in _LONG:
                _HANDLERS[row.kind](row)
            OutboxRow.objects.filter(pk=pk).update(done_at=clock.now(), claimed_until=None, last_error="")
    except Exception as error:  # one poisonous row must not stop the others
        log.exception("outbox row %s of kind %s failed", row.pk, row.kind)
        gave_up = row.attempts >= MOST_ATTEMPTS
        OutboxRow.objects.filter(pk=pk).update(
            claimed_until=None,
            due_at=clock.now() + FIRST_RETRY * 2 ** (row.attempts - 1),
            failed_at=clock.now() if gave_up else None,
            last_error=f"{type(error).__name__}: {error}"[:300],
        )
        return False
    return True
