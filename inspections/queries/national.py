"""The national figures, counted in the database: the official ones, and how they spread over years and regions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import Coalesce, ExtractYear

from inspections.choices import OFFICIAL_SOURCES
from inspections.models import Inspection, InspectionQuerySet, PublishedListing
from inspections.models.listing import FIRST_YEAR_SLIDES

COMPLETED_SLIDE = 4
FIRST_2016 = {"inspections": Count("pk"), "wsoa_required": Count("pk", filter=Q(outcome="wsoa-required"))}
REVISITS = {
    "revisits": Count("pk"),
    "revisits_all_sufficient": Count("pk", filter=Q(outcome="all-sufficient")),
    "revisits_some": Count("pk", filter=Q(outcome="some-sufficient")),
    "revisits_none": Count("pk", filter=Q(outcome="none-sufficient")),
}
FIRST_2023 = {
    "inspections": Count("pk"),
    **{f"outcome_{number}": Count("pk", filter=Q(outcome=f"outcome-{number}")) for number in (1, 2, 3)},
}


def official(framework_code: str, kind: str = "full") -> InspectionQuerySet:
    """The published inspections of a framework that the official figures count: one for each area, superseded ones left out.

    Inspections recorded in this service are not counted before an official list names them, nor are the two former areas that
    Ofsted leaves out.
    """
    return Inspection.objects.published().filter(
        framework_code=framework_code, kind=kind, source__in=OFFICIAL_SOURCES, superseded_by=None
    )


def figures() -> dict[str, Any]:
    """{framework code: counts}, "first_year", and "by_year" and "by_region" with a list of rows for each framework.

    Nine statements, whatever the number of inspections. Years are those of the first day on site, or of publication where
    that day is not known.
    """
    full_2016, full_2023 = official("local-area-send-2016"), official("area-send-2023")
    revisits = official("local-area-send-2016", "revisit")
    listed = PublishedListing.objects.filter(source=FIRST_YEAR_SLIDES, slide=COMPLETED_SLIDE)
    return {
        "local-area-send-2016": full_2016.aggregate(**FIRST_2016) | revisits.aggregate(**REVISITS),
        "area-send-2023": full_2023.aggregate(**FIRST_2023),
        "first_year": listed.aggregate(
            areas=Count("inspection__partnership", distinct=True),
            wsoa_required=Count("pk", filter=Q(asterisk=True, inspection__outcome="wsoa-required")),
        ),
        "by_year": {
            "local-area-send-2016": _spread(full_2016, "year", FIRST_2016),
            "local-area-send-2016-revisits": _spread(revisits, "year", REVISITS),
            "area-send-2023": _spread(full_2023, "year", FIRST_2023),
        },
        "by_region": {
            "local-area-send-2016": _spread(full_2016, "region", FIRST_2016),
            "area-send-2023": _spread(full_2023, "region", FIRST_2023),
        },
    }


def _spread(inspections: InspectionQuerySet, over: str, counts: dict[str, Any]) -> list[dict[str, Any]]:
    key = {
        "year": ExtractYear(Coalesce("onsite_start_on", "published_on")),
        "region": F("partnership__region__name"),
    }[over]
    return list(inspections.order_by().annotate(**{over: key}).values(over).annotate(**counts).order_by(over))
