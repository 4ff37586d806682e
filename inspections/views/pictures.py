"""The weeks of a plan nobody has made yet, as a picture; the same dates always stand in a table on the page."""

from __future__ import annotations

from datetime import timedelta

from django.utils.safestring import SafeString

from core.charts import Bar, Marker, timeline_strip
from inspections.services.what_if import WhatIf
from rulebook import words
from rulebook.calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)


def strip_of_plan(plan: WhatIf, *, calendar: WorkingCalendar) -> SafeString | None:
    """From the call to the last day on site; None for a kind without days on site that can be counted."""
    notified, onsite, end = plan.notified_on, plan.onsite_start_on, plan.onsite_end_on
    if onsite is None or end is None or not notified < onsite <= end:
        return None
    fieldwork = plan.fieldwork_start_on
    first_work = fieldwork if fieldwork and notified < fieldwork < onsite else onsite
    bars = [Bar("Notice and preparation", notified, first_work - ONE_DAY)]
    if first_work < onsite:
        bars.append(Bar("Fieldwork off site", first_work, onsite - ONE_DAY))
    bars.append(Bar("On site", onsite, end))
    markers = [Marker("Notified", notified)]
    markers += [
        Marker(milestone.rule.name, milestone.due_on)
        for milestone in plan.milestones
        if notified < milestone.due_on <= end and milestone.rule.code != plan.kind.notice_rule
    ]
    holidays = {day: name for day, name in calendar.holidays.items() if notified <= day <= end}
    closed = words.listed([f"{name} on {words.day(day)}" for day, name in holidays.items()])
    return timeline_strip(
        bars=bars,
        markers=markers,
        title=f"The weeks from {words.day(notified)} to {words.day(end)}",
        description=f"Notified on {words.weekday(notified)}, on site from {words.weekday(onsite)} to {words.weekday(end)}."
        + (f" Bank holiday: {closed}." if closed else ""),
        holidays=holidays,
        ident="what-if",
    )
