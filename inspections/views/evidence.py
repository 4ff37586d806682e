"""The inspectors' evidence: a list, and one piece with its figures as they stood."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from inspections.models import Evidence
from inspections.queries import evidence as queries
from inspections.views.base import InspectionView, address


class EvidencePage(InspectionView, TemplateView):
    permission = Permission.EVIDENCE_VIEW
    tab = "evidence"


class EvidenceList(EvidencePage):
    template_name = "inspections/evidence_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pieces=queries.of_inspection(self.inspection), criteria=queries.criteria_of(self.inspection), **kwargs
        )


def tables_of(piece: Evidence) -> list[dict[str, Any]]:
    """The frozen figures for {% govuk_table %}: all but the first of a row are numbers, or stand where one is hidden."""
    return [
        {
            "caption": table["caption"],
            "head": table["head"],
            "rows": [
                [row[0], *({"text": _number(value), "format": "numeric"} for value in row[1:])] for row in table["rows"]
            ],
        }
        for table in piece.figures.get("tables", [])
    ]


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else str(value)


class EvidenceDetail(EvidencePage):
    template_name = "inspections/evidence_detail.html"

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        over = {"text": "Evidence", "href": address("evidence-list", self.inspection)}
        return [*super().get_breadcrumbs(), over]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        piece = get_object_or_404(queries.everything(self.inspection), number=self.kwargs["number"])
        criteria = queries.criteria_of(self.inspection)
        facts = [
            ("Where it comes from", piece.get_source_kind_display()),
            *((name, value) for name, value in piece.figures.get("about", [])),
            ("Evidence for", [f"{code}: {criteria.get(code, '')}" for code in piece.criteria] or "Not said"),
            ("Recorded by", str(piece.recorded_by) if piece.recorded_by else "The service"),
            ("Recorded", piece.recorded_at),
        ]
        return super().get_context_data(piece=piece, facts=facts, tables=tables_of(piece), **kwargs)
