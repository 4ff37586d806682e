"""Reads that cross apps. What a person may see is always asked of the two scopes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.choices import Permission
from inspections.models import Deadline, Inspection
from inspections.queries.deadlines import visible
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing
from rulebook.frameworks.base import DeadlineRule
from rulebook.timeline import Explanation, Unit, explain

OPEN, OVERDUE, MET, ALL = "open", "overdue", "met", "all"
# A feed keeps what was due a little while ago, so that a calendar does not lose yesterday.
FEED_LOOKS_BACK = timedelta(days=60)


@dataclass(frozen=True)
class DeadlineRow:
    deadline: Deadline
    standing: Standing
    assumed: bool

    @property
    def url(self) -> str:
        return f"/inspections/{self.deadline.inspection.reference}/deadlines/{self.deadline.pk}/"


def deadlines(actor: Any, which: str = OPEN, *, today: date, text: str = "") -> QuerySet[Deadline]:
    """The deadlines of the inspections this person may see, soonest first (met ones: latest first)."""
    found = visible(actor, today)
    for word in text.split():
        found = found.filter(Q(inspection__partnership__name__icontains=word) | Q(name__icontains=word))
    if which == MET:
        return found.filter(met_on__isnull=False).order_by("-met_on", "-pk")
    if which in (OPEN, OVERDUE):
        found = found.open()
    if which == OVERDUE:
        found = found.filter(due_on__lt=today)
    return found.order_by("due_on", "pk")


def deadline_rows(found: Iterable[Deadline], *, today: date, calendar: WorkingCalendar) -> list[DeadlineRow]:
    return [
        DeadlineRow(row, standing(row.due_on, row.met_on, today, calendar), row.anchor in row.inspection.assumed)
        for row in found
    ]


def feed(actor: Any, *, today: date) -> QuerySet[Deadline]:
    """What a calendar application is told: everything seen that is due from two months ago on."""
    return deadlines(actor, ALL, today=today).filter(due_on__gte=today - FEED_LOOKS_BACK)


def own_inspections(actor: Any) -> QuerySet[Inspection]:
    """The inspections under way that this person may see, the next on site first."""
    return (
        Inspection.objects.permitted(actor, Permission.INSPECTION_VIEW)
        .open()
        .select_related("partnership")
        .order_by("onsite_start_on", "planned_for_on", "reference")
    )


@dataclass(frozen=True)
class Expected:
    """When the next inspection of an area is expected, and the outcome whose rule says so."""

    outcome: str
    explanation: Explanation


def expected_after(inspection: Inspection, calendar: WorkingCalendar) -> Expected | None:
    """When its outcome says that the next inspection comes, in years; None where it does not say. No query."""
    outcome = inspection.outcome_spec
    for code in outcome.next_rules if outcome else ():
        rule = _rule(inspection, code)
        start = getattr(inspection, rule.trigger, None) if rule else None
        if outcome and rule and start and rule.unit is Unit.YEARS and rule.scope == "inspection":
            return Expected(outcome.label, explain(rule, start, calendar))
    return None


def _rule(inspection: Inspection, code: str) -> DeadlineRule | None:
    return next((rule for rule in inspection.edition.rules if rule.code == code), None)
