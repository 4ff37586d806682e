"""Committee meetings against the stages planned back from the due date: what does not fit, in sentences, and the picture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.safestring import SafeString

from core.charts import Bar, Marker, strip_rows, timeline_strip
from improvement.choices import BodyKind
from improvement.models import CommitteeMeeting, Plan
from rulebook import words
from rulebook.back_plan import Stage
from rulebook.calendar import NotCovered, WorkingCalendar

CABINET = "Cabinet"
HEALTH_AND_WELLBEING = "Health and wellbeing board"


@dataclass(frozen=True)
class Drawn:
    """The strip of stages and meetings and the rows of its table."""

    strip: SafeString
    rows: list[tuple[str, str, str]]


def bodies_of(plan: Plan) -> list[str]:
    """Whose meetings are recorded: the council's cabinet, the health and wellbeing board, the board of each NHS body."""
    boards = [f"Board of {body['name']}" for body in plan.accountable_bodies if body["kind"] == BodyKind.BOARD]
    return [CABINET, HEALTH_AND_WELLBEING, *boards]


def warnings(
    plan: Plan, stages: Sequence[Stage], meetings: Iterable[CommitteeMeeting], calendar: WorkingCalendar
) -> list[str]:
    """What does not fit. `stages` are empty once the plan was sent, or where no due date stands."""
    held = list(meetings)
    found = [text for meeting in held if (text := _not_a_working_day(meeting, calendar))]
    ends = {stage.code: stage.on for stage in stages}
    if not ends:
        return found
    partners_on, approval_on = ends["partners"], ends["approval"]
    late = [meeting for meeting in held if meeting.meets_on > approval_on]
    found += [_too_late(meeting, approval_on, ends["submit"], calendar) for meeting in late]
    # The health and wellbeing board advises; the cabinet and the boards approve.
    without = [
        body
        for body in bodies_of(plan)
        if body != HEALTH_AND_WELLBEING
        and not any(one.body == body and partners_on <= one.meets_on <= approval_on for one in held)
    ]
    if without:
        found.append(
            f"{words.listed(without)}: no meeting is recorded between {words.weekday(partners_on)}, when families and partners have seen "
            f"the plan, and {words.weekday(approval_on)}, the last day for approval."
        )
    return found


def drawn(
    plan: Plan, stages: Sequence[Stage], meetings: Iterable[CommitteeMeeting], *, calendar: WorkingCalendar, today: date
) -> Drawn | None:
    """The stages as bars and the meetings as marks; None without stages."""
    if not stages:
        return None
    first_on = plan.inspection.report_received_on or plan.opened_on
    bars = []
    for stage in stages:
        last_on = max(stage.on, first_on)
        name = "Signed and sent" if stage.code == "submit" else stage.name
        bars.append(Bar(name, first_on, last_on))
        first_on = last_on + timedelta(days=1)
    markers = [Marker(meeting.body, meeting.meets_on) for meeting in meetings]
    start, end = bars[0].first_on, max([bars[-1].last_on, *(marker.on for marker in markers)])
    holidays = {day: name for day, name in calendar.holidays.items() if start <= day <= end}
    says = [f"{marker.label} on {words.weekday(marker.on)}" for marker in markers]
    strip = timeline_strip(
        bars=bars,
        markers=markers,
        title="Stages of the plan and committee meetings",
        description=f"Due on {words.weekday(stages[-1].on)}. "
        + (f"Meetings: {'; '.join(says)}." if says else "No committee meeting is recorded."),
        holidays=holidays,
        today=today,
        ident="back-plan-strip",
    )
    return Drawn(strip, strip_rows(bars, markers))


def _not_a_working_day(meeting: CommitteeMeeting, calendar: WorkingCalendar) -> str:
    try:
        if calendar.is_working_day(meeting.meets_on):
            return ""
    except NotCovered:
        return ""
    return f"{meeting.body}: {words.weekday(meeting.meets_on)} is not a working day."


def _too_late(meeting: CommitteeMeeting, approval_on: date, due_on: date, calendar: WorkingCalendar) -> str:
    meets = f"{meeting.body} meets on {words.weekday(meeting.meets_on)}"
    if meeting.meets_on > due_on:
        return f"{meets}, after the plan is due on {words.weekday(due_on)}."
    try:
        late = words.count(calendar.working_days_between(approval_on, meeting.meets_on), "working day")
    except NotCovered:
        late = "some days"
    return f"{meets}, {late} after the last day for approval, {words.weekday(approval_on)}."
