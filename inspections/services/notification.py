"""The notification: the move, the four dates, the two calls, the LANO."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from accounts.choices import Role
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections import verbs
from inspections.choices import ENDED_STATES, LANO_RULE
from inspections.models import Inspection, NotificationCall
from inspections.queries.calls import CallSlot, call_slots, outstanding
from inspections.services import notice, timeline
from inspections.services.calendar import working_calendar
from inspections.services.owners import leaders_and_team, tell
from inspections.services.steps import assuming, covered, not_in_future, refuse, save_fields, take
from partnerships.models import Membership
from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.base import Edition
from rulebook.timeline import warnings_for_notification


@transaction.atomic
def record_notification(
    *,
    by: Any,
    inspection: Inspection,
    notified_on: date,
    onsite_start_on: date | None = None,
    assumed: Iterable[str] = (),
) -> list[str]:
    """Record that the area was notified: its dates, its deadlines, and a notice to its leaders and the lead inspector.

    Without `onsite_start_on` the notice rule gives it. Returns warnings to show: not a Monday, fewer working days than usual,
    a bank holiday in between; none of them refuses. Raises Refused beside "notified_on" or "onsite_start_on", and
    PermissionDenied. `assumed` names the dates no source gives.
    """
    calendar = working_calendar()
    refuse(
        [
            *not_in_future(notified_on, "notified_on"),
            *covered(calendar, {"notified_on": notified_on, "onsite_start_on": onsite_start_on}),
        ]
    )
    edition = edition_for(inspection, notified_on)
    spec = edition.kind(inspection.kind)
    if onsite_start_on is not None and onsite_start_on <= notified_on:
        raise Refused(Reason("The first day on site must be after the notification call", "onsite_start_on"))
    warnings = list(suggestion_warnings(edition, inspection.kind, notified_on, onsite_start_on, calendar))
    try:
        by_rule = notice.suggested_onsite_start(edition, spec, notified_on, calendar)
        start = onsite_start_on or (by_rule.by_rule if by_rule else None)
        fieldwork = notice.fieldwork_start(edition, spec, notified_on, start, calendar)
    except NotCovered as error:
        raise Refused(Reason(str(error), "notified_on")) from error
    take(
        inspection,
        "notify",
        by=by,
        facts={
            "notified_on": notified_on,
            "notified_on_is_bank_holiday": calendar.holiday_name(notified_on) is not None,
        },
        fields={
            "edition_code": edition.code,
            "notified_on": notified_on,
            "fieldwork_start_on": fieldwork,
            "onsite_start_on": start,
            "onsite_end_on": notice.usual_onsite_end(spec, start) if start else None,
            "assumed": assuming(inspection, assumed),
        },
    )
    timeline.lay_out(inspection=inspection, by=by)
    settle_lano(inspection, by)
    _tell_of_notification(inspection)
    return warnings


def suggestion_warnings(
    edition: Edition, kind: str, notified_on: date, onsite_start_on: date | None, calendar: WorkingCalendar
) -> tuple[str, ...]:
    """The rulebook's warnings about these dates and, where the notice rule gives no Monday, which Monday is near.

    Raises Refused for a sum that leaves the calendar.
    """
    spec = edition.kind(kind)
    try:
        given = notice.suggested_onsite_start(edition, spec, notified_on, calendar)
        start = onsite_start_on or (given.by_rule if given else None)
        found = list(warnings_for_notification(edition, spec, notified_on, start, calendar))
        if onsite_start_on is None and given and given.monday:
            days = words.count(calendar.working_days_between(notified_on, given.monday), "working day")
            found.append(
                f"The notice period ends on {words.weekday(given.by_rule)}. "
                f"The Monday of that week is {words.day(given.monday)}, {days} after the call."
            )
    except NotCovered as error:
        raise Refused(Reason(str(error), "notified_on")) from error
    return tuple(found)


@transaction.atomic
def record_call(
    *,
    by: Any,
    inspection: Inspection,
    body_kind: str,
    body_name: str,
    person_told: str,
    office: str,
    told_at: datetime,
    note: str = "",
) -> NotificationCall:
    """Record one notification call: which body, who was told there, when. One call to each body. Raises Refused."""
    reasons = []
    if inspection.state in (*ENDED_STATES, "deferred"):
        raise Refused("Calls cannot be recorded for this inspection any more")
    if body_kind not in {call.code for call in inspection.kind_spec.calls}:
        reasons.append(Reason("Choose whether the council or the board was called", "body_kind"))
    for value, field, ask in (
        (body_name, "body_name", "Enter the name of the body that was called"),
        (person_told, "person_told", "Enter the name of the person who was told"),
        (office, "office", "Enter the office of the person who was told"),
    ):
        if not value.strip():
            reasons.append(Reason(ask, field))
    if told_at > clock.now():
        reasons.append(Reason("The time of the call must be in the past", "told_at"))
    told_on = told_at.astimezone(clock.LONDON).date()
    if inspection.notified_on and told_on < inspection.notified_on:
        called = words.weekday(inspection.notified_on)
        reasons.append(Reason(f"The call cannot be before the day of notification, {called}", "told_at"))
    refuse(reasons)
    try:
        with transaction.atomic():
            call = NotificationCall.objects.create(
                inspection=inspection,
                body_kind=body_kind,
                body_name=body_name.strip(),
                person_told=person_told.strip(),
                office=office.strip(),
                told_at=told_at,
                told_by=by,
                note=note.strip(),
            )
    except IntegrityError as error:
        raise Refused(Reason(f"The call to {body_name.strip()} has been recorded already", "body_name")) from error
    record(
        actor=by,
        verb=verbs.CALLED,
        subject=call,
        changes={"told": (None, f"{call.person_told}, {call.office}"), "told_at": (None, told_at)},
    )
    return call


def calls_outstanding(inspection: Inspection) -> list[CallSlot]:
    """The calls still to be recorded: to the council and to each board that commissions for the area on the day."""
    return outstanding(call_slots(inspection))


@transaction.atomic
def nominate_lano(*, by: Any, inspection: Inspection, lano: Any) -> Inspection:
    """Name the local area nominated officer: a LANO member of the partnership. Raises Refused."""
    if inspection.state in ENDED_STATES:
        raise Refused("This inspection has ended, so a LANO cannot be nominated")
    held = Membership.objects.in_force(clock.today()).filter(
        partnership=inspection.partnership, user=lano, role=Role.LANO
    )
    if not held.exists():
        raise Refused(Reason(f"{lano} is not a LANO of {inspection.partnership}. Add them as a member first", "lano"))
    if inspection.lano_id == lano.pk:
        raise Refused(Reason(f"{lano} is the LANO of this inspection already", "lano"))
    save_fields(inspection, by=by, verb=verbs.LANO_NOMINATED, fields={"lano": lano})
    settle_lano(inspection, by)
    if inspection.notified_on and lano.is_active:
        tell(
            lano,
            kind="nominated",
            key=f"nominated:{inspection.reference}:{inspection.notified_on.isoformat()}",
            subject=f"You are the LANO: {inspection}",
            body="You are the single point of contact between the area and the inspectors.",
            url=inspection.get_absolute_url(),
        )
    return inspection


def settle_lano(inspection: Inspection, by: Any) -> None:
    """The deadline for naming the LANO is met on the day there is one."""
    if inspection.lano_id:
        timeline.settle(inspection=inspection, by=by, also={LANO_RULE: clock.today()})


def edition_for(inspection: Inspection, notified_on: date) -> Edition:
    """The edition in force on the day of notification."""
    framework = inspection.framework
    edition = framework.edition_on(notified_on)
    ended = framework.in_force_to is not None and notified_on > framework.in_force_to
    if ended or notified_on < framework.in_force_from or inspection.kind not in edition.kinds:
        raise Refused(
            Reason(
                f"The {framework.short_name} has no {inspection.kind_spec.name.lower()} on {words.day(notified_on)}",
                "notified_on",
            )
        )
    return edition


def _tell_of_notification(inspection: Inspection) -> None:
    notified_on = inspection.notified_on
    if notified_on is None:
        raise ValueError("the inspection has not been notified")
    lines = [f"{inspection.partnership} was notified on {words.weekday(notified_on)}."]
    if inspection.onsite_start_on and inspection.onsite_end_on:
        lines.append(
            f"The inspectors are on site from {words.weekday(inspection.onsite_start_on)} "
            f"to {words.weekday(inspection.onsite_end_on)}."
        )
    for person in leaders_and_team(inspection, clock.today()):
        tell(
            person,
            kind="notified",
            key=f"notified:{inspection.reference}:{notified_on.isoformat()}",
            subject=f"Notification: {inspection}",
            body="\n".join(lines),
            url=inspection.get_absolute_url(),
        )
