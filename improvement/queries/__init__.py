"""Reads of plans: the list with days left, and what the page of one plan shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.access import NOWHERE, either, limited, yes_or_no
from accounts.choices import Permission
from improvement.choices import CLOSED_STATES, RESUBMISSION_TRIGGER, TO_SEND_STATES
from improvement.due import Due, due
from improvement.models import Plan, PlanItem, PlanSubmission
from inspections.models import Deadline, Inspection
from partnerships.models import Region
from rulebook import frameworks, words
from rulebook.back_plan import Stage, stages
from rulebook.calendar import WorkingCalendar

_EDITIONS = [edition for framework in frameworks.ALL for edition in framework.editions]
DUE_RULES = frozenset(kind.due_rule for edition in _EDITIONS for kind in edition.plan_kinds.values() if kind.due_rule)
RESUBMISSION_RULES = frozenset(
    rule.code for edition in _EDITIONS for rule in edition.rules if rule.trigger == RESUBMISSION_TRIGGER
)
# The deadlines by which the area must send its plan.
SENDING_RULES = DUE_RULES | RESUBMISSION_RULES


@dataclass(frozen=True)
class Row:
    """One plan of the list. `due` is None while nothing sets a date, and `waits` says why; `url` is where this person reads it."""

    plan: Plan
    due: Due | None
    waits: str
    url: str


def plans_for(actor: Any, *, show: str = "open", region: str = "", today: date) -> QuerySet[Any]:
    """The plans this person may read (with families: once shared or published), soonest due first.

    `show` is open, late or all; `region` an ONS code.

    A fixed number of queries however many plans: `rows` uses what is fetched here.
    """
    inspections = Inspection.objects.all()
    readable = inspections.condition(actor, Permission.PLAN_VIEW, path="inspection")
    with_families = inspections.condition(actor, Permission.PLAN_COMMENT, path="inspection")
    read_by_families = Q(shared_on__isnull=False) | Q(published_on__isnull=False)
    to_send = Deadline.objects.filter(
        inspection=OuterRef("inspection"), scope="plan", rule_code__in=SENDING_RULES, met_on=None, closed_on=None
    ).order_by("due_on")
    found: QuerySet[Any] = (
        Plan.objects.filter(either(readable, limited(with_families, read_by_families)))
        .select_related("inspection__partnership__region")
        .annotate(reads_all=yes_or_no(readable))
        .annotate(next_due_on=Subquery(to_send.values("due_on")[:1]))
        .prefetch_related(
            Prefetch(
                "inspection__deadlines",
                queryset=Deadline.objects.filter(scope="plan", rule_code__in=SENDING_RULES).select_related(
                    "inspection"
                ),
                to_attr="sending_deadlines",
            )
        )
        .order_by(F("next_due_on").asc(nulls_last=True), "-opened_on", "pk")
    )
    if region:
        found = found.filter(inspection__partnership__region_id=region)
    if show == "late":
        return found.exclude(state__in=CLOSED_STATES).filter(next_due_on__lt=today, state__in=TO_SEND_STATES)
    return found if show == "all" else found.exclude(state__in=CLOSED_STATES)


def regions_of(actor: Any) -> list[tuple[str, str]]:
    """(code, name) of the regions in which this person may read a plan."""
    readable = Inspection.objects.all().condition(actor, Permission.PLAN_VIEW, path="inspection")
    if readable is NOWHERE:
        return []
    # One plan of each region is enough: as a part of the condition, the database would go through all of them.
    one = Plan.objects.filter(readable, inspection__partnership__region=OuterRef("pk")).order_by().values("pk")[:1]
    return list(Region.objects.annotate(plan=Subquery(one)).filter(plan__isnull=False).values_list("code", "name"))


def rows(plans: Iterable[Plan], *, today: date, calendar: WorkingCalendar) -> list[Row]:
    """The plans of one page of the list with their dates, without a further query."""
    made = []
    for plan in plans:
        deadline = sending_deadline(plan, plan.inspection.sending_deadlines)  # type: ignore[attr-defined]
        shown = due(deadline, today=today, calendar=calendar) if deadline else None
        name = "plan-detail" if plan.reads_all else "co-production"  # type: ignore[attr-defined]
        url = reverse(f"improvement:{name}", args=[plan.inspection.reference])
        made.append(Row(plan, shown, "" if shown else waiting_words(plan), url))
    return made


def sending_deadline(plan: Plan, deadlines: Iterable[Deadline]) -> Deadline | None:
    """Of an inspection's plan deadlines, the one by which this plan is to be sent: due again after a return, else its due date."""
    own = [row for row in deadlines if row.rule_code == plan.kind_spec.due_rule]
    again = [row for row in deadlines if row.rule_code in RESUBMISSION_RULES]
    waiting = [row for row in again if row.is_open]
    found = waiting or own or again
    return found[0] if found else None


def waiting_words(plan: Plan) -> str:
    """Why no date is set."""
    rule = plan.kind_spec.due_rule
    if rule is None:
        return "No source sets a day"
    return "Follows when receipt of the final report is recorded"


@dataclass(frozen=True)
class Detail:
    """What the page of one plan shows besides the plan itself."""

    due: Due | None
    waits: str
    back_plan: list[dict[str, str]]
    stages: tuple[Stage, ...]
    dates: list[Due]
    items: list[PlanItem]
    submissions: list[PlanSubmission]


def detail(plan: Plan, *, today: date, calendar: WorkingCalendar) -> Detail:
    deadlines = list(
        Deadline.objects.filter(inspection=plan.inspection, scope="plan")
        .select_related("inspection__partnership")
        .order_by("due_on", "occurrence")
    )
    sending = sending_deadline(plan, deadlines)
    first = next((row for row in deadlines if row.rule_code == plan.kind_spec.due_rule), None)
    planned = _stages(plan, first, calendar)
    return Detail(
        due=due(sending, today=today, calendar=calendar) if sending else None,
        waits="" if sending else waiting_words(plan),
        back_plan=_progress(plan, planned),
        stages=planned,
        dates=[due(row, today=today, calendar=calendar) for row in deadlines],
        items=items_of(plan),
        submissions=list(
            plan.submissions.select_related("submitted_by", "decision").defer("snapshot").order_by("-number")
        ),
    )


def items_of(plan: Plan) -> list[PlanItem]:
    """The items with everything a page shows of them: the same number of queries however many actions there are."""
    return list(
        plan.items.select_related("finding__inspection").prefetch_related("actions__milestones", "actions__owner")
    )


def plan_of(inspection: Inspection) -> Plan | None:
    """The plan of an inspection: the open one, else the newest."""
    held = list(Plan.objects.filter(inspection=inspection).order_by("-pk"))
    for plan in held:
        plan.inspection = inspection
    return next((plan for plan in held if plan.is_open), held[0] if held else None)


def newest_return(plan: Plan) -> Any:
    """The decision that sent the plan back, while it is being written again; else None."""
    newest = plan.submissions.select_related("decision__decided_by").order_by("-number").first()
    decision = getattr(newest, "decision", None)
    return decision if decision is not None and plan.state in TO_SEND_STATES else None


def _stages(plan: Plan, first: Deadline | None, calendar: WorkingCalendar) -> tuple[Stage, ...]:
    # Once sent, the stages are behind it: the submission says on which day it came.
    if first is None or plan.submitted_on is not None:
        return ()
    inspection = plan.inspection
    return stages(
        inspection.edition,
        inspection.kind_spec,
        inspection.outcome or None,
        start_on=first.anchor_on,
        due_on=first.due_on,
        calendar=calendar,
    )


# The stage of the back-plan that a plan in each of these states is working on.
_WORKING_ON = {"required": 0, "drafting": 0, "co_production": 1, "partner_approval": 2}


def _progress(plan: Plan, planned: tuple[Stage, ...]) -> list[dict[str, str]]:
    """The stages for components/progress.html."""
    now = _WORKING_ON.get(plan.state, len(planned))
    if plan.state == "partner_approval" and not _approvals_missing(plan):
        now = 3
    shown = []
    for index, stage in enumerate(planned):
        state = "done" if index < now else "current" if index == now else "later"
        note = f"By {words.day(stage.on)}, working day {stage.working_day}"
        shown.append({"text": stage.name, "state": state, "note": f"Done. {note}" if state == "done" else note})
    return shown


def _approvals_missing(plan: Plan) -> bool:
    given = set(plan.approvals.filter(withdrawn_at=None).values_list("body_name", flat=True))
    return any(body["name"] not in given for body in plan.accountable_bodies)
