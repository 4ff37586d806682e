"""Lines of enquiry as pages list them."""

from __future__ import annotations

from django.db.models import Count, F, Q, QuerySet

from evidence.models import Enquiry
from inspections.models import Inspection


def of_inspection(inspection: Inspection) -> QuerySet[Enquiry]:
    """Open ones first, then closed ones, each with `n_notes` and `n_wordings`. One query."""
    return (
        Enquiry.objects.filter(inspection=inspection)
        .annotate(
            n_notes=Count("notes", filter=Q(notes__note__withdrawn_at=None), distinct=True),
            n_wordings=Count("versions", distinct=True),
        )
        .order_by(F("closed_at").asc(nulls_first=True), "number")
    )
