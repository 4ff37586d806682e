"""Every area in one table: where its inspections and its plan stand, for the person who looks.

What somebody sees of an area is what they see elsewhere: published facts for everybody, and the rest by `permitted()`. A filter and
an order ask of the same rows as the cells show, so neither tells what a cell hides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from accounts.access import is_somebody
from dashboard.models import SavedView, WatchedArea
from dashboard.queries.action_counts import ActionCounts, action_counts
from dashboard.queries.area_cells import Look, Seen, first_of, inspection_of, plan_of, with_cells
from improvement.models import Action
from inspections.choices import ENDED_STATES
from inspections.models import Inspection
from inspections.queries.next_inspection import expected_windows
from partnerships.models import Partnership
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing

LATE, WATCHED = "late", "watched"
# What a column holds, in the order of the page and of every file.
COLUMNS = (
    "Area",
    "Code",
    "Region",
    "Framework",
    "Stage",
    "Latest outcome",
    "Outcome published",
    "Plan",
    "Actions, the worst",
    "Actions by state",
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
    plan: Any
    deadline: str
    due_on: date | None
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
    def plan_words(self) -> str:
        if self.plan is None:
            return ""
        return f"{self.plan.short_name}: {self.plan.state_words if self.plan.mine else 'Published'}"

    @property
    def plan_url(self) -> str:
        """Where this person reads the plan; "" where they may not."""
        return str(self.plan.get_absolute_url()) if self.plan is not None and self.plan.mine else ""

    @cached_property
    def actions(self) -> ActionCounts | None:
        return action_counts(self.plan.actions) if self.plan is not None else None

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
            self.actions.words if self.actions else "",
            self.actions.counted if self.actions else "",
            self.deadline,
            self.due_on,
            self.days_left,
            self.last_on,
            self.next_words,
        ]


def areas(actor: Any, chosen: Mapping[str, str], *, today: date) -> QuerySet[Partnership]:
    """The areas of today that fit, in order, each with what its row shows. `chosen`: text, region, framework, stage, outcome, plan,
    actions (codes), show ("late", "watched") and order (of ORDERS); each may be missing. One statement."""
    look = Look.of(actor, today)
    seen = Seen(look)
    found = narrowed(with_cells(look, today), actor, chosen, seen, today)
    order = chosen.get("order") or "area"
    sorts: dict[str, Callable[[], Any]] = {
        "stage": lambda: first_of(seen.current, "state"),
        "outcome": lambda: first_of(seen.latest, "outcome"),
        "published": lambda: first_of(seen.latest, "published_on"),
        "due": lambda: seen.first_due,
    }
    if order in sorts:
        found = found.annotate(**{f"{order}_sort": sorts[order]()})
    watched = Exists(watched_by(actor).filter(partnership=OuterRef("pk"))) if is_somebody(actor) else Value(False)
    return found.annotate(watched=watched).order_by(*ORDERS[order])


def narrowed(
    found: QuerySet[Partnership], actor: Any, chosen: Mapping[str, str], seen: Seen, today: date
) -> QuerySet[Partnership]:
    """Those of the areas that fit. A filter asks of what the cell says, so it tells nothing that the cell hides."""
    for word in chosen.get("text", "").split():
        found = found.filter(Q(name__icontains=word) | Q(authority__dfe_code__iexact=word))
    if chosen.get("region"):
        found = found.filter(region_id=chosen["region"])
    for name, rows, field in (
        ("framework", "current", "framework_code"),
        ("stage", "current", "state"),
        ("outcome", "latest", "outcome"),
        ("plan", "plans", "said"),
    ):
        if chosen.get(name):
            said = first_of(getattr(seen, rows), field)
            found = found.alias(**{f"{name}_is": said}).filter(**{f"{name}_is": chosen[name]})
    if chosen.get("actions"):
        held = Action.objects.filter(item__plan=OuterRef("plan_key"), state=chosen["actions"]).order_by()
        found = found.alias(plan_key=first_of(seen.plans, "pk"), plan_mine=first_of(seen.plans, "mine"))
        found = found.filter(Exists(held), plan_mine=True)
    if chosen.get("show") == LATE:
        found = found.filter(Exists(seen.deadlines.filter(due_on__lt=today).order_by()))
    if chosen.get("show") == WATCHED:
        found = found.filter(pk__in=watched_by(actor).values("partnership"))
    return found


def watched_by(actor: Any) -> QuerySet[WatchedArea]:
    rows = WatchedArea.objects.order_by()
    return rows.filter(person=actor) if is_somebody(actor) else rows.none()


def saved_views(actor: Any) -> QuerySet[SavedView]:
    return SavedView.objects.filter(person=actor) if is_somebody(actor) else SavedView.objects.none()


def area_rows(found: Iterable[Any], *, today: date, calendar: WorkingCalendar) -> list[AreaRow]:
    """The rows of areas from `areas`: nothing more is asked of the database."""
    return [_row(area, today, calendar) for area in found]


def _row(area: Any, today: date, calendar: WorkingCalendar) -> AreaRow:
    current, latest, plan = inspection_of(area.current), inspection_of(area.latest), plan_of(area.plan)
    due_on = date.fromisoformat(area.due["due_on"]) if area.due else None
    return AreaRow(
        area=area,
        current=current,
        latest=latest,
        plan=plan,
        deadline=area.due["name"] if area.due else "",
        due_on=due_on,
        standing=standing(due_on, None, today, calendar) if due_on else None,
        last_on=_last_on(current, latest, today),
        next_words=_next(current, latest, calendar, today),
        watched=bool(area.watched),
    )


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
