"""The page of an area, with its inspections across frameworks and boundary changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from core import clock
from core.words import date_range, short_date
from dashboard import queries
from dashboard.queries.area_plans import plan_lines
from improvement.queries import publication as plans
from inspections.models import Inspection
from partnerships.views.areas import PartnershipDetail
from reports import queries as letters


class AreaDetail(PartnershipDetail):
    def history(self) -> Sequence[Mapping[str, Any]]:
        found = queries.area_history(self.partnership)
        held = set(
            letters.published()
            .filter(letter__inspection__in=[inspection.pk for inspection in found])
            .values_list("letter__inspection__reference", flat=True)
        )
        published = plans.newest_published().filter(plan__inspection__in=[inspection.pk for inspection in found])
        of_plans = {one.plan.inspection_id: one.plan.kind_spec.name for one in published}
        lines = plan_lines(self.request.user, found)
        return [
            self.entry(inspection, inspection.reference in held)
            | self.plan_of(inspection, of_plans)
            | {"plans": lines.get(inspection.pk, [])}
            for inspection in found
        ]

    @staticmethod
    def plan_of(inspection: Inspection, names: Mapping[int, str]) -> dict[str, str]:
        """The published plan of an inspection, to link to."""
        if inspection.pk not in names:
            return {}
        href = reverse("improvement:published-plan", args=[inspection.reference])
        return {"plan": f"{names[inspection.pk]}, {inspection.when}", "plan_href": href}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        windows = queries.next_windows(self.partnership, today=today)
        return super().get_context_data(windows=windows, today=today, **kwargs)

    def entry(self, inspection: Inspection, letter_held: bool) -> dict[str, Any]:
        outcome = inspection.outcome_spec
        other_area = inspection.partnership_id != self.partnership.pk
        notes = [
            f"Of {inspection.partnership.name}" if other_area else "",
            f"Superseded by {inspection.superseded_by}" if inspection.superseded_by else "",
            f"Published {short_date(inspection.published_on)}" if inspection.published_on else "",
        ]
        held_at = reverse("reports:published-letter", args=[inspection.reference])
        return {
            "title": f"{inspection.kind_spec.name}, {inspection.when}",
            "url": held_at if letter_held else inspection.source_url,
            "dates": date_range(inspection.onsite_start_on, inspection.onsite_end_on) or inspection.dates_as_printed,
            "framework": inspection.framework.short_name,
            "outcome": outcome.label if outcome else "",
            "note": ". ".join(note for note in notes if note),
        }
