"""Asking for work inside a transaction, and doing it later in a worker.

Nothing rests on the broker: a lost message costs one tick of the scheduler. A row is claimed for a moment by one worker, who renews
the claim while the work lasts; a worker that dies lets it lapse and the row is run again, so every handler must be safe to run twice
for one key. What failed too often, or killed its worker too often, is parked and shown to the service administrator (`retry`).
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import Q

from core import clock
from core.models import OutboxRow

log = logging.getLogger(__name__)

Handler = Callable[[OutboxRow], None]
_HANDLERS: dict[str, Handler] = {}
# Kinds whose handler opens its own short transactions, since its work is too long to hold others up.
_LONG: set[str] = set()
# Kinds whose payload is emptied once it is done, since it holds what nobody needs any more.
_FORGOTTEN: set[str] = set()
_current = threading.local()
# What a killed worker held is free again after this long.
CLAIM = timedelta(seconds=15)
RENEWED_EVERY = 4.0  # seconds
FIRST_RETRY = timedelta(seconds=30)
MOST_ATTEMPTS = 8
# A run begins nothing new after this many seconds: it must end well before the time limit of its task.
ENOUGH = 60.0
DIED = "The worker died each time."
UNKNOWN = (
    "The worker died, or lost the database, while it handed this over. Whoever it is for may have it already: "
    "ask there before you have it tried again."
)
# Seconds between the tries to mark what was done, when the connection to the database is lost.
MARKED_AGAIN = (0.0, 0.2, 1.0, 3.0)


class Parked(Exception):
    """Raised by a handler whose work must not be tried again unasked: a person decides. Its text is shown to them."""


def handler(kind: str, *, atomic: bool = True, forgotten: bool = False) -> Callable[[Handler], Handler]:
    """Register the function that does rows of this kind.

    With `atomic=False` it runs outside a transaction and opens short ones itself; what it has done stays done when it then fails.
    With `forgotten` the payload is emptied when it is done.
    """

    def keep(function: Handler) -> Handler:
        _HANDLERS[kind] = function
        if not atomic:
            _LONG.add(kind)
        if forgotten:
            _FORGOTTEN.add(kind)
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


def relay(limit: int = 100, seconds: float = ENOUGH) -> int:
    """Run up to `limit` waiting rows; returns how many were done. Safe to run in several workers at once.

    What failed before comes last, so that it holds nobody up.
    """
    until = monotonic() + seconds
    done = 0
    for pk in list(waiting().order_by("attempts", "due_at", "pk").values_list("pk", flat=True)[:limit]):
        if monotonic() >= until:
            break
        done += run(pk)
    return done


def run(pk: int) -> bool:
    """Claim one row, do it, mark it. False when another worker holds it or the work failed (it is tried again later)."""
    row = _claim(pk)
    if row is None:
        return False
    mine = OutboxRow.objects.filter(pk=pk, attempts=row.attempts, done_at=None, failed_at=None)
    done = {"claimed_until": None, "last_error": ""} | ({"payload": {}} if row.kind in _FORGOTTEN else {})
    _current.row, _current.handed_over = mine, False
    try:
        if row.kind in _LONG:
            with _renewing(row):
                _HANDLERS[row.kind](row)
        else:
            with transaction.atomic():
                # Held until the end of the work: nobody else begins it, however long ago the claim lapsed.
                if mine.select_for_update(skip_locked=True).first() is None:
                    return False
                _HANDLERS[row.kind](row)
                mine.update(**done, done_at=clock.now())
    except Exception as error:  # one poisonous row must not stop the others
        log.exception("outbox row %s of kind %s failed", row.pk, row.kind)
        _failed(mine, row, error)
        return False
    finally:
        _current.row = None
    if row.kind in _LONG:
        _mark(mine, **done, done_at=clock.now())
    return True


def handing_over() -> None:
    """A handler outside a transaction says: from now on, should I fail or die, nobody knows whether it was taken.

    It is then parked and not tried again unasked, unless `handed_back` says that it was refused.
    """
    row = getattr(_current, "row", None)
    if row is not None:
        row.update(handed_over_at=clock.now())
        _current.handed_over = True


def handed_back() -> None:
    _current.handed_over = False


def _failed(mine: Any, row: OutboxRow, error: Exception) -> None:
    parked = isinstance(error, Parked) or _current.handed_over
    why = str(error) if isinstance(error, Parked) else UNKNOWN if parked else f"{type(error).__name__}: {error}"
    _mark(
        mine,
        claimed_until=None,
        due_at=clock.now() + FIRST_RETRY * 2 ** (row.attempts - 1),
        failed_at=clock.now() if parked or row.attempts >= MOST_ATTEMPTS else None,
        last_error=why[:300],
        handed_over_at=None,
    )


def _mark(mine: Any, **fields: Any) -> None:
    """Write what became of a row, if need be over a new connection: what was done must not be done again for want of a note."""
    for pause in MARKED_AGAIN:
        try:
            mine.update(**fields)
        except (OperationalError, InterfaceError) as error:
            if connection.in_atomic_block:
                raise
            log.warning("the outbox could not be written: %s", type(error).__name__)
            connection.close()
            threading.Event().wait(pause)
        else:
            return
    mine.update(**fields)


@transaction.atomic
def _claim(pk: int) -> OutboxRow | None:
    """The row, held for a moment by this worker; None when it is done, given up, or held by another."""
    now = clock.now()
    row = (
        OutboxRow.objects.select_for_update(skip_locked=True)
        .filter(Q(claimed_until__isnull=True) | Q(claimed_until__lt=now), pk=pk, done_at=None, failed_at=None)
        .first()
    )
    if row is None:
        return None
    # Who failed says so, so whoever held one of these last never came back.
    if row.handed_over_at is not None or row.attempts >= MOST_ATTEMPTS:
        why = DIED if row.handed_over_at is None else UNKNOWN
        log.error("outbox row %s of kind %s is given up: %s", row.pk, row.kind, why)
        row.failed_at, row.claimed_until, row.last_error = now, None, why
        row.save(update_fields=["failed_at", "claimed_until", "last_error"])
        return None
    row.attempts += 1
    row.claimed_until = now + CLAIM
    row.save(update_fields=["attempts", "claimed_until"])
    return row


@contextmanager
def _renewing(row: OutboxRow) -> Iterator[None]:
    """The claim is renewed by a thread while the work lasts; it ends with this process."""
    over = threading.Event()

    def renew() -> None:
        try:
            while not over.wait(RENEWED_EVERY):
                try:
                    OutboxRow.objects.filter(pk=row.pk, attempts=row.attempts, done_at=None).update(
                        claimed_until=clock.now() + CLAIM
                    )
                except DatabaseError as error:  # away for a moment: the next time will do
                    log.warning("the claim of outbox row %s was not renewed: %s", row.pk, type(error).__name__)
                    connection.close_if_unusable_or_obsolete()
        finally:
            connection.close()

    thread = threading.Thread(target=renew, name="claim", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
