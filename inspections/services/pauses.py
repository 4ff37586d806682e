"""Putting an inspection off, stopping it for a while, and calling it off."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.choices import PAUSE_RULE
from inspections.models import Deadline, Inspection
from inspections.services import timeline
from inspections.services.calendar import working_calendar
from inspections.services.steps import covered, not_in_future, refuse, save_fields, take
from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar

# What a new notification sets afresh.
CLEARED = (
    "notified_on", "setup_on", "cases_selected_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on", "code_of_conduct_at",
)  # fmt: skip


@transaction.atomic
def pause(*, by: Any, inspection: Inspection, reason: str, paused_on: date | None = None) -> Inspection:
    """Stop the clocks of an inspection on site. Lays out the last day of the pause. Raises Refused.

    What an earlier pause used is taken off the limit.
    """
    day = paused_on or clock.today()
    reasons = [*not_in_future(day, "paused_on"), *covered(working_calendar(), {"paused_on": day})]
    if inspection.onsite_start_on and day < inspection.onsite_start_on:
        reasons.append(Reason("The pause cannot begin before the first day on site", "paused_on"))
    refuse(reasons)
    take(inspection, "pause", by=by, reason=reason, fields={"paused_on": day})
    if any(rule.code == PAUSE_RULE for rule in inspection.edition.rules_for(inspection.kind)):
        earlier = Deadline.objects.filter(inspection=inspection, rule_code=PAUSE_RULE).count()
        timeline.lay_out_one(
            inspection=inspection,
            by=by,
            rule_code=PAUSE_RULE,
            anchor_on=day,
            offset=inspection.days_paused_left,
            occurrence=earlier + 1,
        )
    return inspection


@transaction.atomic
def resume(*, by: Any, inspection: Inspection, resumed_on: date | None = None) -> Inspection:
    """Start the clocks again: open deadlines, and the end of the days on site, move by the working days paused. Raises Refused."""
    day = resumed_on or clock.today()
    calendar = working_calendar()
    began = inspection.paused_on
    reasons = [*not_in_future(day, "resumed_on"), *covered(calendar, {"resumed_on": day})]
    if began and day < began:
        reasons.append(
            Reason(f"The inspection was paused on {words.weekday(began)}: it cannot resume before", "resumed_on")
        )
    refuse(reasons)
    fields: dict[str, Any] = {"paused_on": None}
    days = calendar.working_days_between(began, day) if began else 0
    limit = Deadline.objects.open().filter(inspection=inspection, rule_code=PAUSE_RULE).first()
    if limit is not None:
        fields["days_paused_left"] = max(0, limit.offset - days)
    end = inspection.onsite_end_on
    try:
        if began and end and end >= began:
            fields["onsite_end_on"] = calendar.add_working_days(end, days)
        take(inspection, "resume", by=by, fields=fields)
        if limit is not None:
            timeline.mark_met(by=by, deadline=limit, met_on=day)
        if began and days:
            _shift(inspection, by, began, day, days, calendar)
    except NotCovered as error:
        raise Refused(Reason(str(error), "resumed_on")) from error
    return inspection


@transaction.atomic
def defer(*, by: Any, inspection: Inspection, reason: str, requested_in_writing_by: str) -> Inspection:
    """Put off a notified inspection at the area's written request. Its deadlines go; the audit keeps them. Raises Refused."""
    who = requested_in_writing_by.strip()
    if inspection.state == "notified":
        refuse([] if who else [Reason("Enter who asked for the deferral in writing", "requested_in_writing_by")])
    why = f"{reason.strip()} Asked for in writing by {who}." if reason.strip() else ""
    take(inspection, "defer", by=by, reason=why, facts={"deferral_requested_in_writing": bool(who)})
    timeline.remove(inspection=inspection, by=by, reason=why)
    return inspection


@transaction.atomic
def replan(*, by: Any, inspection: Inspection, planned_for_on: date | None = None) -> Inspection:
    """Plan a deferred inspection again: it will be notified afresh, with new dates and new calls. Raises Refused."""
    refuse(covered(working_calendar(), {"planned_for_on": planned_for_on}))
    calls = {
        call.body_name: (f"{call.person_told}, {call.told_at.isoformat()}", None) for call in inspection.calls.all()
    }
    take(
        inspection,
        "replan",
        by=by,
        fields={"planned_for_on": planned_for_on, "assumed": [], **dict.fromkeys(CLEARED)},
    )
    if calls:
        record(actor=by, verb=verbs.REMOVED, subject=inspection, changes=calls, reason="The area will be called again.")
        inspection.calls.all().delete()
    return inspection


@transaction.atomic
def cancel(*, by: Any, inspection: Inspection, reason: str) -> Inspection:
    """Call an inspection off before it comes on site; its open deadlines are closed. Raises Refused."""
    take(inspection, "cancel", by=by, reason=reason)
    timeline.close(inspection=inspection, by=by, reason=reason)
    return inspection


@transaction.atomic
def mark_incomplete(*, by: Any, inspection: Inspection, reason: str) -> Inspection:
    """Record that the evidence is not complete; a pause ends with it. Raises Refused."""
    take(inspection, "mark_incomplete", by=by, reason=reason)
    if inspection.paused_on is not None:
        save_fields(inspection, by=by, fields={"paused_on": None})
        timeline.close(inspection=inspection, by=by, reason=reason, rule_codes=[PAUSE_RULE])
    return inspection


def _shift(inspection: Inspection, by: Any, began: date, day: date, days: int, calendar: WorkingCalendar) -> None:
    counted = words.count(days, "working day")
    why = f"The inspection was paused from {words.weekday(began)} to {words.weekday(day)}: {counted}."
    rows = Deadline.objects.open().filter(inspection=inspection, scope="inspection", due_on__gte=began)
    for row in rows.exclude(rule_code=PAUSE_RULE).select_related("inspection__partnership"):
        old = row.due_on
        if row.anchor == "onsite_end_on" and inspection.onsite_end_on and not row.hand_moved:
            row.anchor_on = inspection.onsite_end_on
            row.due_on = row.counted(calendar)
        else:
            row.shifted_days += 0 if row.hand_moved else days
            row.due_on = calendar.add_working_days(row.due_on, days)
        row.moved_reason, row.moved_by, row.laid_on = why, by, min(day, row.due_on)
        row.version += 1
        row.save()
        record(actor=by, verb=verbs.SHIFTED, subject=row, changes={"due_on": (old, row.due_on)}, reason=why)
