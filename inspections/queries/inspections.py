"""Lists and look-ups of inspections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q
from django.urls import reverse

from accounts.access import either, yes_or_no
from accounts.choices import Permission
from core import clock
from core.words import date_range, short_date
from inspections.choices import PUBLISHED_STATES, Source
from inspections.models import NEWEST_FIRST, Inspection, InspectionQuerySet
from partnerships.models import Partnership
from partnerships.queries import lineage
from rulebook import frameworks
from rulebook.findings import plan_required
from rulebook.frameworks.base import UnknownFramework, UnknownKind


def visible_to(actor: Any, on: date | None = None) -> InspectionQuerySet:
    """What a person may see the page of: the inspections in their reach, and all published ones. Anyone sees the published."""
    return Inspection.objects.all().within(may_see(actor, on))


def may_see(actor: Any, on: date | None = None) -> Q:
    """The condition of `visible_to`."""
    return _or_published(Inspection.objects.all().condition(actor, Permission.INSPECTION_VIEW, on))


def _or_published(opened: Q) -> Q:
    return either(
        opened,
        Q(state__in=PUBLISHED_STATES, published_on__isnull=False),
        Q(state__in=PUBLISHED_STATES, source=Source.NOTES),
    )


def listed(
    inspections: InspectionQuerySet,
    *,
    text: str = "",
    region: str = "",
    framework: str = "",
    kind: str = "",
    state: str = "",
    outcome: str = "",
) -> InspectionQuerySet:
    """Inspections with their area and region, newest first, narrowed by any filters given. `text` is words of the area's
    name or the reference."""
    rows = inspections.select_related("partnership__region")
    for word in text.split():
        rows = rows.filter(Q(partnership__name__icontains=word) | Q(reference__icontains=word))
    chosen = {
        "partnership__region": region,
        "framework_code": framework,
        "kind": kind,
        "state": state,
        "outcome": outcome,
    }
    return rows.filter(**{name: value for name, value in chosen.items() if value}).order_by(*NEWEST_FIRST)


def of_areas(partnership_ids: list[int]) -> InspectionQuerySet:
    """Every inspection of some areas, oldest first, for a history across reorganisations and frameworks."""
    return (
        Inspection.objects.filter(partnership__in=partnership_ids)
        .select_related("follows", "superseded_by")
        .order_by(F("onsite_start_on").asc(nulls_first=True), F("published_on").asc(nulls_last=True), "pk")
    )


def listing(actor: Any, **filters: str) -> InspectionQuerySet:
    """What a person may see, narrowed by the filters of `listed`, newest first. `may_open`: they may see the page of the inspection,
    not only that it was published."""
    opened = Inspection.objects.all().condition(actor, Permission.INSPECTION_VIEW)
    seen = Inspection.objects.all().within(_or_published(opened))
    return listed(seen, **filters).annotate(may_open=yes_or_no(opened))


@dataclass(frozen=True)
class InspectionRow:
    """One line of the list. `url` is empty where the person may not open the page of the inspection."""

    inspection: Inspection
    area: str
    region: str
    kind: str
    framework: str
    state: str
    outcome: str
    outcome_tag: str
    when: str
    published_on: date | None
    url: str

    @property
    def kind_and_year(self) -> str:
        return f"{self.kind}, {self.when}"

    @property
    def area_url(self) -> str:
        return reverse("partnerships:partnership-detail", args=[self.inspection.partnership.slug])

    @property
    def superseded(self) -> bool:
        return self.inspection.superseded_by_id is not None

    @property
    def on_site(self) -> str:
        """The days on site, or what is known instead."""
        inspection = self.inspection
        if inspection.onsite_start_on:
            return date_range(inspection.onsite_start_on, inspection.onsite_end_on)
        if inspection.planned_for_on:
            return f"Call planned for {short_date(inspection.planned_for_on)}"
        return inspection.dates_as_printed or "Not known"


def row(inspection: Inspection, *, may_open: bool = True, region: str = "") -> InspectionRow:
    """The words of one line; asks the database nothing for an inspection that `listed` fetched. `region`: its name, where it is known."""
    spec = inspection.outcome_spec if inspection.is_published else None
    return InspectionRow(
        inspection=inspection,
        area=inspection.partnership.name,
        region=region or inspection.partnership.region.name,
        kind=inspection.kind_spec.name,
        framework=inspection.framework.short_name,
        state=inspection.LIFECYCLE.states[inspection.state],
        outcome=spec.label if spec else "",
        outcome_tag=spec.tag if spec else "",
        when=inspection.when,
        published_on=inspection.published_on,
        url=inspection.get_absolute_url() if may_open else "",
    )


def followable(partnership: Partnership, kind: str, planned_for_on: date | None = None) -> Inspection | None:
    """The latest published inspection of an area that an inspection of this kind may follow up, or None."""
    day = planned_for_on or clock.today()
    try:
        edition = frameworks.in_force_on(day).edition_on(day)
        spec = edition.kind(kind)
    except (UnknownFramework, UnknownKind):
        return None
    if not spec.follows:
        return None
    candidates = Inspection.objects.published().filter(
        partnership__in=lineage(partnership), kind__in=spec.follows, superseded_by=None
    )
    for found in candidates.order_by(*NEWEST_FIRST).select_related("partnership"):
        plan = plan_required(found.edition, found.kind_spec, found.outcome or None)
        if plan is not None and plan.finding_kind == spec.item_kind:
            return found
    return None
