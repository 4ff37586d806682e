"""Lists and look-ups of inspections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q

from accounts.choices import Permission
from inspections.choices import PUBLISHED_STATES, Source
from inspections.models import Inspection, InspectionQuerySet

NEWEST_FIRST = (
    F("onsite_start_on").desc(nulls_last=True),
    F("published_on").desc(nulls_last=True),
    "reference",
)


def visible_to(actor: Any, on: date | None = None) -> InspectionQuerySet:
    """What a person may see the page of: the inspections in their reach, and all published ones. Anyone sees the published."""
    permitted = Inspection.objects.permitted(actor, Permission.INSPECTION_VIEW, on)
    return Inspection.objects.filter(
        Q(pk__in=permitted.order_by().values("pk"))
        | Q(state__in=PUBLISHED_STATES, published_on__isnull=False)
        | Q(state__in=PUBLISHED_STATES, source=Source.NOTES)
    )


def listed(
    inspections: InspectionQuerySet,
    *,
    text: str = "",
    region: str = "",
    framework: str = "",
    kind: str = "",
    state: str = "",
    outcome: str = "",
) -> InspectionQuerySet:
    """Inspections with their area, region and LANO, newest first, narrowed by any filters given. `text` is words of the area's
    name or the reference."""
    rows = inspections.select_related("partnership__region", "partnership__authority", "lano")
    for word in text.split():
        rows = rows.filter(Q(partnership__name__icontains=word) | Q(reference__icontains=word))
    chosen = {
        "partnership__region": region,
        "framework_code": framework,
        "kind": kind,
        "state": state,
        "outcome": outcome,
    }
    return rows.filter(**{name: value for name, value in chosen.items() if value}).order_by(*NEWEST_FIRST)


def of_areas(partnership_ids: list[int]) -> InspectionQuerySet:
    """Every inspection of some areas, oldest first, for a history across reorganisations and frameworks."""
    return (
        Inspection.objects.filter(partnership__in=partnership_ids)
        .select_related("partnership__region", "follows", "superseded_by")
        .order_by(F("onsite_start_on").asc(nulls_first=True), "published_on", "pk")
    )
