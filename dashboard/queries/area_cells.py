"""What one person sees of the area of an outer row: each cell as one JSON object, asked for with the area in one statement.

A published fact is for everybody; the rest is what `permitted()` gives. Each set of rows is ordered so that the first is shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, TypeVar

from django.db.models import DEFERRED, Case, Count, F, Min, Model, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import JSONObject

from accounts.choices import Permission
from improvement.models import Action, Plan
from inspections.choices import PUBLISHED_STATES
from inspections.models import Deadline, Inspection
from inspections.models.inspection import NEWEST_OUTCOME_FIRST, UNDER_WAY_FIRST
from inspections.queries.deadlines import seen
from inspections.queries.inspections import may_see
from partnerships.models import Partnership
from rulebook.lifecycles.action import ACTION

# A plan that is only public says no more of its state than this.
PUBLISHED_PLAN = "published"
# What the words of a cell are made from; anything else would be read from the database when it is asked for.
_WHAT = ("id", "framework_code", "edition_code", "kind", "onsite_start_on", "onsite_end_on")
OF_CURRENT = (*_WHAT, "state", "planned_for_on")
# The dates from which the next inspection is counted are among them (Inspection.anchors), of the followed inspection too.
OF_FOLLOWED = (
    *_WHAT, "state", "source", "outcome", "notified_on", "setup_on", "cases_selected_on", "fieldwork_start_on", "findings_shared_on",
    "report_received_on", "published_on", "paused_on",
)  # fmt: skip
OF_LATEST = (*OF_FOLLOWED, "follows_id")
OF_PLAN = ("id", "inspection_id", "kind", "state")
OF_INSPECTION_OF_PLAN = ("id", "reference", "framework_code", "edition_code")
M = TypeVar("M", bound=Model)


class Seen:
    """The inspections, plan and deadline that one person sees of the area of the outer row. `look` are the conditions of their
    rights: on an inspection, on a plan, on a deadline."""

    def __init__(self, look: Look) -> None:
        self._look = look

    @cached_property
    def current(self) -> QuerySet[Inspection]:
        return (
            Inspection.objects.filter(self._look.inspections, partnership=OuterRef("pk"), superseded_by=None)
            .exclude(state="cancelled")
            .order_by(*UNDER_WAY_FIRST)
        )

    @cached_property
    def latest(self) -> QuerySet[Inspection]:
        return (
            Inspection.objects.published()
            .filter(partnership=OuterRef("pk"), superseded_by=None)
            .exclude(outcome="")
            .order_by(*NEWEST_OUTCOME_FIRST)
        )

    @cached_property
    def plans(self) -> QuerySet[Plan]:
        """With `mine`, whether this person may read it, and `said`, the state its cell says."""
        mine = self._look.plans
        public = Q(published_on__isnull=False, inspection__state__in=PUBLISHED_STATES)
        return (
            Plan.objects.filter(mine | public, partnership=OuterRef("pk"))
            .annotate(mine=Case(When(mine, then=Value(True)), default=Value(False)))
            .annotate(said=Case(When(mine, then=F("state")), default=Value(PUBLISHED_PLAN)))
            .order_by("-opened_on", "-pk")
        )

    @cached_property
    def deadlines(self) -> QuerySet[Deadline]:
        rows = Deadline.objects.filter(self._look.deadlines, partnership=OuterRef("pk"))
        return rows.open().order_by("due_on", "pk")

    @property
    def first_due(self) -> Subquery:
        """The day of the first deadline. A least day, not the first row of an order: for that PostgreSQL walks all days for each area."""
        rows = self.deadlines.order_by().values("partnership").annotate(first=Min("due_on"))
        return Subquery(rows.values("first"))

    def cells(self) -> dict[str, Subquery]:
        """The annotations that `inspection_of` and `plan_of` read; "due" is {"name", "due_on"}."""
        plan: dict[str, Any] = _named((*OF_PLAN, "mine"))
        plan |= _named(f"inspection__{name}" for name in OF_INSPECTION_OF_PLAN)
        return {
            "current": _first(self.current, _named(OF_CURRENT)),
            "latest": _first(self.latest, _named(OF_LATEST) | _named(f"follows__{name}" for name in OF_FOLLOWED)),
            "plan": _first(self.plans, plan | {"actions": _actions()}),
            "due": _first(self.deadlines, {"name": "name", "due_on": "due_on"}),
        }


@dataclass(frozen=True)
class Look:
    """What one person may see on a day, as conditions; two people who may see the same have equal ones."""

    inspections: Q
    plans: Q
    deadlines: Q

    @classmethod
    def of(cls, actor: Any, today: date) -> Look:
        may_read = Inspection.objects.all().condition(actor, Permission.PLAN_VIEW, today, path="inspection")
        return cls(may_see(actor, today), may_read, seen(actor, today))


@lru_cache(maxsize=128)
def with_cells(look: Look, today: date) -> QuerySet[Partnership]:
    """The areas of a day with their cells, not asked for yet. Building this costs more than the database needs to answer it, so it is
    kept for the next look with equal rights; it holds no row."""
    found = Partnership.objects.on(today).select_related("region", "authority").order_by()
    return found.annotate(**Seen(look).cells())


def first_of(rows: QuerySet[Any], field: str) -> Subquery:
    return Subquery(rows.values(field)[:1])


def _named(names: Iterable[str]) -> dict[str, str]:
    return {name: name for name in names}


def _first(rows: QuerySet[Any], fields: dict[str, Any]) -> Subquery:
    return Subquery(rows.values(cell=JSONObject(**fields))[:1])


def _actions() -> Subquery:
    """{state: how many} of the actions of the outer plan, and of no other."""
    counted = {f"n_{state}": Count("pk", filter=Q(state=state)) for state in ACTION.states}
    rows = Action.objects.filter(item__plan=OuterRef("pk")).order_by().values("item__plan").annotate(**counted)
    return Subquery(rows.values(cell=JSONObject(**{state: f"n_{state}" for state in ACTION.states})))


def inspection_of(cell: dict[str, Any] | None) -> Inspection | None:
    if not cell:
        return None
    found = _made(Inspection, cell)
    if cell.get("follows_id"):
        found.follows = _made(Inspection, cell, "follows__")
    return found


def plan_of(cell: dict[str, Any] | None) -> Plan | None:
    """The plan with its inspection, `mine`, and `actions` ({state: how many}, {} for none).

    How the actions stand is read by whom the plan's state is: what is published of a plan is its text, not its progress.
    """
    if not cell:
        return None
    plan: Any = _made(Plan, cell)
    plan.inspection = _made(Inspection, cell, "inspection__")
    plan.mine = bool(cell["mine"])
    plan.actions = (cell["actions"] or {}) if plan.mine else {}
    found: Plan = plan
    return found


def _made(model: type[M], cell: dict[str, Any], prefix: str = "") -> M:
    """A row with these fields alone: another is read from the database when it is asked for, as after `only`."""
    values = [
        field.to_python(cell[prefix + field.attname]) if prefix + field.attname in cell else DEFERRED
        for field in model._meta.concrete_fields
    ]
    return model.from_db("default", [field.attname for field in model._meta.concrete_fields], values)
