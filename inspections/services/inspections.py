"""What may be done with an inspection: the one module other apps and pages call for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections import verbs
from inspections.models import Inspection
from inspections.services import timeline
from inspections.services.calendar import working_calendar
from inspections.services.creation import create_inspection, free_reference
from inspections.services.notification import (
    calls_outstanding,
    edition_for,
    nominate_lano,
    record_call,
    record_notification,
)
from inspections.services.pauses import cancel, defer, mark_incomplete, pause, replan, resume
from inspections.services.products import (
    mark_issued,
    mark_published,
    mark_shared,
    record_outcome,
    record_receipt,
)
from inspections.services.steps import covered, missing, not_in_future, refuse, take
from rulebook import words

__all__ = [
    "calls_outstanding",
    "cancel",
    "create_inspection",
    "defer",
    "free_reference",
    "make_move",
    "mark_incomplete",
    "mark_issued",
    "mark_published",
    "mark_shared",
    "missing",
    "nominate_lano",
    "pause",
    "record_call",
    "record_notification",
    "record_outcome",
    "record_receipt",
    "replan",
    "resume",
    "set_dates",
]

# Dates that may be set by hand, in the order they come.
DATES = (
    "planned_for_on",
    "notified_on",
    "setup_on",
    "fieldwork_start_on",
    "onsite_start_on",
    "onsite_end_on",
    "feedback_on",
)
# The fields a move may bring with it: {move: {fact: field}}.
BROUGHT = {
    "set_up": {"setup_on": "setup_on"},
    "give_feedback": {"feedback_on": "feedback_on", "onsite_end_on": "onsite_end_on"},
    "return_for_evidence": {"onsite_end_on": "onsite_end_on"},
}
OWN_SERVICE: dict[str, Callable[..., Any]] = {
    "notify": record_notification,
    "pause": pause,
    "resume": resume,
    "defer": defer,
    "replan": replan,
    "cancel": cancel,
    "mark_incomplete": mark_incomplete,
}
WITH_REASON = ("pause", "defer", "cancel", "mark_incomplete")


@transaction.atomic
def make_move(*, by: Any, inspection: Inspection, move: str, reason: str = "", **facts: Any) -> Inspection:
    """Make one move of the lifecycle, with the facts that come with it, and bring the deadlines up to date.

    Facts by move: notify (notified_on, onsite_start_on), set_up (setup_on, code_of_conduct), give_feedback (feedback_on,
    onsite_end_on), pause (paused_on), resume (resumed_on), defer (requested_in_writing_by), replan (planned_for_on),
    return_for_evidence (onsite_end_on), close (open_plans: how many plans are not accepted, which only the caller knows).
    Drafts, issue and publication belong to mark_shared, mark_issued and mark_published. Raises Refused and PermissionDenied.
    """
    if service := OWN_SERVICE.get(move):
        if move in WITH_REASON:
            facts["reason"] = reason
        if move == "defer":
            facts.setdefault("requested_in_writing_by", "")
        service(by=by, inspection=inspection, **facts)
        return inspection
    brought = BROUGHT.get(move, {})
    fields = {brought[fact]: value for fact, value in facts.items() if fact in brought and value is not None}
    reasons = covered(working_calendar(), {name: facts.get(name) for name in brought})
    for name in set(brought) - {"onsite_end_on"}:
        reasons += not_in_future(facts.get(name), name)
    if move == "set_up":
        fields.setdefault("setup_on", clock.today())
        if inspection.notified_on and fields["setup_on"] < inspection.notified_on:
            reasons.append(Reason("The set-up discussion cannot be before the notification call", "setup_on"))
        if facts.get("code_of_conduct"):
            fields["code_of_conduct_at"] = clock.now()
    if move == "give_feedback" and inspection.onsite_end_on is None:
        # The final feedback meeting is held on the last day on site.
        fields.setdefault("onsite_end_on", facts.get("feedback_on"))
    refuse(reasons)
    take(inspection, move, by=by, reason=reason, facts=facts, fields=fields)
    timeline.settle(inspection=inspection, by=by)
    timeline.lay_out_again(inspection=inspection, by=by)
    if move == "close_without_report":
        timeline.close(inspection=inspection, by=by, reason="The inspection ended without a report.")
    return inspection


@transaction.atomic
def set_dates(
    *,
    by: Any,
    inspection: Inspection,
    version: int | None = None,
    reason: str = "",
    assumed: Iterable[str] | None = None,
    **dates: date | None,
) -> Inspection:
    """Correct dates of an inspection that is under way, for a reason, and bring its open deadlines up to date.

    `dates` may name planned_for_on, notified_on, setup_on, fieldwork_start_on, onsite_start_on, onsite_end_on and feedback_on.
    Raises Refused beside the field, and core.errors.Conflict when `version` is not the present one (both texts are shown).
    """
    if unknown := set(dates) - set(DATES):
        raise ValueError(f"not dates that may be set: {', '.join(sorted(unknown))}")
    if inspection.is_published or inspection.state == "cancelled":
        raise Refused("The dates of an inspection that has ended cannot be changed")
    changes = {
        name: (getattr(inspection, name), day) for name, day in dates.items() if getattr(inspection, name) != day
    }
    reasons = covered(working_calendar(), {name: day for name, (_, day) in changes.items()})
    for name in ("notified_on", "setup_on", "feedback_on"):
        if name in changes:
            reasons += not_in_future(changes[name][1], name)
    after = {name: dates.get(name, getattr(inspection, name)) for name in DATES}
    received, ended = inspection.report_received_on, after["onsite_end_on"]
    if received and ended and ended > received:
        reasons.append(Reason(f"The final report was received on {words.weekday(received)}", "onsite_end_on"))
    reasons += [
        Reason(f"This cannot be before {words.weekday(after[earlier])}, {what}", later)
        for earlier, later, what in (
            ("notified_on", "setup_on", "the day of the notification call"),
            ("notified_on", "fieldwork_start_on", "the day of the notification call"),
            ("notified_on", "onsite_start_on", "the day of the notification call"),
            ("onsite_start_on", "onsite_end_on", "the first day on site"),
            ("onsite_start_on", "feedback_on", "the first day on site"),
        )
        if after[earlier] and after[later] and after[later] < after[earlier]
    ]
    reasons += [
        Reason("This date is already known. Enter the right date", name)
        for name, (old, day) in changes.items()
        if old is not None and day is None and name != "planned_for_on"
    ]
    if changes and inspection.notified_on and not reason.strip():
        reasons.append(Reason("Give a reason for the change", "reason"))
    refuse(reasons)
    fields = {name: day for name, (_, day) in changes.items()}
    values: dict[str, Any] = dict(fields)
    # A date that is set right is not assumed any more, unless the person says so.
    values["assumed"] = sorted(set(inspection.assumed) - set(fields) if assumed is None else set(assumed))
    if after["notified_on"] and "notified_on" in fields:
        values["edition_code"] = edition_for(inspection, after["notified_on"]).code
    for name, value in values.items():
        setattr(inspection, name, value)
    save_if_unchanged(inspection, version=inspection.version if version is None else version, fields=list(values))
    record(actor=by, verb=verbs.DATES_SET, subject=inspection, changes=changes, reason=reason)
    timeline.lay_out_again(inspection=inspection, by=by)
    return inspection
