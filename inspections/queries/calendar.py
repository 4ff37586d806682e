"""The working-day calendar in use."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from inspections.models import AddedBankHoliday
from rulebook.calendar import Holiday, WorkingCalendar
from rulebook.holidays import BUNDLED


def working_calendar() -> WorkingCalendar:
    """The bundled bank holiday file, or settings.BANK_HOLIDAYS_PATH, with the holidays added since. One small query.

    Raises rulebook.holidays.BadHolidayFile for a file that cannot be trusted.
    """
    path = Path(settings.BANK_HOLIDAYS_PATH or BUNDLED)
    added = tuple(AddedBankHoliday.objects.values_list("date", "name"))
    changed = path.stat().st_mtime_ns if path.exists() else 0
    return _read((str(path), changed), added)


@lru_cache(maxsize=8)
def _read(file: tuple[str, int], added: tuple[tuple[date, str], ...]) -> WorkingCalendar:
    """`file` is its path and when it was changed, so that a replaced file is read again."""
    calendar = WorkingCalendar.load(file[0])
    return calendar.with_added(Holiday(day, name) for day, name in added if calendar.covers(day))
