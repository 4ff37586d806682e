"""When a survey opens and closes: an hour of a day, counted from a date of the inspection."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo

from rulebook import words
from rulebook.calendar import WorkingCalendar
from rulebook.frameworks.surveys import Moment

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ANCHORS = {"notified_on": "the call was made", "onsite_start_on": "inspectors come on site"}


def instant(
    moment: Moment, anchors: Mapping[str, date | None], calendar: WorkingCalendar, zone: tzinfo
) -> datetime | None:
    """That hour on the clocks of `zone`; None while the anchor is not known.

    A weekday that is a bank holiday stays: a survey needs nobody at work. Raises rulebook.calendar.NotCovered.
    """
    anchor = anchors.get(moment.anchor)
    if anchor is None:
        return None
    if moment.working_days is not None:
        day = calendar.add_working_days(anchor, moment.working_days)
    else:
        day = anchor - timedelta(days=anchor.weekday()) + timedelta(weeks=moment.weeks, days=moment.weekday)
    return datetime.combine(day, time(moment.hour), zone)


def described(moment: Moment) -> str:
    """In words: "12pm, 1 working day after the call"."""
    hour = f"{moment.hour % 12 or 12}{'am' if moment.hour < 12 else 'pm'}"
    what = ANCHORS[moment.anchor]
    if moment.working_days is not None:
        return f"{hour}, {words.count(moment.working_days, 'working day')} after {what}"
    if moment.weeks == 0:
        return f"{hour} on {DAYS[moment.weekday]} of the week when {what}"
    side = "before" if moment.weeks < 0 else "after"
    weeks = "the week" if abs(moment.weeks) == 1 else words.count(abs(moment.weeks), "week")
    return f"{hour} on {DAYS[moment.weekday]} of {weeks} {side} {what}"
