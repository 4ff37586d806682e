"""The page of an area, with its inspections across frameworks and boundary changes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse

from core import clock
from core.words import date_range, short_date
from dashboard import queries
from dashboard.queries.area_plans import plan_lines
from inspections.models import Inspection
from partnerships.queries import lineage
from partnerships.views.areas import PartnershipDetail

# More than any area has had by now; the rest is one link away.
SHOWN = 25


class AreaDetail(PartnershipDetail):
    @property
    def asked_for_all(self) -> bool:
        return self.request.GET.get("inspections") == "all"

    @cached_property
    def inspections(self) -> Sequence[Any]:
        """The newest, and one more where there are more; all of them for who asks for all."""
        most = None if self.asked_for_all else SHOWN + 1
        return queries.area_history(lineage(self.partnership, self.successions), most)

    @property
    def has_earlier(self) -> bool:
        return len(self.inspections) > SHOWN and not self.asked_for_all

    def history(self) -> Sequence[Mapping[str, Any]]:
        found = self.inspections[:SHOWN] if self.has_earlier else self.inspections
        lines = plan_lines(self.request.user, found)
        return [
            self.entry(inspection, inspection.letter_held)
            | self.plan_of(inspection)
            | {"plans": lines.get(inspection.pk, [])}
            for inspection in found
        ]

    @staticmethod
    def plan_of(inspection: Any) -> dict[str, str]:
        """The published plan of an inspection, to link to."""
        if inspection.plan_kind is None:
            return {}
        name = inspection.edition.plan_kind(inspection.plan_kind).name
        href = reverse("improvement:published-plan", args=[inspection.reference])
        return {"plan": f"{name}, {inspection.when}", "plan_href": href}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = clock.today()
        windows = queries.next_windows(self.partnership, self.inspections, today=today)
        return super().get_context_data(windows=windows, today=today, has_earlier=self.has_earlier, **kwargs)

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
