"""Open deadlines across the inspections a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from accounts.access import EVERYWHERE, along, either, limited
from accounts.choices import Permission
from inspections.models import Deadline, Inspection
from inspections.models.deadline import DeadlineQuerySet
from partnerships.models import Partnership
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing


@dataclass(frozen=True)
class OpenDeadline:
    deadline: Deadline
    standing: Standing


def open_for(actor: Any, *, today: date, calendar: WorkingCalendar, within: date | None = None) -> list[OpenDeadline]:
    """The open deadlines of a person's inspections, and the plan deadlines of areas whose plans they may read, soonest first.

    `within` leaves out those due after a day. Standing is worked out on `today`.
    """
    return [
        OpenDeadline(row, standing(row.due_on, None, today, calendar))
        for row in permitted(actor, today).filter(Q(due_on__lte=within) if within else Q())
    ]


def permitted(actor: Any, on: date) -> DeadlineQuerySet:
    """The open deadlines a person may see, with inspection, area and region fetched."""
    return visible(actor, on).open()


def visible(actor: Any, on: date) -> DeadlineQuerySet:
    """All deadlines a person may see, open or not, soonest first, with inspection, area and region fetched."""
    return (
        Deadline.objects.filter(seen(actor, on))
        .select_related("inspection__partnership__region")
        .order_by("due_on", "pk")
    )


def seen(actor: Any, on: date) -> Q:
    """The condition on a deadline that this person may see it."""
    inspections, areas = Inspection.objects.all(), Partnership.objects.all()
    viewed = inspections.condition(actor, Permission.INSPECTION_VIEW, on)
    if viewed is EVERYWHERE:  # each deadline has an inspection
        return EVERYWHERE
    of_plan = Q(scope="plan")
    return either(
        along("inspection", viewed),
        limited(inspections.condition(actor, Permission.PLAN_VIEW, on, path="inspection"), of_plan),
        limited(areas.condition(actor, Permission.PLAN_VIEW, on, path="inspection__partnership"), of_plan),
    )
