"""The reviews of an accelerated progress plan: at 3, 6 and 12 months, what was to be done by then and what is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from improvement.due import Due, due
from improvement.models import Milestone, Plan
from inspections.models import Deadline
from rulebook.calendar import WorkingCalendar


@dataclass(frozen=True)
class ReviewPoint:
    """One review. `milestones` are those of the plan's actions due by then and not by the review before; `met` of them are met."""

    due: Due
    months: int
    milestones: int
    met: int
    late: int


def review_points(plan: Plan, *, today: date, calendar: WorkingCalendar) -> list[ReviewPoint]:
    """The plan's milestones of the rulebook as reviews; none for a plan that has none or is not approved yet. Two queries."""
    rule = plan.kind_spec.milestone_rule
    if rule is None:
        return []
    rows = Deadline.objects.filter(inspection=plan.inspection_id, rule_code=rule).select_related(
        "inspection__partnership"
    )
    points, steps, since = [], None, date.min
    for row in rows.order_by("due_on", "occurrence"):
        if steps is None:
            live = Milestone.objects.filter(action__item__plan=plan).exclude(
                action__state__in=("superseded", "withdrawn")
            )
            steps = list(live.values_list("due_on", "met_on"))
        within = [(due_on, met_on) for due_on, met_on in steps if since < due_on <= row.due_on]
        points.append(
            ReviewPoint(
                due=due(row, today=today, calendar=calendar),
                months=row.offset,
                milestones=len(within),
                met=sum(met_on is not None for _, met_on in within),
                late=sum(met_on is None and due_on < today for due_on, met_on in within),
            )
        )
        since = row.due_on
    return points
