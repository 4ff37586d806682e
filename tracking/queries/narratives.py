"""Reads of evidence narratives: the list, versions, contests."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Max, Q

from improvement.models import Plan
from tracking.models import Contest, Evidence, Narrative, NarrativeVersion


def narratives_of(plan: Plan) -> list[Any]:
    """The narratives of a plan, each with `saved` (versions), `saved_at` and `standing` (contests not taken back)."""
    return list(
        Narrative.objects.filter(plan=plan)
        .select_related("item")
        .annotate(
            saved=Count("versions", distinct=True),
            saved_at=Max("versions__at"),
            standing=Count("contests", filter=Q(contests__withdrawn_at=None), distinct=True),
        )
        .order_by("number")
    )


def versions_of(narrative: Narrative) -> list[NarrativeVersion]:
    return list(narrative.versions.select_related("by").order_by("-number"))


def contests_of(narrative: Narrative) -> list[Contest]:
    return list(narrative.contests.select_related("by", "answered_by", "version").order_by("-number"))


def evidence_of(version: NarrativeVersion) -> list[Evidence]:
    return list(Evidence.objects.filter(narrative_links__version=version).select_related("file").order_by("number"))
