"""Now and today, in Europe/London. Read only at the edges: views, commands and tasks pass them on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

LONDON = ZoneInfo("Europe/London")
# Set only by `travelled_to`, for replays in tests; a process-wide value, since a test's browser is served by another thread.
_travelled: datetime | None = None


def now() -> datetime:
    """The present instant, aware, in Europe/London."""
    return _travelled or timezone.now().astimezone(LONDON)


def today() -> date:
    return now().date()


@contextmanager
def travelled_to(instant: datetime | date) -> Iterator[None]:
    """Hold the clock still at an instant (a date means 9am that day) while the block runs."""
    global _travelled
    if not isinstance(instant, datetime):
        instant = datetime(instant.year, instant.month, instant.day, 9, tzinfo=LONDON)
    before, _travelled = _travelled, (instant if instant.tzinfo else instant.replace(tzinfo=LONDON))
    try:
        yield
    finally:
        _travelled = before


def midnight(day: date) -> datetime:
    """The first instant of a day in London."""
    return datetime(day.year, day.month, day.day, tzinfo=LONDON)
