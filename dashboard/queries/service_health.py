"""How the service is: whether work that is asked for gets done, what comes next, and what was given up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from core import clock, outbox, pulse, unfinished
from core.models import OutboxRow
from rulebook import words

# A relay runs every few seconds: work that waits longer than this means that no worker is running.
WORK_LATE = timedelta(minutes=15)
# The canary comes each minute.
CANARY_LATE = timedelta(minutes=5)
NO_CANARY = "Not yet: the first comes within a minute of the start"
NO_TICK = "Not yet: the first comes within seconds of the start"
COMING = 10
SHOWN = 100


@dataclass(frozen=True)
class Standing:
    now: datetime
    canary_at: datetime | None
    oldest_due_at: datetime | None

    @property
    def work_late(self) -> bool:
        return self.oldest_due_at is not None and self.now - self.oldest_due_at > WORK_LATE

    @property
    def canary_late(self) -> bool:
        """False before the first one: then late work tells."""
        return self.canary_at is not None and self.now - self.canary_at > CANARY_LATE

    @property
    def word(self) -> str:
        return "late" if self.work_late or self.canary_late else "ok"


def standing() -> Standing:
    oldest = outbox.waiting().order_by("due_at").values_list("due_at", flat=True).first()
    return Standing(now=clock.now(), canary_at=pulse.last(pulse.CANARY), oldest_due_at=oldest)


def facts(at: Standing) -> list[tuple[str, str]]:
    undone = OutboxRow.objects.filter(done_at=None, failed_at=None)
    later = undone.filter(due_at__gt=at.now).count()
    return [
        ("Last canary", ago(at.canary_at, at.now, NO_CANARY)),
        ("Last tick of the scheduler", ago(pulse.last(pulse.SCHEDULER), at.now, NO_TICK)),
        ("Work waiting now", f"{undone.count() - later:,}"),
        ("The oldest has waited", span(at.now - at.oldest_due_at) if at.oldest_due_at else "Nothing waits"),
        ("Work planned for later", f"{later:,}"),
        ("Work given up", f"{given_up().count():,}"),
    ]


def coming() -> list[OutboxRow]:
    """The next pieces of work by their time."""
    rows = OutboxRow.objects.filter(done_at=None, failed_at=None, attempts=0)
    return list(rows.order_by("due_at", "pk")[:COMING])


def struggling() -> list[OutboxRow]:
    """Failed at least once and tried again later."""
    rows = OutboxRow.objects.filter(done_at=None, failed_at=None, attempts__gt=0).exclude(last_error="")
    return list(rows.order_by("due_at", "pk")[:SHOWN])


def given_up() -> Any:
    return OutboxRow.objects.filter(failed_at__isnull=False).order_by("-failed_at", "-pk")


def half_done() -> list[str]:
    """The kinds of half-done work that nothing stands for; they are asked for again within five minutes."""
    return sorted(kind_words(kind) for kind, _ in unfinished.forgotten())


def kind_words(kind: str) -> str:
    """ "draw_pdf" as "Draw PDF"."""
    return kind.replace("_", " ").capitalize().replace(" pdf", " PDF")


def span(length: timedelta) -> str:
    seconds = max(0, int(length.total_seconds()))
    for size, word in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if seconds >= size:
            return words.count(seconds // size, word)
    return words.count(seconds, "second")


def ago(at: datetime | None, now: datetime, never: str) -> str:
    return f"{span(now - at)} ago" if at else never
