"""Visits: planned, prepared, held, written up, or cancelled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from improvement.models import Plan, PlanItem
from inspections.services.child_names import refuse_names
from monitoring import verbs
from monitoring.choices import Body
from monitoring.models import Visit
from monitoring.services import dates
from monitoring.services.bodies import adviser
from monitoring.services.telling import forum, tell, tell_plan
from rulebook import words
from rulebook.frameworks.base import UnknownKind


@transaction.atomic
def plan_visit(*, by: Any, plan: Plan, kind: str, visit_on: date, where: str = "") -> Visit:
    """Plan the next visit of this kind to an area whose plan is open, lay its day and tell the area.

    The day may be in the past, for a visit that was not recorded then, but not before the plan opened. Raises PermissionDenied
    and Refused.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    adviser(by, plan.inspection)
    if not plan.is_open:
        raise Refused(f"The plan is at ‘{plan.state_words}’: it is not visited any more.")
    try:
        plan.kind_spec.visit_kind(kind)
    except UnknownKind:
        raise Refused(Reason("Choose the kind of visit", "kind")) from None
    _check_day(plan, visit_on)
    refuse_names(plan.inspection, where=where)
    numbers = Visit.objects.filter(plan=plan, kind=kind).aggregate(last=Max("number"))
    places = Visit.objects.filter(inspection=plan.inspection).aggregate(last=Max("place"))
    visit = Visit.objects.create(
        plan=plan,
        inspection=plan.inspection,
        kind=kind,
        number=(numbers["last"] or 0) + 1,
        place=(places["last"] or 0) + 1,
        visit_on=visit_on,
        where=where.strip(),
    )
    record(actor=by, verb=verbs.VISIT_PLANNED, subject=visit, changes={"visit_on": (None, visit_on)})
    dates.lay_visit(visit=visit, by=by)
    _tell(visit, by, "planned", f"planned for {words.weekday(visit_on)}")
    return visit


@transaction.atomic
def change_visit(*, by: Any, visit: Visit, version: int, visit_on: date, where: str, agenda: str) -> Visit:
    """Change the day, the place or the agenda of a visit that lies ahead; the first agenda moves it on.

    Its deadlines follow the day. Raises PermissionDenied, Refused and Conflict.
    """
    adviser(by, visit.inspection)
    before = held_for_change(visit)
    if not before.is_ahead:
        raise Refused(f"This visit is at ‘{before.state_words}’: its agenda and day are not changed any more.")
    _check_day(before.plan, visit_on)
    refuse_names(before.inspection, agenda=agenda, where=where)
    agenda = agenda.strip()
    if not agenda and before.state != "planned":
        raise Refused(Reason("Enter the agenda", "agenda"))
    after = {"visit_on": visit_on, "where": where.strip(), "agenda": agenda}
    changes = {name: (getattr(before, name), value) for name, value in after.items() if getattr(before, name) != value}
    if version != before.version:
        raise Conflict(before)
    for name, value in after.items():
        setattr(before, name, value)
    save_if_unchanged(before, version=version, fields=tuple(after))
    record(actor=by, verb=verbs.VISIT_CHANGED, subject=before, changes=changes)
    if before.state == "planned" and agenda:
        advance(before, "set_agenda", by=by, facts={"agenda": True})
    if "visit_on" in changes:
        dates.lay_visit(visit=before, by=by)
        # With the version: a visit that is moved back to a day it had before is told again.
        _tell(
            before, by, f"moved:{before.version}:{visit_on.isoformat()}", f"now planned for {words.weekday(visit_on)}"
        )
    return before


@transaction.atomic
def request_evidence(*, by: Any, visit: Visit, evidence_asked: str) -> Visit:
    """Ask the area for evidence; it is due two weeks before the visit. Raises PermissionDenied and Refused."""
    adviser(by, visit.inspection)
    visit = held_for_change(visit)
    refuse_names(visit.inspection, evidence_asked=evidence_asked)
    if not evidence_asked.strip():
        raise Refused(Reason("Say what evidence is asked for", "evidence_asked"))
    visit.evidence_asked = evidence_asked.strip()
    visit.save(update_fields=["evidence_asked", "updated_at"])
    advance(visit, "request_evidence", by=by, facts={"evidence_asked": True})
    dates.lay_visit(visit=visit, by=by)
    due = dates.evidence_deadline(visit)
    assert due is not None
    _tell(visit, by, "evidence", f"evidence due {words.weekday(due.due_on)}", evidence_asked.strip())
    return visit


@transaction.atomic
def invite_forum(*, by: Any, visit: Visit, invited: bool = True) -> Visit:
    """Show the agenda of this visit to the parent carer forum, or take that back. Raises PermissionDenied and Refused."""
    adviser(by, visit.inspection)
    visit = held_for_change(visit)
    if not visit.is_ahead:
        raise Refused("The forum is invited before the visit.")
    if invited == (visit.forum_invited_at is not None):
        return visit
    visit.forum_invited_at = clock.now() if invited else None
    visit.save(update_fields=["forum_invited_at", "updated_at"])
    record(actor=by, verb=verbs.FORUM_INVITED if invited else verbs.FORUM_UNINVITED, subject=visit)
    if invited:
        tell(
            forum(visit.inspection.partnership),
            event=f"visit:{visit.pk}:forum:{visit.forum_invited_at.isoformat()}",  # type: ignore[union-attr]
            subject=f"{visit.title} in {visit.inspection.partnership.name}: the forum is invited",
            body=f"The DfE and NHS England invite the parent carer forum on {words.weekday(visit.visit_on)}. The page shows the agenda.",
            url=f"/inspections/{visit.inspection.reference}/plan/support/forum/{visit.place}/",
        )
    return visit


@transaction.atomic
def hold(*, by: Any, visit: Visit, held_on: date, attended: Sequence[str]) -> Visit:
    """Record that the visit was held, on which day and who attended by office. Raises PermissionDenied and Refused.

    Meets its own deadline and the next one its kind answers: a monitoring visit, a review, the first stocktake.
    """
    adviser(by, visit.inspection)
    visit = held_for_change(visit)
    offices = [office.strip() for office in attended if office.strip()]
    refuse_names(visit.inspection, attended="\n".join(offices))
    if held_on > clock.today():
        raise Refused(Reason("The day it was held must be today or in the past", "held_on"))
    if held_on < visit.plan.opened_on:
        opened = words.weekday(visit.plan.opened_on)
        raise Refused(Reason(f"The day cannot be before the plan was opened, {opened}", "held_on"))
    visit.held_on, visit.attended = held_on, offices
    visit.save(update_fields=["held_on", "attended", "updated_at"])
    advance(visit, "hold", by=by, facts={"held_on": held_on, "today": clock.today(), "attended": bool(offices)})
    dates.held(visit=visit, by=by, held_on=held_on)
    return visit


@transaction.atomic
def write_up(*, by: Any, visit: Visit) -> Visit:
    """Finish the joint record: both notes are signed and every item is found. Raises PermissionDenied and Refused."""
    adviser(by, visit.inspection)
    visit = held_for_change(visit)
    advance(visit, "write_up", by=by, facts=record_facts(visit))
    return visit


@transaction.atomic
def cancel(*, by: Any, visit: Visit, reason: str) -> Visit:
    """Cancel a visit that lies ahead; its deadlines are closed and the area is told why. Raises PermissionDenied and Refused."""
    adviser(by, visit.inspection)
    visit = held_for_change(visit)
    if not reason.strip():
        raise Refused(Reason("Enter the reason", "reason"))
    refuse_names(visit.inspection, reason=reason)
    advance(visit, "cancel", by=by, reason=reason.strip())
    dates.cancelled(visit=visit, by=by, reason=reason.strip())
    _tell(visit, by, "cancelled", "cancelled", reason.strip())
    return visit


def record_facts(visit: Visit) -> dict[str, bool]:
    """What the guards of the record ask."""
    return {"notes_signed": notes_signed(visit), "every_item_found": not items_without_finding(visit)}


def notes_signed(visit: Visit) -> bool:
    signed = visit.notes.filter(signed_at__isnull=False).values_list("body", flat=True)
    return set(signed) == set(Body.values)


def items_without_finding(visit: Visit) -> list[PlanItem]:
    """The items still monitored of which the record says nothing yet."""
    open_items = visit.plan.items.filter(released_on=None)
    return list(open_items.exclude(pk__in=visit.findings.values("item")))


def missing(visit: Visit, move: str) -> tuple[str, ...]:
    """What stands in the way of finishing the record, in plain sentences."""
    return visit.LIFECYCLE.missing(visit.state, move, record_facts(visit))


def held_for_change(visit: Visit) -> Visit:
    """The row as it stands, locked."""
    held = Visit.objects.select_for_update(of=("self",)).select_related("plan", "inspection__partnership")
    found: Visit = held.get(pk=visit.pk)
    found.plan.inspection = found.inspection
    return found


def _check_day(plan: Plan, visit_on: date) -> None:
    if visit_on < plan.opened_on:
        opened = words.weekday(plan.opened_on)
        raise Refused(Reason(f"The day cannot be before the plan was opened, {opened}", "visit_on"))


def _tell(visit: Visit, by: Any, event: str, what: str, more: str = "") -> None:
    area = visit.inspection.partnership.name
    tell_plan(
        visit.plan,
        but=by,
        event=f"visit:{visit.pk}:{event}",
        subject=f"{visit.title} in {area}: {what}",
        body=f"{visit.title} by the DfE and NHS England: {what}." + (f"\n\n{more}" if more else ""),
        url=visit.get_absolute_url(),
    )
