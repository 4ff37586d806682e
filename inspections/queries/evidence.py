"""The evidence of an inspection, and how it is spread over what is evaluated."""

from __future__ import annotations

from django.db.models import QuerySet

from inspections.models import Evidence, Inspection


def of_inspection(inspection: Inspection, criterion: str = "") -> list[Evidence]:
    """In the order recorded, all or what is evidence for one criterion. One query."""
    found = [*everything(inspection).defer("text", "figures")]
    return [each for each in found if not criterion or criterion in each.criteria]


def everything(inspection: Inspection) -> QuerySet[Evidence]:
    return Evidence.objects.filter(inspection=inspection).select_related("recorded_by")


def criteria_of(inspection: Inspection) -> dict[str, str]:
    """{code: text} of what the inspection evaluates."""
    return {area.code: area.text for area in inspection.kind_spec.questions}
