"""One step of an inspection along its lifecycle: rights, reasons beside their fields, the move, its dates, the record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.access import require
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from inspections import verbs
from inspections.choices import GUARD_FIELDS
from inspections.models import Inspection
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.lifecycle import Move

LIFECYCLE = Inspection.LIFECYCLE


def facts_of(inspection: Inspection) -> dict[str, Any]:
    """What the guards of the lifecycle may ask that the inspection itself knows."""
    return {
        "notified_on": inspection.notified_on,
        "onsite_start_on": inspection.onsite_start_on,
        "onsite_end_on": inspection.onsite_end_on,
        "feedback_on": inspection.feedback_on,
        "draft_sent_on": inspection.findings_shared_on,
        "received_on": inspection.report_received_on,
        "published_on": inspection.published_on,
        "outcome": inspection.outcome,
        "outcome_needed": bool(inspection.kind_spec.outcome_scale.outcomes),
        "has_letter": inspection.kind_spec.letter is not None,
        "lano_named": inspection.lano_id is not None,
        "today": clock.today(),
    }


def missing(inspection: Inspection, move: str, **facts: Any) -> tuple[str, ...]:
    """What stands in the way of a step now, in plain sentences, for a page to show before it is tried."""
    return LIFECYCLE.missing(inspection.state, move, facts_of(inspection) | facts)


@transaction.atomic
def take(
    inspection: Inspection,
    move: str,
    *,
    by: Any,
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
    fields: Mapping[str, Any] | None = None,
    check_right: bool = True,
) -> Move:
    """Make one move and save the `fields` that come with it.

    `check_right` asks for the permission the move names, unless the service itself acts (`by` is None) or the caller has asked
    for its own. Raises PermissionDenied, and Refused with every reason at once, each beside its field.
    """
    if check_right and by is not None:
        require(by, LIFECYCLE.move(move).permission, inspection)
    known = facts_of(inspection) | dict(facts or {})
    declared = LIFECYCLE.move(move)
    if inspection.state in declared.sources:
        reasons = [
            Reason(guard.message, GUARD_FIELDS.get(guard.code, guard.code))
            for guard in declared.guards
            if not guard.test(known)
        ]
        if declared.needs_reason and not reason.strip():
            reasons.append(Reason("Give a reason", "reason"))
        if reasons:
            raise Refused(*reasons)
    made = advance(inspection, move, by=by, facts=known, reason=reason)
    if fields:
        save_fields(inspection, by=by, fields=fields)
    return made


def save_fields(
    inspection: Inspection, *, by: Any, verb: str = verbs.DATES_SET, fields: Mapping[str, Any], reason: str = ""
) -> None:
    """Set some fields of an inspection and record what changed."""
    changes = {
        name: (getattr(inspection, name), value) for name, value in fields.items() if getattr(inspection, name) != value
    }
    if not changes:
        return
    for name, (_, value) in changes.items():
        setattr(inspection, name, value)
    Inspection.objects.filter(pk=inspection.pk).update(
        **{name: value for name, (_, value) in changes.items()}, version=F("version") + 1, updated_at=clock.now()
    )
    inspection.version += 1
    record(actor=by, verb=verb, subject=inspection, changes=changes, reason=reason)


def not_in_future(day: date | None, field: str) -> list[Reason]:
    if day is not None and day > clock.today():
        return [Reason("The date must be today or in the past", field)]
    return []


def covered(calendar: WorkingCalendar, days: Mapping[str, date | None]) -> list[Reason]:
    """A reason beside each field whose date the bank holidays known do not cover."""
    reasons = []
    for field, day in days.items():
        if day is not None:
            try:
                calendar.is_working_day(day)
            except NotCovered as error:
                reasons.append(Reason(str(error), field))
    return reasons


def refuse(reasons: Iterable[Reason]) -> None:
    """Raise Refused with these reasons, if there are any."""
    if found := list(reasons):
        raise Refused(*found)


def assuming(inspection: Inspection, fields: Iterable[str]) -> list[str]:
    """The assumed fields of an inspection with some more; what is no longer assumed is left to set_dates."""
    return sorted({*inspection.assumed, *fields})
