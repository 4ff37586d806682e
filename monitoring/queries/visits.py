"""Reads of one plan's visits and letters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from improvement.choices import BodyKind
from improvement.models import Action, Plan
from inspections.models import Deadline, Inspection
from monitoring.choices import Body
from monitoring.models import SupportLetter, Visit, VisitFinding
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import Standing, standing
from rulebook.frameworks.support import EVIDENCE_RULE


@dataclass(frozen=True)
class EvidenceDue:
    """The day the evidence of a visit is due, how it stands, and how many days before the visit that is."""

    deadline: Deadline
    standing: Standing
    days_before: int

    @property
    def on(self) -> date:
        return self.deadline.due_on

    @property
    def words(self) -> str:
        return "No longer waited for" if self.deadline.closed_on else self.standing.words


@dataclass(frozen=True)
class VisitRow:
    visit: Visit
    evidence: EvidenceDue | None
    letter: SupportLetter | None


def of_inspection(inspection: Inspection) -> Any:
    """Every visit of an inspection with its plan, newest first."""
    return (
        Visit.objects.filter(inspection=inspection)
        .select_related("plan__inspection__partnership", "inspection__partnership")
        .order_by("-visit_on", "-place")
    )


def rows(inspection: Inspection, *, today: date, calendar: WorkingCalendar, drafts: bool) -> list[VisitRow]:
    """The visits with the day their evidence is due and their letter; a draft only where `drafts`. A fixed number of queries."""
    visits = list(of_inspection(inspection))
    due = {row.occurrence: row for row in _evidence_deadlines(inspection)}
    letters = {letter.visit_id: letter for letter in letters_of(inspection, drafts=drafts) if letter.visit_id}
    return [
        VisitRow(visit, _due(due.get(visit.place), visit, today, calendar), letters.get(visit.pk)) for visit in visits
    ]


def evidence_due(visit: Visit, *, today: date, calendar: WorkingCalendar) -> EvidenceDue | None:
    found = _evidence_deadlines(visit.inspection).filter(occurrence=visit.place).first()
    return _due(found, visit, today, calendar)


def letters_of(inspection: Inspection, *, drafts: bool) -> Any:
    """The letters of an inspection, newest first: those sent, and the drafts for those who write them."""
    found = SupportLetter.objects.filter(inspection=inspection).exclude(state="discarded")
    if not drafts:
        found = found.filter(state="sent")
    return found.select_related(
        "inspection__partnership", "plan__inspection__partnership", "visit__plan__inspection__partnership"
    ).order_by("-place")


def notes_of(visit: Visit) -> list[tuple[Body, Any]]:
    """(body, its notes or None), both bodies."""
    held = {note.body: note for note in visit.notes.select_related("written_by", "signed_by")}
    return [(body, held.get(body.value)) for body in Body]


def findings_of(visit: Visit) -> list[tuple[Any, VisitFinding | None]]:
    """(item, what was found of it or None) for each item that was monitored at this visit."""
    held = {finding.item_id: finding for finding in visit.findings.select_related("written_by")}
    return [(item, held.get(item.pk)) for item in visit.plan.items.all() if item.released_on is None or item.pk in held]


def actions_of_plan(plan: Plan, *, health: bool) -> list[Action]:
    """The plan's actions; with `health` those of its NHS commissioners, whole or in part."""
    found = list(Action.objects.filter(item__plan=plan).select_related("item__plan").order_by("item__order", "number"))
    if not health:
        return found
    boards = {body["name"] for body in plan.accountable_bodies if body["kind"] == BodyKind.BOARD.value}
    return [action for action in found if {action.body, action.co_body} & boards]


def _evidence_deadlines(inspection: Inspection) -> Any:
    return Deadline.objects.filter(inspection=inspection, scope="plan", rule_code=EVIDENCE_RULE)


def _due(deadline: Deadline | None, visit: Visit, today: date, calendar: WorkingCalendar) -> EvidenceDue | None:
    if deadline is None:
        return None
    stands = standing(deadline.due_on, deadline.met_on, today, calendar)
    return EvidenceDue(deadline, stands, (visit.visit_on - deadline.due_on).days)
