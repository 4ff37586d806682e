"""Before and after: for each item of an inspection, what the letter said, what the area's actions reached, and the result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from improvement.models import Action, Milestone, Plan, PlanItem
from inspections.models import Finding, Inspection
from rulebook.lifecycles import ACTION


@dataclass(frozen=True)
class Reached:
    """Where the actions on one item stand: [(state in words, how many)], those that are there, and their milestones."""

    states: list[tuple[str, int]]
    actions: int
    milestones: int
    milestones_met: int
    released_on: date | None


@dataclass(frozen=True)
class Carried:
    """The item of the plan that goes on with it: its number there, and how many actions went with it."""

    order: int
    actions: int


@dataclass(frozen=True)
class Compared:
    """One row. `sufficient` is None where each item has no result of its own, or none yet."""

    finding: Finding
    reached: Reached | None
    sufficient: bool | None
    narrative: str
    carried: Carried | None


@dataclass(frozen=True)
class BeforeAfter:
    """`plan` answered the inspection that was followed, `next_plan` what was found this time; both may be missing."""

    plan: Plan | None
    next_plan: Plan | None
    rows: list[Compared]

    @property
    def totals(self) -> list[tuple[str, int]]:
        """The states of all actions added up."""
        added: dict[str, int] = {}
        for row in self.rows:
            for words, number in row.reached.states if row.reached else ():
                added[words] = added.get(words, 0) + number
        return [(words, added[words]) for words in ACTION.states.values() if words in added]


def compared(inspection: Inspection) -> BeforeAfter:
    """What a revisit or monitoring inspection looks back on. At most eight queries, however many items and actions."""
    findings = list(Finding.objects.filter(inspection=inspection.follows_id, kind=inspection.kind_spec.item_kind))
    plan = earlier_plan(inspection)
    following = Plan.objects.filter(inspection=inspection).order_by("-pk").first()
    reached = _reached(plan) if plan else {}
    carried = _carried(following) if following else {}
    judged = {judgement.finding_id: judgement for judgement in inspection.judgements.all()}
    return BeforeAfter(
        plan=plan,
        next_plan=following,
        rows=[
            Compared(
                finding=finding,
                reached=reached.get(finding.pk),
                sufficient=judged[finding.pk].sufficient if finding.pk in judged else None,
                narrative=judged[finding.pk].narrative if finding.pk in judged else "",
                carried=carried.get(finding.pk),
            )
            for finding in findings
        ],
    )


def earlier_plan(inspection: Inspection) -> Plan | None:
    """The newest plan that answers the items of the inspection followed; None where nothing is followed or planned."""
    kinds = inspection.framework.editions
    codes = {
        plan.code
        for edition in kinds
        for plan in edition.plan_kinds.values()
        if plan.finding_kind == inspection.kind_spec.item_kind
    }
    if inspection.follows_id is None:
        return None
    found = Plan.objects.filter(inspection=inspection.follows_id, kind__in=codes).exclude(state="not_required")
    return found.select_related("inspection__partnership").order_by("-pk").first()


def _reached(plan: Plan) -> Mapping[int, Reached]:
    items = list(PlanItem.objects.filter(plan=plan))
    states: dict[int, dict[str, int]] = {}
    counted: Any = (
        Action.objects.filter(item__plan=plan).order_by().values("item", "state").annotate(number=Count("pk"))
    )
    for row in counted:
        states.setdefault(row["item"], {})[row["state"]] = row["number"]
    steps: Any = Milestone.objects.filter(action__item__plan=plan).order_by().values(item=F("action__item"))
    steps = steps.annotate(every=Count("pk"), met=Count("pk", filter=Q(met_on__isnull=False)))
    milestones = {row["item"]: (row["every"], row["met"]) for row in steps}
    return {
        item.finding_id: Reached(
            states=[
                (words, states[item.pk][code])
                for code, words in ACTION.states.items()
                if code in states.get(item.pk, {})
            ],
            actions=sum(states.get(item.pk, {}).values()),
            milestones=milestones.get(item.pk, (0, 0))[0],
            milestones_met=milestones.get(item.pk, (0, 0))[1],
            released_on=item.released_on,
        )
        for item in items
    }


def _carried(plan: Plan) -> Mapping[int, Carried]:
    items = PlanItem.objects.filter(plan=plan).annotate(
        carried=Count("actions", filter=Q(actions__carried_from__isnull=False))
    )
    return {item.finding_id: Carried(item.order, item.carried) for item in items}
