"""Removing, each day, what is past its time (rulebook.retention). Each package registers who removes what is its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import Q

from audit.record import record
from audit.verbs import register
from core import clock
from core.models import OutboxRow, Submission
from rulebook.retention import BY_CODE, TABLE

log = logging.getLogger(__name__)

REMOVED = "retention.removed"
register({REMOVED: "Records past their time removed"})
BATCH = 500
# Gives how many were removed of those that began on or before the day; asked again until none is left.
Remover = Callable[[date], int]
_REMOVERS: dict[str, Remover] = {}


def remover(code: str) -> Callable[[Remover], Remover]:
    """Register what removes one batch of a class of the table, in a transaction that it need not open."""
    if code not in BY_CODE:
        raise KeyError(code)

    def keep(function: Remover) -> Remover:
        _REMOVERS[code] = function
        return function

    return keep


def codes() -> frozenset[str]:
    return frozenset(_REMOVERS)


def run() -> dict[str, int]:
    """Remove everything that is past its time. One class that fails stops no other; a batch is whole or not at all."""
    done = {}
    for kept in TABLE:
        try:
            done[kept.code] = _all(_REMOVERS[kept.code], kept.last_due(clock.today()))
        except Exception as error:  # noqa: BLE001
            log.error("retention of %s failed: %s", kept.code, type(error).__name__)  # noqa: TRY400
            done[kept.code] = -1
    return done


def _all(function: Remover, until: date) -> int:
    total = 0
    while True:
        with transaction.atomic():
            removed = function(until)
        total += removed
        if not removed:
            return total


def end_of(day: date) -> datetime:
    """The last moment of a day in London."""
    return datetime.combine(day, time.max, clock.LONDON)


def told(model: type[models.Model], number: int) -> int:
    """Record that rows of a table were removed, without saying which."""
    if number:
        subject = ContentType.objects.get_for_model(model)
        record(actor=None, verb=REMOVED, subject=subject, changes={"rows": (number, 0)})
    return number


def removed(rows: Any) -> int:
    """Delete one batch of a queryset, audited."""
    batch = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.model._base_manager.filter(pk__in=batch).delete()
    return told(rows.model, len(batch))


def emptied(rows: Any, **values: Any) -> int:
    """Empty one batch of a queryset, audited."""
    batch = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
    rows.model._base_manager.filter(pk__in=batch).update(**values)
    return told(rows.model, len(batch))


@remover("outbox")
def _outbox(until: date) -> int:
    over = Q(done_at__lte=end_of(until)) | Q(failed_at__lte=end_of(until))
    return emptied(OutboxRow.objects.filter(over).exclude(payload={}, last_error=""), payload={}, last_error="")


@remover("submissions")
def _submissions(until: date) -> int:
    return removed(Submission.objects.filter(at__lte=end_of(until)))


@remover("sessions")
def _sessions(until: date) -> int:
    return told(Session, Session.objects.filter(expire_date__lt=min(clock.now(), end_of(until))).delete()[0])
