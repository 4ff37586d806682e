"""Signs of life: the scheduler says that it ticks, and a canary comes through broker and worker each minute."""

from __future__ import annotations

from datetime import datetime

from core import clock
from core.models import Pulse

SCHEDULER, CANARY = "scheduler", "canary"


def beat(name: str) -> None:
    Pulse.objects.update_or_create(name=name, defaults={"at": clock.now()})


def last(name: str) -> datetime | None:
    """None where it never beat."""
    return Pulse.objects.filter(name=name).values_list("at", flat=True).first()
