"""What an adviser looks after: the areas with their plans and dates, what waits today, and the weeks that pile up."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from accounts.choices import Permission
from improvement.models import Plan
from inspections.models import Deadline, Inspection
from monitoring.choices import AHEAD_STATES
from monitoring.models import Visit
from partnerships.models import Partnership, Region
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing
from rulebook.frameworks.support import EVIDENCE_RULE, VISIT_RULE

WEEKS_AHEAD = 12
# The visits of the next weeks that a row names.
VISITS_WITHIN = timedelta(weeks=8)


@dataclass
class Row:
    """One area. `stage` is where its newest inspection stands that the adviser may see."""

    area: Partnership
    plan: Plan | None = None
    inspection: Inspection | None = None
    next: Deadline | None = None
    standing: Standing | None = None
    evidence: Deadline | None = None
    visits: list[Visit] = field(default_factory=list)

    @property
    def stage(self) -> str:
        found = self.inspection
        return f"{found.kind_spec.name}: {found.LIFECYCLE.states[found.state].lower()}" if found else ""


@dataclass(frozen=True)
class Week:
    """A week with what falls into it: dates of plans, and how many areas they belong to."""

    starts_on: date
    dates: int
    areas: tuple[str, ...]
    visits: int


def plans_in_reach(actor: Any) -> QuerySet[Any]:
    """The inspections whose plan this person may read."""
    return Inspection.objects.permitted(actor, Permission.PLAN_VIEW).order_by()


def areas_for(actor: Any, *, region: str = "", show: str = "plans", today: date) -> QuerySet[Any]:
    """The areas in reach, the soonest date first: those with an open plan, or all with `show="all"`."""
    plans = Plan.objects.open().filter(inspection__in=plans_in_reach(actor).values("pk"))
    dates = Deadline.objects.open().filter(
        scope="plan", inspection__in=plans.values("inspection"), inspection__partnership=OuterRef("pk")
    )
    found: QuerySet[Any] = (
        Partnership.objects.permitted(actor, Permission.PLAN_VIEW)
        .on(today)
        .select_related("region")
        .annotate(
            next_on=Subquery(dates.order_by("due_on").values("due_on")[:1]),
            has_plan=Exists(plans.filter(inspection__partnership=OuterRef("pk"))),
        )
        .order_by(F("next_on").asc(nulls_last=True), "name")
    )
    if region:
        found = found.filter(region_id=region)
    return found if show == "all" else found.filter(has_plan=True)


def regions_of(actor: Any) -> list[tuple[str, str]]:
    """(code, name) of the regions in reach."""
    reached = Partnership.objects.permitted(actor, Permission.PLAN_VIEW).order_by().values("region")
    return list(Region.objects.filter(pk__in=reached).values_list("code", "name"))


def rows(actor: Any, areas: Iterable[Partnership], *, today: date, calendar: WorkingCalendar) -> list[Row]:
    """One page of areas with what is known of each: a fixed number of queries however many there are."""
    page = list(areas)
    found = {area.pk: Row(area) for area in page}
    seen = Inspection.objects.permitted(actor, Permission.INSPECTION_VIEW).filter(partnership__in=page)
    for inspection in seen.exclude(state="cancelled").order_by("onsite_start_on", "pk"):
        found[inspection.partnership_id].inspection = inspection
    reach = plans_in_reach(actor).filter(partnership__in=page).values("pk")
    plans = Plan.objects.open().filter(inspection__in=reach).select_related("inspection__partnership__region")
    for plan in plans.order_by("opened_on", "pk"):
        found[plan.inspection.partnership_id].plan = plan
    held = {row.plan.inspection_id: row for row in found.values() if row.plan}
    dates = Deadline.objects.open().filter(scope="plan", inspection__in=held).select_related("inspection")
    for deadline in dates.order_by("due_on", "pk"):
        row = held[deadline.inspection_id]
        if row.next is None:
            row.next = deadline
            row.standing = standing(deadline.due_on, None, today, calendar)
        if row.evidence is None and deadline.rule_code == EVIDENCE_RULE:
            row.evidence = deadline
    visits = Visit.objects.filter(
        inspection__in=held, state__in=AHEAD_STATES, visit_on__lte=today + VISITS_WITHIN
    ).select_related("plan__inspection", "inspection")
    for visit in visits.order_by("visit_on", "place"):
        held[visit.inspection_id].visits.append(visit)
    return [found[area.pk] for area in page]


def weeks(actor: Any, *, today: date, region: str = "") -> list[Week]:
    """The next twelve weeks, this one first, with the open dates of plans in reach."""
    first = today - timedelta(days=today.weekday())
    last = first + timedelta(weeks=WEEKS_AHEAD)
    dates = Deadline.objects.open().filter(
        scope="plan", inspection__in=plans_in_reach(actor).values("pk"), due_on__gte=first, due_on__lt=last
    )
    if region:
        dates = dates.filter(inspection__partnership__region_id=region)
    areas: dict[date, set[str]] = defaultdict(set)
    counts: dict[date, list[int]] = defaultdict(lambda: [0, 0])
    for due_on, code, name in dates.values_list("due_on", "rule_code", "inspection__partnership__name"):
        starts_on = due_on - timedelta(days=due_on.weekday())
        areas[starts_on].add(name)
        counts[starts_on][0] += 1
        counts[starts_on][1] += code == VISIT_RULE
    days = [first + timedelta(weeks=number) for number in range(WEEKS_AHEAD)]
    return [Week(day, counts[day][0], tuple(sorted(areas[day])), counts[day][1]) for day in days]
