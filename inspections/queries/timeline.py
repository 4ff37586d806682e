"""The deadlines of one inspection as rows of a table, and the picture of its weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.safestring import SafeString

from core.charts import Bar, Marker, timeline_strip
from inspections.choices import PAUSE_RULE
from inspections.models import Deadline, Inspection
from inspections.queries.calendar import working_calendar
from rulebook import words
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing


@dataclass(frozen=True)
class Row:
    """One deadline. `assumed`: the date it is counted from is not public; `unconfirmed`: the length of the period is a working
    assumption; `moved`: it is not due when the rule first said. `paused_days_left` is set while the clock stands still."""

    deadline: Deadline
    label: str
    due_on: date
    owner: str
    standing: Standing
    assumed: bool
    unconfirmed: bool
    approximate: bool
    moved: bool
    paused_days_left: int | None

    @property
    def url(self) -> str:
        """The page that explains the date."""
        return reverse("inspections:deadline-detail", args=[self.deadline.inspection.reference, self.deadline.pk])


def rows(
    inspection: Inspection, *, today: date, calendar: WorkingCalendar | None = None, only_open: bool = False
) -> list[Row]:
    """The deadlines of an inspection and its plan, soonest first. One statement, and one for the calendar if none is given."""
    calendar = calendar or working_calendar()
    found = []
    for deadline in inspection.deadlines.select_related("met_by"):
        deadline.inspection = inspection
        if deadline.is_open or not only_open:
            found.append(_row(deadline, inspection, today, calendar))
    return found


def days_left_when_paused(deadline: Deadline, calendar: WorkingCalendar) -> int | None:
    """For a deadline of a paused inspection: the working days left when the clock stopped; None for one that runs."""
    paused_on = deadline.inspection.paused_on
    if paused_on is None or deadline.scope != "inspection" or not deadline.is_open or deadline.rule_code == PAUSE_RULE:
        return None
    if deadline.due_on < paused_on or not calendar.covers(deadline.due_on):
        return None
    return calendar.working_days_between(paused_on, deadline.due_on)


def strip(inspection: Inspection, rows: list[Row], *, today: date) -> SafeString | None:
    """The weeks from the notification to the last day on site, drawn; None while they are not known.

    `rows` give the deadlines that fall within them.
    """
    first, on_site, last = inspection.notified_on, inspection.onsite_start_on, inspection.onsite_end_on
    if first is None or on_site is None or last is None:
        return None
    bars = [Bar("Notice and preparation", first, max(first, date.fromordinal(on_site.toordinal() - 1)))]
    fieldwork = inspection.fieldwork_start_on
    if fieldwork and first < fieldwork < on_site:
        bars.append(Bar("Fieldwork off site", fieldwork, date.fromordinal(on_site.toordinal() - 1)))
    bars.append(Bar("On site", on_site, last))
    markers = [Marker("Notified", first)]
    markers += [Marker(row.label, row.due_on) for row in rows if first < row.due_on <= last and not row.moved]
    calendar = working_calendar()
    holidays = {day: name for day, name in calendar.holidays.items() if first <= day <= last}
    closed = words.listed([f"{name} on {words.day(day)}" for day, name in holidays.items()])
    return timeline_strip(
        bars=bars,
        markers=markers,
        title=f"The weeks of the inspection of {inspection.partnership.name}",
        description=f"Notified on {words.weekday(first)}, on site from {words.weekday(on_site)} to {words.weekday(last)}."
        + (f" Bank holiday: {closed}." if closed else ""),
        holidays=holidays,
        today=today,
        ident="weeks",
    )


def _row(deadline: Deadline, inspection: Inspection, today: date, calendar: WorkingCalendar) -> Row:
    return Row(
        deadline=deadline,
        label=deadline.name if deadline.occurrence == 1 else f"{deadline.name} ({deadline.occurrence})",
        due_on=deadline.due_on,
        owner=deadline.owner,
        standing=standing(deadline.due_on, deadline.met_on, today, calendar),
        assumed=deadline.anchor in inspection.assumed,
        unconfirmed=not deadline.confirmed,
        approximate=deadline.approximate,
        moved=deadline.due_on != deadline.original_due_on,
        paused_days_left=days_left_when_paused(deadline, calendar),
    )
