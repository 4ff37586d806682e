"""Deadlines: laid out from the rules, changed for a reason, met, removed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections import verbs
from inspections.choices import ANSWERED_BY, PLAN_DUE_ANCHOR, Source
from inspections.models import Deadline, Inspection
from inspections.services.calendar import working_calendar
from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.base import Scope, Unit
from rulebook.timeline import Milestone, explain, resolve

# What a rule gives and a recomputation may change.
GIVEN = ("name", "owner_code", "anchor", "anchor_on", "offset", "unit", "due_on", "calendar_edition", "source")
FLAGS = ("confirmed", "approximate", "reminders")


@transaction.atomic
def lay_out(
    *,
    inspection: Inspection,
    by: Any,
    scope: Scope = "inspection",
    extra_anchors: Mapping[str, date | None] | None = None,
) -> list[Deadline]:
    """Add the deadlines that the dates known so far settle, and recompute the open ones; returns those added or changed.

    Called again whenever a date becomes known. Deadlines met, closed or moved by hand are never touched. An open one whose
    rule no longer applies, though its date is known (another outcome was recorded), is removed. `extra_anchors` are the
    anchors an inspection does not hold, such as plan_accepted_on. Raises Refused when a sum leaves the calendar.
    """
    calendar = working_calendar()
    anchors = {**inspection.anchors, **(extra_anchors or {})}
    # A duty that only one outcome brings would tell the outcome: it waits for the end of the embargo.
    outcome = inspection.outcome if scope == "plan" or inspection.published_on else ""
    try:
        milestones = resolve(
            inspection.edition, inspection.kind, anchors, calendar, outcome=outcome or None, scope=scope
        )
    except NotCovered as error:
        raise Refused(str(error)) from error
    held = {(row.rule_code, row.occurrence): row for row in Deadline.objects.filter(inspection=inspection, scope=scope)}
    added, changed = [], []
    changes: dict[str, tuple[date | None, date | None]] = {}
    for milestone in milestones:
        code = (milestone.rule.code, milestone.occurrence)
        row = held.pop(code, None)
        if row is None:
            row = _new(inspection, scope, milestone)
            added.append(row)
            changes[_label(row)] = (None, row.due_on)
        elif row.is_open and not row.hand_moved:
            old = row.due_on
            if _recompute(row, milestone, calendar):
                changed.append(row)
                if row.due_on != old:
                    changes[_label(row)] = (old, row.due_on)
    known = {name for name, day in inspection.anchors.items() if day is not None}
    gone = [row for row in held.values() if row.is_open and not row.hand_moved and row.anchor in known]
    for row in gone:
        changes[_label(row)] = (row.due_on, None)
    Deadline.objects.bulk_create(added)
    Deadline.objects.bulk_update(changed, [*GIVEN, *FLAGS, "laid_on", "version"])
    Deadline.objects.filter(pk__in=[row.pk for row in gone]).delete()
    if changes:
        record(actor=by, verb=verbs.LAID_OUT, subject=inspection, changes=changes)
    return [*added, *changed]


def lay_out_again(*, inspection: Inspection, by: Any) -> None:
    """After a date of the inspection changed: its own deadlines and, where a plan is open, those of the plan.

    A published inspection that came from a list, without its call, gets no deadlines of its own: they would all be long past.
    """
    if inspection.source == Source.SERVICE or inspection.notified_on is not None:
        lay_out(inspection=inspection, by=by)
    kept = Deadline.objects.filter(inspection=inspection, scope="plan").values_list("anchor", "anchor_on")
    if kept:
        extra = {anchor: on for anchor, on in kept if anchor not in inspection.anchors}
        lay_out(inspection=inspection, by=by, scope="plan", extra_anchors=extra)


@transaction.atomic
def lay_out_one(
    *, inspection: Inspection, by: Any, rule_code: str, anchor_on: date, offset: int | None = None, occurrence: int = 1
) -> Deadline:
    """Lay one rule out from a date the inspection does not keep, such as the start of a pause; again when that date is corrected.

    One met, closed or moved by hand is left as it is. Raises Refused.
    """
    rule = inspection.edition.rule(rule_code)
    try:
        explanation = explain(rule, anchor_on, working_calendar(), offset)
    except NotCovered as error:
        raise Refused(str(error)) from error
    milestone = Milestone(rule, occurrence, anchor_on, explanation.due, explanation)
    held = Deadline.objects.filter(
        inspection=inspection, scope=rule.scope, rule_code=rule_code, occurrence=occurrence
    ).first()
    before = held.due_on if held else None
    row = held or _new(inspection, rule.scope, milestone)
    if held and (not held.is_open or held.hand_moved or not _recompute(held, milestone, working_calendar())):
        return held
    row.save()
    record(actor=by, verb=verbs.LAID_OUT, subject=inspection, changes={_label(row): (before, row.due_on)})
    return row


@transaction.atomic
def change_date(*, by: Any, deadline: Deadline, due_on: date, reason: str, version: int | None = None) -> Deadline:
    """Move one open deadline by hand, for a reason that is kept with it. What the rule gave stays in `original_due_on`.

    `version` is the one the person saw (the row's by default). Raises Refused, and core.errors.Conflict when somebody changed
    the deadline meanwhile.
    """
    reasons = []
    if not deadline.is_open or deadline.inspection.state == "cancelled":
        raise Refused("This deadline is not open any more, so its date cannot be changed")
    if not reason.strip():
        reasons.append(Reason("Give a reason for the change", "reason"))
    if due_on == deadline.due_on:
        reasons.append(Reason("This is the date it has already. Enter another date", "due_on"))
    if deadline.offset > 0 and due_on < deadline.anchor_on:
        started = words.weekday(deadline.anchor_on)
        reasons.append(Reason(f"The date cannot be before {started}, from which it is counted", "due_on"))
    calendar = working_calendar()
    if deadline.unit == Unit.WORKING_DAYS and not calendar.covers(due_on):
        reasons.append(Reason(_uncovered(calendar, due_on), "due_on"))
    if reasons:
        raise Refused(*reasons)
    seen = deadline.version if version is None else version
    before = deadline.due_on
    deadline.due_on, deadline.hand_moved = due_on, True
    deadline.moved_reason, deadline.moved_by = reason.strip(), by
    deadline.laid_on = min(clock.today(), due_on)
    save_if_unchanged(deadline, version=seen, fields=("due_on", "hand_moved", "moved_reason", "moved_by", "laid_on"))
    record(actor=by, verb=verbs.DATE_CHANGED, subject=deadline, changes={"due_on": (before, due_on)}, reason=reason)
    if deadline.scope == "plan":
        _follow(deadline, before, calendar, by)
    return deadline


@transaction.atomic
def mark_met(*, by: Any, deadline: Deadline, met_on: date) -> Deadline:
    """Mark an open deadline met on a day, not in the future and not before the day it is counted from. Raises Refused."""
    if met_on > clock.today():
        raise Refused(Reason("The date it was met must be today or in the past", "met_on"))
    if deadline.offset > 0 and met_on < deadline.anchor_on:
        started = words.weekday(deadline.anchor_on)
        raise Refused(Reason(f"The date cannot be before {started}, from which it is counted", "met_on"))
    changed = (
        Deadline.objects.open().filter(pk=deadline.pk).update(met_on=met_on, met_by=by, version=deadline.version + 1)
    )
    if not changed:
        raise Refused("This deadline has been met or closed already")
    deadline.met_on, deadline.met_by, deadline.version = met_on, by, deadline.version + 1
    record(actor=by, verb=verbs.MET, subject=deadline, changes={"met_on": (None, met_on)})
    return deadline


def settle(*, inspection: Inspection, by: Any, also: Mapping[str, date] | None = None) -> None:
    """Mark met the open deadlines that recorded facts have answered: {rule code: day} in `also`, and the inspection's dates."""
    today = clock.today()
    known = {code: getattr(inspection, field) for code, field in ANSWERED_BY.items()} | dict(also or {})
    answered = {code: on for code, on in known.items() if on is not None and on <= today}
    rows = Deadline.objects.open().filter(inspection=inspection, rule_code__in=answered)
    for row in rows.select_related("inspection__partnership"):
        on = answered[row.rule_code]
        mark_met(by=by, deadline=row, met_on=max(on, row.anchor_on) if row.offset > 0 else on)


@transaction.atomic
def remove(*, inspection: Inspection, by: Any, reason: str, scope: Scope = "inspection") -> None:
    """Remove the deadlines of an inspection that is put off. The audit keeps each with its dates."""
    rows = list(Deadline.objects.filter(inspection=inspection, scope=scope))
    if rows:
        changes: dict[str, tuple[Any, Any]] = {
            _label(row): (
                f"due {row.due_on.isoformat()}" + (f", met {row.met_on.isoformat()}" if row.met_on else ""),
                None,
            )
            for row in rows
        }
        record(actor=by, verb=verbs.REMOVED, subject=inspection, changes=changes, reason=reason)
        Deadline.objects.filter(pk__in=[row.pk for row in rows]).delete()


@transaction.atomic
def close(
    *,
    inspection: Inspection,
    by: Any,
    reason: str,
    rule_codes: Iterable[str] | None = None,
    occurrence: int | None = None,
) -> None:
    """Close the open deadlines of an inspection that goes no further: none is overdue any more.

    Only those of some rules with `rule_codes`, and only one occurrence of them with `occurrence`.
    """
    rows = Deadline.objects.filter(inspection=inspection, met_on=None, closed_on=None)
    if rule_codes is not None:
        rows = rows.filter(rule_code__in=list(rule_codes))
    if occurrence is not None:
        rows = rows.filter(occurrence=occurrence)
    closing = list(rows)
    if closing:
        today = clock.today()
        rows.update(closed_on=today)
        changes = {_label(row): (row.due_on, f"closed on {words.day(today)}") for row in closing}
        record(actor=by, verb=verbs.CLOSED, subject=inspection, changes=changes, reason=reason)


def _follow(plan_due: Deadline, before: date, calendar: WorkingCalendar, by: Any) -> None:
    """Dates counted back from the due date of a plan go with it."""
    rows = Deadline.objects.open().filter(
        inspection=plan_due.inspection, scope="plan", anchor=PLAN_DUE_ANCHOR, anchor_on=before, hand_moved=False
    )
    why = f"{plan_due.name} was moved to {words.weekday(plan_due.due_on)}."
    for row in rows.select_related("inspection__partnership"):
        old, row.anchor_on = row.due_on, plan_due.due_on
        try:
            row.due_on = row.counted(calendar)
        except NotCovered as error:
            raise Refused(Reason(str(error), "due_on")) from error
        row.moved_reason, row.moved_by, row.laid_on = why, by, min(clock.today(), row.due_on)
        save_if_unchanged(
            row, version=row.version, fields=("anchor_on", "due_on", "moved_reason", "moved_by", "laid_on")
        )
        record(actor=by, verb=verbs.SHIFTED, subject=row, changes={"due_on": (old, row.due_on)}, reason=why)


def _new(inspection: Inspection, scope: Scope, milestone: Milestone) -> Deadline:
    return Deadline(
        inspection=inspection,
        scope=scope,
        rule_code=milestone.rule.code,
        occurrence=milestone.occurrence,
        original_due_on=milestone.due_on,
        # Recorded late, its reminders still run from the day the clock started: the sweep catches up with one message.
        laid_on=min(clock.today(), milestone.anchor_on),
        **_given(milestone),
    )


def _given(milestone: Milestone) -> dict[str, Any]:
    rule, explanation = milestone.rule, milestone.explanation
    return {
        "name": rule.name,
        "owner_code": rule.owner.name.lower(),
        "anchor": rule.trigger,
        "anchor_on": milestone.anchor_on,
        "offset": explanation.offset,
        "unit": explanation.unit.value,
        "due_on": milestone.due_on,
        "calendar_edition": explanation.calendar_edition,
        "source": explanation.source[:300],
        "confirmed": rule.confirmed,
        "approximate": rule.approximate,
        "reminders": list(rule.reminders),
    }


def _recompute(row: Deadline, milestone: Milestone, calendar: WorkingCalendar) -> bool:
    """Bring an open row up to date; whether anything but the calendar's edition changed."""
    if row.shifted_days:
        try:
            milestone = replace(milestone, due_on=calendar.add_working_days(milestone.due_on, row.shifted_days))
        except NotCovered as error:
            raise Refused(str(error)) from error
    given = _given(milestone)
    different = [field for field, value in given.items() if getattr(row, field) != value]
    if not [field for field in different if field != "calendar_edition"]:
        return False
    if "due_on" in different:
        row.laid_on = min(clock.today(), milestone.anchor_on)
    for field in different:
        setattr(row, field, given[field])
    row.version += 1
    return True


def _label(row: Deadline) -> str:
    return row.name if row.occurrence == 1 else f"{row.name} ({row.occurrence})"


def _uncovered(calendar: WorkingCalendar, day: date) -> str:
    try:
        calendar.is_working_day(day)
    except NotCovered as error:
        return str(error)
    return ""
