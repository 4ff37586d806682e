"""The corporate judgement as pages show it."""

from __future__ import annotations

from typing import Any

from evidence.choices import Inspectorate
from evidence.models import Judgement, Signature
from inspections.models import Inspection


def of_inspection(inspection: Inspection) -> Judgement | None:
    return Judgement.objects.select_related("inspection").filter(inspection=inspection).first()


def standing(judgement: Judgement | None) -> dict[Inspectorate, Signature | None]:
    """{inspectorate: the signature that stands, or None}. One query."""
    found: dict[Inspectorate, Signature | None] = dict.fromkeys(Inspectorate)
    rows = Signature.objects.filter(judgement=judgement, broken_at=None).select_related("by") if judgement else ()
    for row in rows:
        found[Inspectorate(row.inspectorate)] = row
    return found


def missing_signatures(inspection: Inspection) -> list[str]:
    """The inspectorates whose lead has not signed the judgement as it stands, in words."""
    signed = standing(of_inspection(inspection))
    return [str(each.label) for each in Inspectorate if signed[each] is None]


def decision_words(judgement: Judgement, code: str | None = None) -> str:
    """The decision as the framework names it."""
    asked = judgement.decision if code is None else code
    outcomes: Any = judgement.inspection.kind_spec.outcome_scale.outcomes
    return next((outcome.label for outcome in outcomes if outcome.code == asked), "")
