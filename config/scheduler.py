"""Celery's scheduler, which also says in the database that it is there."""

from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from celery.beat import PersistentScheduler

log = logging.getLogger(__name__)
TOLD_EVERY = 15.0  # seconds


class Scheduler(PersistentScheduler):
    told_at = -TOLD_EVERY

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        pause = super().tick(*args, **kwargs)
        if monotonic() - self.told_at >= TOLD_EVERY:
            self.told_at = monotonic()
            tell()
        return pause


def tell() -> None:
    """Without the database the metronome goes on."""
    from django.db import DatabaseError, connection

    from core import pulse

    try:
        pulse.beat(pulse.SCHEDULER)
    except DatabaseError as error:
        log.warning("the scheduler could not say that it is there: %s", type(error).__name__)
    finally:
        connection.close_if_unusable_or_obsolete()
