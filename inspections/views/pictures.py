"""The weeks of an inspection as a picture; the same dates always stand in a table on the page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.safestring import SafeString

from core.charts import Bar, Marker, timeline_strip
from inspections.models import Inspection
from inspections.queries.timeline import Row
from inspections.services.what_if import WhatIf
from rulebook import words
from rulebook.calendar import WorkingCalendar

ONE_DAY = timedelta(days=1)


def strip_of(inspection: Inspection, rows: Iterable[Row], *, calendar: WorkingCalendar, today: date) -> SafeString | None:
    """The strip of an inspection, from the call to its last day on site; None while those are not known."""
    points = [(row.label, row.on) for row in rows if row.deadline is not None and row.deadline.scope == "inspection"]
    return weeks(
        inspection.notified_on,
        inspection.fieldwork_start_on,
        inspection.onsite_start_on,
        inspection.onsite_end_on,
        points,
        calendar=calendar,
        today=today,
        ident="weeks",
    )


def strip_of_plan(plan: WhatIf, *, calendar: WorkingCalendar) -> SafeString | None:
    """The same for a plan that nobody has made yet."""
    points = [(milestone.rule.name, milestone.due_on) for milestone in plan.milestones]
    return weeks(
        plan.notified_on,
        plan.fieldwork_start_on,
        plan.onsite_start_on,
        plan.onsite_end_on,
        points,
        calendar=calendar,
        today=None,
        ident="what-if",
    )


def weeks(
    notified: date | None,
    fieldwork: date | None,
    onsite: date | None,
    end: date | None,
    points: Iterable[tuple[str, date]],
    *,
    calendar: WorkingCalendar,
    today: date | None,
    ident: str,
) -> SafeString | None:
    if notified is None or onsite is None or end is None or not notified < onsite <= end:
        return None
    first_work = fieldwork if fieldwork and notified < fieldwork < onsite else onsite
    bars = [Bar("Notice and preparation", notified, first_work - ONE_DAY, colour=0)]
    if first_work < onsite:
        bars.append(Bar("Fieldwork", first_work, onsite - ONE_DAY, colour=3))
    bars.append(Bar("On site", onsite, end, colour=2))
    markers = [Marker("Notification call", notified)]
    markers += [Marker(label, on) for label, on in points if notified <= on <= end and on != onsite]
    length = words.count(calendar.working_days_between(notified, onsite), "working day") if covered(calendar, notified, end) else ""
    notice = f"{length} after the call, " if length else ""
    return timeline_strip(
        bars=bars,
        markers=markers,
        title=f"From the call to the last day on site, {words.day(notified)} to {words.day(end)}",
        description=f"The area is called on {words.weekday(notified)}. Inspectors are on site {notice}"
        f"from {words.weekday(onsite)} to {words.weekday(end)}.",
        holidays={day: name for day, name in calendar.holidays.items() if notified <= day <= end + timedelta(days=7)},
        today=today,
        ident=ident,
    )


def covered(calendar: WorkingCalendar, *days: date) -> bool:
    return all(calendar.covers(day) for day in days)
