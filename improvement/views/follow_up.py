"""What a revisit or monitoring inspection looks back on, item by item."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.views.generic import TemplateView

from accounts.access import can
from accounts.choices import Permission
from improvement.before_after import compared
from inspections.services import sights
from inspections.views.base import InspectionView, SeenUnderEmbargo


class BeforeAfter(SeenUnderEmbargo, InspectionView, TemplateView):
    """For everybody who may read the letter; a kind that follows nothing has no such page."""

    template_name = "improvement/before_after.html"
    permission = Permission.LETTER_VIEW
    thing = sights.BEFORE_AFTER
    tab = "before-after"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        inspection, person = self.inspection, self.request.user
        if not inspection.kind_spec.follows or inspection.follows_id is None:
            raise Http404
        found = compared(inspection)
        outcome = inspection.outcome_spec
        return super().get_context_data(
            compared=found,
            followed=inspection.follows,
            outcome=outcome,
            roll_up=outcome.roll_up if outcome else "",
            per_item=inspection.kind_spec.judged_per_item,
            may_open_plan=found.plan is not None and can(person, Permission.PLAN_VIEW, found.plan.inspection),
            may_open_next=Permission.PLAN_VIEW in self.rights,
            **kwargs,
        )
