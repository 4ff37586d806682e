"""Files that wait for the scanner: it is asked again until it answers. Found to hold something they are refused and deleted."""

from __future__ import annotations

import logging

from django.db import transaction
from django.db.models import F

from audit.record import record
from core import clock, file_store, outbox, scanner, verbs
from core.models import StoredFile

logger = logging.getLogger(__name__)
REFUSED = "file_refused"  # the outbox row by which its giver is told; accounts does that
MOST_AT_ONCE = 50
# So many without an answer in one round and the scanner is taken to be away.
MOST_UNANSWERED = 3


def check_waiting() -> int:
    """Ask the scanner about the files that wait, those first that waited longest for their turn; returns how many it answered."""
    if not scanner.is_set():
        return 0
    waiting = StoredFile.objects.filter(standing=StoredFile.Standing.WAITING).order_by(
        F("asked_at").asc(nulls_first=True), "pk"
    )
    answered = unanswered = 0
    for stored in waiting[:MOST_AT_ONCE]:
        if check(stored):
            answered += 1
        else:
            unanswered += 1
        if unanswered >= MOST_UNANSWERED:
            break
    return answered


def check(stored: StoredFile) -> bool:
    """Ask about one file and do what the answer says; False where there was none. Safe in two workers at once."""
    try:
        with file_store.path_of(stored).open("rb") as content:
            verdict = scanner.ask(content, waits=True)
    except FileNotFoundError:
        verdict = scanner.Verdict(None, "its content is not in the store")
    if verdict.clean is None:
        logger.warning("the scanner gave no verdict on file %s: %s", stored.pk, verdict.found)
        StoredFile.objects.filter(pk=stored.pk, standing=StoredFile.Standing.WAITING).update(asked_at=clock.now())
        return False
    settle(stored, verdict)
    return True


@transaction.atomic
def settle(stored: StoredFile, verdict: scanner.Verdict) -> None:
    """Release a waiting file, or refuse and delete it and have its giver told."""
    standing = StoredFile.Standing.AVAILABLE if verdict.clean else StoredFile.Standing.REFUSED
    held = StoredFile.objects.filter(pk=stored.pk, standing=StoredFile.Standing.WAITING)
    if not held.update(standing=standing, asked_at=clock.now(), found=verdict.found) or verdict.clean:
        return
    record(actor=None, verb=verbs.FILE_REFUSED, subject=stored, changes={"found": (None, verdict.found)})
    outbox.enqueue(kind=REFUSED, key=f"file_refused:{stored.pk}", payload={"file": stored.pk})
    transaction.on_commit(lambda: file_store.remove(stored.stored_as))
