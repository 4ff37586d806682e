"""Reads of the keep-in-touch log. Who was at a meeting may read its record; the office holders and the team read all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.access import can
from accounts.choices import Permission, Role
from coordination.models import KitIssue, KitRecord, Side, TeamNote
from coordination.queries.people import by_delegation, kit_delegations
from inspections.models import Inspection, TeamPlace
from partnerships.models import Membership

LEADS = (Role.LEAD_INSPECTOR, Role.CQC_LEAD)
OFFICES = (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE)


def readable(actor: Any, inspection: Inspection, *, reads_all: bool | None = None) -> QuerySet[KitRecord]:
    """The records this person may read, oldest first."""
    records = KitRecord.objects.filter(inspection=inspection).select_related(
        "inspection__partnership", "written_by", "corrects", "inspectors_agreed_by", "area_agreed_by"
    )
    if can(actor, Permission.KIT_VIEW, inspection) if reads_all is None else reads_all:
        return records.order_by("number")
    was_there = Q(present__user=actor) | Q(present__contact__user=actor)
    return records.filter(pk__in=KitRecord.objects.filter(was_there).values("pk")).order_by("number")


def side_of(person: Any, inspection: Inspection, on: date) -> tuple[str, str] | None:
    """(side, office in words) for which a person may agree a record on a day; None for nobody's."""
    place = TeamPlace.objects.in_force(on).filter(inspection=inspection, user=person, role__in=LEADS).first()
    if place:
        return Side.INSPECTORS, Role(place.role).label
    member = (
        Membership.objects.in_force(on)
        .filter(partnership_id=inspection.partnership_id, user=person, role__in=OFFICES)
        .first()
    )
    if member:
        return Side.AREA, member.office or Role(member.role).label
    delegation = next((row for row in kit_delegations(inspection, on) if row.delegate_id == person.pk), None)
    return (Side.AREA, by_delegation(delegation)) if delegation else None


def issues(inspection: Inspection) -> QuerySet[KitIssue]:
    return (
        KitIssue.objects.filter(inspection=inspection)
        .select_related("record", "task__owner", "task__done_by", "task__inspection__partnership")
        .order_by("number")
    )


def open_issues(inspection: Inspection) -> QuerySet[KitIssue]:
    return issues(inspection).filter(task__done_at__isnull=True, task__withdrawn_at__isnull=True)


def carried_to(record: KitRecord) -> list[KitIssue]:
    """What earlier meetings left open and this one has to look at: all that was not closed before the meeting before it."""
    before = (
        KitRecord.objects.filter(inspection=record.inspection, number__lt=record.number, corrects=None)
        .order_by("-number")
        .first()
    )
    if before is None:
        return []
    closed_since = Q(task__done_at__gte=before.held_at) | Q(task__withdrawn_at__gte=before.held_at)
    still_open = Q(task__done_at__isnull=True, task__withdrawn_at__isnull=True)
    return list(issues(record.inspection).filter(still_open | closed_since, record__number__lt=record.number))


def team_notes(inspection: Inspection) -> QuerySet[TeamNote]:
    return TeamNote.objects.filter(inspection=inspection).select_related("written_by")
