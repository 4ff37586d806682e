"""The tick of the surveys: what is due is asked of the database, so a tick that was missed costs a minute."""

from __future__ import annotations

import logging

from celery import shared_task

log = logging.getLogger(__name__)


@shared_task
def tick() -> None:
    """Every minute. Each step is safe to run twice and in two workers at once; one that fails stops no other."""
    from surveys.services import concerns, purging, release, windows

    for step in (
        windows.make_due, windows.open_and_close_due, release.move_due, concerns.alert_due, purging.delete_due,
    ):  # fmt: skip
        try:
            step()
        except Exception:
            log.exception("a step of the surveys' tick failed: %s", step.__name__)
