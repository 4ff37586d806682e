"""Every area in one table: where its inspections and its plan stand, for the person who looks.

What somebody sees of an area is what they see elsewhere: published facts for everybody, and the rest by `permitted()`. A filter and
an order ask of the same rows as the cells show, so neither tells what a cell hides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from accounts.access import is_somebody
from accounts.choices import Permission
from dashboard.models import SavedView, WatchedArea
from improvement.models import Plan
from inspections.choices import ENDED_STATES, PUBLISHED_STATES
from inspections.models import Deadline, Inspection
from inspections.queries.deadlines import visible
from inspections.queries.inspections import NEWEST_FIRST, visible_to
from inspections.queries.next_inspection import expected_windows
from partnerships.models import Partnership
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing

LATE, WATCHED = "late", "watched"
PUBLISHED_PLAN = "published"
# What a column holds, in the order of the page and of every file. A column of the RAG of a plan's actions belongs after "Plan".
COLUMNS = (
    "Area",
    "Code",
    "Region",
    "Framework",
    "Stage",
    "Latest outcome",
    "Outcome published",
    "Plan",
    "Next deadline",
    "Due",
    "Working days left",
    "Last on site",
    "Next inspection",
)
ORDERS: Mapping[str, tuple[Any, ...]] = {
    "area": ("name", "slug"),
    "region": ("region__name", "name", "slug"),
    "stage": (F("stage_sort").asc(nulls_last=True), "name", "slug"),
    "outcome": (F("outcome_sort").asc(nulls_last=True), "name", "slug"),
    "published": (F("published_sort").desc(nulls_last=True), "name", "slug"),
    "due": (F("due_sort").asc(nulls_last=True), "name", "slug"),
}


@dataclass(frozen=True)
class AreaRow:
    """One area. `stage` is of the inspection under way that this person may see, else of the newest published one."""

    area: Partnership
    current: Inspection | None
    latest: Inspection | None
    plan: Plan | None
    plan_words: str
    deadline: Deadline | None
    standing: Standing | None
    last_on: date | None
    next_words: str
    watched: bool

    @property
    def stage(self) -> str:
        return self.current.LIFECYCLE.states[self.current.state] if self.current else ""

    @property
    def kind(self) -> str:
        return self.current.kind_spec.name if self.current else ""

    @property
    def framework(self) -> str:
        return self.current.framework.short_name if self.current else ""

    @property
    def outcome(self) -> str:
        return self.latest.outcome_spec.label if self.latest and self.latest.outcome_spec else ""

    @property
    def outcome_tag(self) -> str:
        return self.latest.outcome_spec.tag if self.latest and self.latest.outcome_spec else ""

    @property
    def days_left(self) -> int | None:
        return self.standing.working_days_left if self.standing and self.standing.exact else None

    def values(self) -> list[Any]:
        """What each of COLUMNS holds."""
        return [
            self.area.name,
            self.area.authority.dfe_code,
            self.area.region.name,
            self.framework,
            f"{self.kind}: {self.stage}" if self.current else "",
            self.outcome,
            self.latest.published_on if self.latest else None,
            self.plan_words,
            self.deadline.name if self.deadline else "",
            self.deadline.due_on if self.deadline else None,
            self.days_left,
            self.last_on,
            self.next_words,
        ]


def areas(actor: Any, chosen: Mapping[str, str], *, today: date) -> QuerySet[Partnership]:
    """The areas of today that fit, with the keys of what their row shows. `chosen`: text, region, framework, stage, outcome, plan
    (codes), show ("late", "watched") and order (of ORDERS); each may be missing. One statement."""
    seen = Seen(actor, today)
    found = Partnership.objects.on(today).select_related("region", "authority")
    for word in chosen.get("text", "").split():
        found = found.filter(Q(name__icontains=word) | Q(authority__dfe_code__iexact=word))
    if chosen.get("region"):
        found = found.filter(region_id=chosen["region"])
    found = found.annotate(
        current_id=first_of(seen.current, "pk"),
        latest_id=first_of(seen.latest, "pk"),
        plan_id=first_of(seen.plans, "pk"),
        deadline_id=first_of(seen.deadlines, "pk"),
    )
    for name, key, model, field in (
        ("framework", "current_id", Inspection, "framework_code"),
        ("stage", "current_id", Inspection, "state"),
        ("outcome", "latest_id", Inspection, "outcome"),
    ):
        if chosen.get(name):
            found = found.filter(
                Exists(model._default_manager.filter(pk=OuterRef(key), **{field: chosen[name]}).order_by())
            )
    if chosen.get("plan"):
        found = found.filter(plan_id__in=seen.plans_in(chosen["plan"]))
    if chosen.get("show") == LATE:
        found = found.filter(deadline_id__in=Deadline.objects.filter(due_on__lt=today).order_by().values("pk"))
    if chosen.get("show") == WATCHED:
        found = found.filter(pk__in=watched_by(actor))
    return _in_order(found, chosen.get("order") or "area", seen)


def _in_order(found: QuerySet[Partnership], order: str, seen: Seen) -> QuerySet[Partnership]:
    sorts = {
        "stage": ("stage_sort", seen.current, "state"),
        "outcome": ("outcome_sort", seen.latest, "outcome"),
        "published": ("published_sort", seen.latest, "published_on"),
        "due": ("due_sort", seen.deadlines, "due_on"),
    }
    if order in sorts:
        name, rows, field = sorts[order]
        found = found.annotate(**{name: first_of(rows, field)})
    return found.order_by(*ORDERS[order])


def first_of(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.values(field)[:1])


class Seen:
    """What one person sees of the area of the outer row, in the order in which the first is the one shown."""

    def __init__(self, actor: Any, today: date) -> None:
        self._actor, self._today = actor, today

    @cached_property
    def current(self) -> QuerySet[Inspection]:
        return (
            visible_to(self._actor, self._today)
            .filter(partnership=OuterRef("pk"), superseded_by=None)
            .exclude(state="cancelled")
            .order_by(Case(When(state__in=ENDED_STATES, then=1), default=0), *NEWEST_FIRST)
        )

    @cached_property
    def latest(self) -> QuerySet[Inspection]:
        return (
            Inspection.objects.published()
            .filter(partnership=OuterRef("pk"), superseded_by=None)
            .exclude(outcome="")
            .order_by(F("published_on").desc(nulls_last=True), *NEWEST_FIRST)
        )

    @cached_property
    def plans(self) -> QuerySet[Plan]:
        return self._plans().filter(inspection__partnership=OuterRef("pk")).order_by("-opened_on", "-pk")

    @cached_property
    def deadlines(self) -> QuerySet[Deadline]:
        return (
            visible(self._actor, self._today)
            .open()
            .filter(inspection__partnership=OuterRef("pk"))
            .select_related(None)
            .order_by("due_on", "pk")
        )

    @cached_property
    def _permitted(self) -> QuerySet[Any]:
        return Inspection.objects.permitted(self._actor, Permission.PLAN_VIEW, self._today).order_by().values("pk")

    def _plans(self) -> QuerySet[Plan]:
        public = Q(published_on__isnull=False, inspection__state__in=PUBLISHED_STATES)
        return Plan.objects.filter(Q(inspection__in=self._permitted) | public)

    def plans_in(self, state: str) -> QuerySet[Any]:
        """Those whose cell says this state: of a plan that is only public, that it is published."""
        mine = Q(inspection__in=self._permitted, state=state)
        public = ~Q(inspection__in=self._permitted) if state == PUBLISHED_PLAN else Q(pk__in=[])
        return self._plans().filter(mine | public).order_by().values("pk")

    def plans_of(self, keys: Iterable[int]) -> dict[int, tuple[Plan, bool]]:
        """{key: (plan, whether this person may read it)}"""
        mine = Case(When(inspection__in=self._permitted, then=Value(True)), default=Value(False))
        rows = Plan.objects.filter(pk__in=list(keys)).annotate(mine=mine).select_related("inspection")
        return {plan.pk: (plan, plan.mine) for plan in rows}  # type: ignore[attr-defined]


def watched_by(actor: Any) -> QuerySet[Any]:
    rows = WatchedArea.objects.order_by().values("partnership")
    return rows.filter(person=actor) if is_somebody(actor) else rows.none()


def saved_views(actor: Any) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=actor) if is_somebody(actor) else SavedView.objects.none()


def area_rows(found: Iterable[Any], actor: Any, *, today: date, calendar: WorkingCalendar) -> list[AreaRow]:
    """The rows of areas from `areas`: four statements, whatever their number."""
    held = list(found)
    keys = {key for area in held for key in (area.current_id, area.latest_id) if key}
    inspections = Inspection.objects.select_related("follows").in_bulk(list(keys)) if keys else {}
    plans = Seen(actor, today).plans_of(area.plan_id for area in held if area.plan_id)
    deadlines = Deadline.objects.select_related("inspection").in_bulk(
        [area.deadline_id for area in held if area.deadline_id]
    )
    watched = set(watched_by(actor).values_list("partnership", flat=True))
    made = []
    for area in held:
        current, latest = inspections.get(area.current_id), inspections.get(area.latest_id)
        plan, mine = plans.get(area.plan_id, (None, False))
        deadline = deadlines.get(area.deadline_id)
        made.append(
            AreaRow(
                area=area,
                current=current,
                latest=latest,
                plan=plan if mine else None,
                plan_words=_plan_words(plan, mine),
                deadline=deadline,
                standing=standing(deadline.due_on, None, today, calendar) if deadline else None,
                last_on=_last_on(current, latest, today),
                next_words=_next(current, latest, calendar, today),
                watched=area.pk in watched,
            )
        )
    return made


def _plan_words(plan: Plan | None, mine: bool) -> str:
    if plan is None:
        return ""
    return f"{plan.short_name}: {plan.state_words if mine else 'Published'}"


def _last_on(current: Inspection | None, latest: Inspection | None, today: date) -> date | None:
    """The newest last day on site that is behind us."""
    days = [one.onsite_end_on or one.onsite_start_on for one in (current, latest) if one]
    return max((day for day in days if day and day < today), default=None)


def _next(current: Inspection | None, latest: Inspection | None, calendar: WorkingCalendar, today: date) -> str:
    if current and current.state not in ENDED_STATES:
        day = current.onsite_start_on or current.planned_for_on
        return f"{day:%-d %B %Y}" if day else "Not dated"
    windows = expected_windows(latest, calendar, today=today) if latest else ()
    if not windows:
        return ""
    first = windows[0]
    doubt = "" if first.confirmed else ", unconfirmed"
    return f"{first.name} {first.words}{doubt}"
