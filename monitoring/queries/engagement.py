"""Reads of engagement meetings: of one area, and the view of all areas for those who schedule inspections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from monitoring.models import EngagementMeeting
from partnerships.models import Partnership, Region
from rulebook.frameworks.rules import Unit
from rulebook.frameworks.support import ENGAGEMENT_MONTHS
from rulebook.timeline import due_on


@dataclass(frozen=True)
class Overview:
    """One area: its last meeting, its next, the actions still open, what it means for scheduling. `late` when a year has passed."""

    area: Partnership
    last: EngagementMeeting | None
    planned_on: date | None
    open_actions: int
    expected_on: date | None
    late: bool


def meetings_of(partnership: Partnership) -> QuerySet[EngagementMeeting]:
    return (
        EngagementMeeting.objects.filter(partnership=partnership)
        .select_related("partnership")
        .annotate(open_actions=Count("actions", filter=Q(actions__done_on=None)))
        .order_by("-number")
    )


def areas(*, today: date, region: str = "") -> QuerySet[Any]:
    """Every area of today, the longest without a meeting first."""
    held = EngagementMeeting.objects.filter(partnership=OuterRef("pk"), state="held").order_by("-held_on")
    planned = EngagementMeeting.objects.filter(partnership=OuterRef("pk"), state="planned")
    found: QuerySet[Any] = (
        Partnership.objects.on(today)
        .select_related("region")
        .annotate(
            last_pk=Subquery(held.values("pk")[:1]),
            last_on=Subquery(held.values("held_on")[:1]),
            planned_on=Subquery(planned.values("meet_on")[:1]),
            open_actions=Count(
                "engagement_meetings__actions", filter=Q(engagement_meetings__actions__done_on=None), distinct=True
            ),
        )
        .order_by(F("last_on").asc(nulls_first=True), "name")
    )
    return found.filter(region_id=region) if region else found


def overview(page: list[Any], *, today: date, calendar: Any) -> list[Overview]:
    """One page of `areas`, with one query more."""
    held = EngagementMeeting.objects.select_related("partnership").in_bulk(
        [area.last_pk for area in page if area.last_pk]
    )
    made = []
    for area in page:
        last = held.get(area.last_pk)
        expected = expected_on(last.held_on, calendar) if last and last.held_on else None
        late = area.planned_on is None and expected is not None and expected < today
        made.append(Overview(area, last, area.planned_on, area.open_actions, expected, late))
    return made


def expected_on(held_on: date, calendar: Any) -> date:
    """A year after the last meeting."""
    return due_on(held_on, ENGAGEMENT_MONTHS, Unit.CALENDAR_MONTHS, calendar)


def regions() -> list[tuple[str, str]]:
    return list(Region.objects.values_list("code", "name"))
