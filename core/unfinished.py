"""Work that stands half done and that no row of the outbox stands for any more: found, and asked for again.

Asking and outbox row are one transaction, so this is empty but for a restored backup, a hand in the database, or a fault of ours. Each
app registers what "half done" means beside its handler.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from core import outbox
from core.models import OutboxRow

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class HalfDone:
    """`rows()` are what waits to be done by this kind of work; `payload` is {name in the payload: field of the row}."""

    kind: str
    rows: Callable[[], Any]
    payload: dict[str, str]

    def payloads(self) -> Iterator[dict[str, Any]]:
        for values in self.rows().order_by("pk").values_list(*self.payload.values()):
            yield dict(zip(self.payload, values, strict=True))


_REGISTERED: list[HalfDone] = []


def register(kind: str, rows: Callable[[], Any], **payload: str) -> None:
    _REGISTERED.append(HalfDone(kind, rows, payload))


def kinds() -> frozenset[str]:
    return frozenset(each.kind for each in _REGISTERED)


def forgotten() -> list[tuple[str, dict[str, Any]]]:
    """(kind, payload) of all that is half done without a row that waits for it, or that was given up and is shown as such."""
    found = []
    for each in _REGISTERED:
        # Read before, so that what ends meanwhile is not taken for forgotten; and again after, for what was asked for meanwhile.
        before = {_text(payload) for payload in _waiting(each.kind).values_list("payload", flat=True)}
        left = [payload for payload in each.payloads() if _text(payload) not in before]
        found += [(each.kind, payload) for payload in left if not _waiting(each.kind).filter(payload=payload).exists()]
    return found


def ask_again() -> int:
    """Ask for what was forgotten; returns how much. Running it again asks for nothing twice."""
    asked = 0
    for kind, payload in forgotten():
        with transaction.atomic():
            number = OutboxRow.objects.filter(kind=kind, payload=payload).count()
            asked += outbox.enqueue(kind=kind, key=f"again:{kind}:{_text(payload)}:{number}"[:200], payload=payload)
        log.error("work of kind %s stood half done with nobody to do it, and was asked for again", kind)
    return asked


def _waiting(kind: str) -> Any:
    return OutboxRow.objects.filter(kind=kind, done_at=None)


def _text(payload: dict[str, Any]) -> str:
    return json.dumps(payload, sort_keys=True)
