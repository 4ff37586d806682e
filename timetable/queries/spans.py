"""The days a timetable may cover, and spans in words."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from core import clock
from core.words import long_date, time_words
from inspections.models import Inspection

# The hours meetings are placed in when a time is chosen from a list; an evening meeting is typed.
DAY_FROM, DAY_UNTIL, STEP_MINUTES = time(8, 30), time(17, 30), 30


def first_day(inspection: Inspection) -> date | None:
    return inspection.notified_on or inspection.fieldwork_start_on or inspection.onsite_start_on


def last_day(inspection: Inspection) -> date | None:
    return inspection.onsite_end_on


def weekdays(inspection: Inspection) -> list[date]:
    """Monday to Friday from the call to the last day on site."""
    first, last = first_day(inspection), last_day(inspection)
    if not first or not last:
        return []
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    return [day for day in days if day.weekday() < 5]


def onsite_days(inspection: Inspection) -> list[date]:
    start = inspection.onsite_start_on
    return [day for day in weekdays(inspection) if start and day >= start]


def at(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, clock.LONDON)


def span_words(starts_at: datetime, minutes: int) -> str:
    """9:30am to 10:30am"""
    return f"{time_words(starts_at)} to {time_words(starts_at + timedelta(minutes=minutes))}"


def when_words(meeting: Any) -> str:
    """Tuesday 20 January 2026, 10am to 11am; "No time yet"."""
    if not meeting.starts_at:
        return "No time yet"
    return f"{long_date(meeting.starts_at)}, {span_words(meeting.starts_at, meeting.minutes)}"


def place_words(meeting: Any) -> str:
    """Room 2, Civic centre; Online; Not decided."""
    if meeting.online:
        return "Online"
    parts = [meeting.room, meeting.site.name if meeting.site_id else ""]
    return ", ".join(part for part in parts if part) or "Not decided"
