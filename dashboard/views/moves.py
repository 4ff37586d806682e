"""The steps of an inspection, with what only the layer above plans knows."""

from __future__ import annotations

from typing import Any

from evidence.queries.judgements import missing_signatures
from improvement.models import Plan
from inspections.views.moves import InspectionMove
from rulebook import words


class Move(InspectionMove):
    def extra_facts(self) -> dict[str, Any]:
        if self.move.name != "close":
            return {}
        awaited = Plan.objects.open().filter(inspection=self.inspection, accepted_on=None, published_on=None)
        return {"open_plans": awaited.count()}

    def warnings(self) -> list[str]:
        """Both inspectorates sign the corporate judgement before feedback (features K2). No source makes it a condition."""
        if self.move.name != "give_feedback":
            return []
        missing = missing_signatures(self.inspection)
        if not missing:
            return []
        return [f"The corporate {self.inspection.words['evaluation']} is not signed yet for {words.listed(missing)}."]
