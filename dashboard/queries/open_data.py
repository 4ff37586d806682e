"""Open data: what is published, in the shapes that the description of the interface is made from. Never more than the public pages say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Max, QuerySet
from pydantic import BaseModel, ConfigDict, Field

from dashboard.queries.work import expected_after
from improvement.models import PlanPublication
from improvement.queries import publication as plans
from inspections.models import Inspection
from inspections.services.calendar import working_calendar
from partnerships.models import Partnership
from reports import queries as letters
from reports.models import LetterVersion, Withdrawal

LICENCE = "Open Government Licence v3.0"
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
SOURCES = {
    "areas": "DfE, ONS and NHS reference data, as listed in the data folder of the service.",
    "inspections": "Ofsted official statistics 2016 to 2022, published reports from 2023, and what this service published.",
    "letters": "Letters and reports published by this service.",
    "plans": "Plans published in this service.",
}
T = TypeVar("T")


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Area(Shape):
    """A local area partnership: one council and the boards that commission there."""

    slug: str
    name: str
    dfe_code: str
    gss_code: str
    region: str
    region_code: str
    valid_from: date | None = Field(description="null where the area is older than the record")
    valid_to: date | None = Field(description="set for an area that no longer exists")


class PublishedInspection(Shape):
    """A published inspection with its dates. A date that no source gives is null."""

    reference: str
    area: str = Field(description="slug of the area")
    framework: str
    kind: str
    outcome: str = Field(description="code of the outcome, empty where the kind reaches none")
    outcome_label: str
    onsite_start_on: date | None
    onsite_end_on: date | None
    published_on: date | None
    next_expected_on: date | None = Field(
        description="about when the next full inspection is expected, as the outcome says"
    )
    source: str = Field(description="where these facts come from")
    source_url: str


class LetterRecord(Shape):
    """The newest published version of a letter or report that stands."""

    reference: str
    area: str
    kind: str
    version: int
    published_at: datetime
    context_sha256: str
    page: str = Field(description="path of the page")
    content: str = Field(description="path of the whole letter as JSON")


class MilestoneRecord(Shape):
    text: str
    due_on: date


class ActionRecord(Shape):
    reference: str = Field(description="2.3: the third action of the second item")
    text: str
    owner_office: str = Field(description="the office that owns it")
    body: str = Field(
        description="the accountable body that answers for it; empty in a plan sent before this was asked"
    )
    co_body: str = Field(description="the body that shares it; empty where none does")
    starts_on: date | None
    finish_by_on: date | None
    measure: str
    milestones: list[MilestoneRecord]


class PlanItemRecord(Shape):
    order: int
    text: str = Field(description="the words of the letter or report")
    points: list[str]
    responsible_bodies: list[str]
    outcome: str
    actions: list[ActionRecord]


class StatementRecord(Shape):
    """What the parent carer forum itself said of the plan that was sent."""

    position: str = Field(description="agreed, in_part or contested")
    text: str
    made_on: date


class DecisionRecord(Shape):
    """What the reviewers decided about the plan that was sent."""

    words: str = Field(description="fit for purpose, accepted or approved, as the kind of plan says")
    decided_on: date
    by: list[str] = Field(description="the bodies that reviewed it")


class PlanRecord(Shape):
    """The newest published version of a plan. Offices and bodies, never a person."""

    reference: str = Field(description="reference of the inspection that required it")
    area: str
    kind: str
    version: int
    published_on: date
    bodies: list[str] = Field(description="the accountable bodies")
    decision: DecisionRecord | None = Field(description="null for a plan that nobody reviews")
    items: list[PlanItemRecord]
    statement: StatementRecord | None = Field(description="the parent carer forum’s own statement")
    sha256: str = Field(description="of the whole content")
    page: str = Field(description="path of the page")
    content: str = Field(description="path of the whole plan as JSON")


class Page(Shape, Generic[T]):
    licence: str
    licence_url: str
    source: str
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None
    items: list[T]


class Problem(Shape):
    error: str


@dataclass(frozen=True)
class Collection:
    """One kind of open data: its rows, how one is found by its key, its shape, and when any of it last changed (None: not recorded)."""

    name: str
    shape: type[Shape]
    key: str
    rows: Callable[[], QuerySet[Any]]
    shown: Callable[[Iterable[Any]], list[Shape]]
    changed_at: Callable[[], datetime | None]
    one: str
    says: str


def _areas() -> QuerySet[Partnership]:
    return Partnership.objects.select_related("authority", "region").order_by("slug")


def _show_areas(rows: Iterable[Partnership]) -> list[Shape]:
    return [
        Area(
            slug=area.slug, name=area.name, dfe_code=area.authority.dfe_code, gss_code=area.authority.gss_code,
            region=area.region.name, region_code=area.region_id, valid_from=area.valid_from, valid_to=area.valid_to,
        )
        for area in rows
    ]  # fmt: skip


def _inspections() -> QuerySet[Inspection]:
    published = Inspection.objects.published().filter(superseded_by=None)
    return published.select_related("partnership").order_by("reference")


def _show_inspections(rows: Iterable[Inspection]) -> list[Shape]:
    calendar = working_calendar()
    made: list[Shape] = []
    for one in rows:
        outcome, expected = one.outcome_spec, expected_after(one, calendar)
        made.append(
            PublishedInspection(
                reference=one.reference, area=one.partnership.slug, framework=one.framework_code, kind=one.kind,
                outcome=one.outcome, outcome_label=outcome.label if outcome else "", onsite_start_on=one.onsite_start_on,
                onsite_end_on=one.onsite_end_on, published_on=one.published_on,
                next_expected_on=expected.explanation.due if expected else None,
                source=one.get_source_display(), source_url=one.source_url,
            )
        )  # fmt: skip
    return made


def _letters() -> QuerySet[LetterVersion]:
    return letters.published().order_by("letter__inspection__reference")


def _show_letters(rows: Iterable[LetterVersion]) -> list[Shape]:
    return [
        LetterRecord(
            reference=one.letter.inspection.reference, area=one.letter.inspection.partnership.slug,
            kind=one.letter.inspection.kind, version=one.number, published_at=one.published_at,
            context_sha256=one.context_sha256, page=f"/letters/{one.letter.inspection.reference}/",
            content=f"/letters/{one.letter.inspection.reference}/letter.json",
        )
        for one in rows
        if one.published_at
    ]  # fmt: skip


def _plans() -> QuerySet[PlanPublication]:
    """The version of each plan that the public reads: what was only drafted or sent is nobody's to read."""
    return plans.newest_published().defer("fragment", "pdf").order_by("plan__inspection__reference")


def _show_plans(rows: Iterable[PlanPublication]) -> list[Shape]:
    made: list[Shape] = []
    for one in rows:
        content, inspection = one.shown, one.plan.inspection
        address = f"/plans/{inspection.reference}/"
        made.append(
            PlanRecord(
                reference=inspection.reference, area=inspection.partnership.slug, kind=one.plan.kind, version=one.number,
                published_on=one.published_on, bodies=content["bodies"],
                decision=_of(DecisionRecord, content["decision"]) if content["decision"] else None,
                items=[_item(item) for item in content["items"]],
                statement=_of(StatementRecord, content["statement"]) if content["statement"] else None,
                sha256=one.sha256, page=address, content=f"{address}plan.json",
            )
        )  # fmt: skip
    return made


def _item(sent: dict[str, Any]) -> Any:
    return _of(PlanItemRecord, sent | {"actions": [_action(action) for action in sent["actions"]]})


def _action(sent: dict[str, Any]) -> Shape:
    return _of(ActionRecord, sent | {"milestones": [_of(MilestoneRecord, one) for one in sent["milestones"]]})


def _of(shape: type[Shape], sent: dict[str, Any]) -> Any:
    """The part of what was published that the shape holds."""
    return shape(**{name: sent.get(name) for name in shape.model_fields})


def _inspections_changed() -> datetime | None:
    changed: datetime | None = _inspections().order_by().aggregate(at=Max("updated_at"))["at"]
    return changed


def _letters_changed() -> datetime | None:
    """A withdrawal changes the list too, without a newer letter."""
    published = LetterVersion.objects.once_published().aggregate(at=Max("published_at"))["at"]
    withdrawn = Withdrawal.objects.aggregate(at=Max("at"))["at"]
    return max((at for at in (published, withdrawn) if at), default=None)


def _plans_changed() -> datetime | None:
    changed: datetime | None = PlanPublication.objects.aggregate(at=Max("published_at"))["at"]
    return changed


COLLECTIONS = {
    one.name: one
    for one in (
        Collection("areas", Area, "slug", _areas, _show_areas, lambda: None, "area", "Every area, those that no longer exist too"),
        Collection(
            "inspections", PublishedInspection, "reference", _inspections, _show_inspections, _inspections_changed,
            "inspection", "Published inspections with their dates and outcomes; superseded ones left out",
        ),
        Collection(
            "letters", LetterRecord, "letter__inspection__reference", _letters, _show_letters, _letters_changed, "letter",
            "Published letters and reports that stand",
        ),
        Collection(
            "plans", PlanRecord, "plan__inspection__reference", _plans, _show_plans, _plans_changed, "plan",
            "Published plans: the newest version of each",
        ),
    )
}  # fmt: skip
