"""What stands under a legal hold, and which inspections are long over."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from inspections.models import Inspection, LegalHold


def held(inspection: Inspection) -> bool:
    return LegalHold.objects.filter(inspection=inspection, lifted_at=None).exists()


def held_inspections() -> QuerySet[LegalHold, Any]:
    """The numbers of the inspections that stand under one."""
    return LegalHold.objects.filter(lifted_at=None).values("inspection_id")


def over_since(until: date) -> QuerySet[Inspection]:
    """Those whose letter was published by that day (without one: last day on site, else notification), and that no hold keeps."""
    began = Coalesce("published_on", "onsite_end_on", "notified_on")
    return Inspection.objects.annotate(over_on=began).filter(over_on__lte=until).exclude(pk__in=held_inspections())
