"""The steps of an inspection, with what only the layer above plans knows."""

from __future__ import annotations

from typing import Any

from improvement.models import Plan
from inspections.views.moves import InspectionMove


class Move(InspectionMove):
    def extra_facts(self) -> dict[str, Any]:
        if self.move.name != "close":
            return {}
        awaited = Plan.objects.open().filter(inspection=self.inspection, accepted_on=None, published_on=None)
        return {"open_plans": awaited.count()}
