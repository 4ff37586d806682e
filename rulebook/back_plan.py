"""Planning a plan backwards: when to have a draft, share it and have it approved, so as to send it on its due date.

No source sets these days but the approval's, which is itself seen in practice only (D41). They are our own suggestion, so every
stage before the due date is unconfirmed and pages must say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.base import DeadlineRule, Edition, InspectionKind, Unit

DUE_ANCHOR = "plan_due_on"
# Shares of the working days up to the approval. Our own choice: half to write, a third with families and partners, the rest to mend.
DRAFT_SHARE = Fraction(1, 2)
PARTNERS_SHARE = Fraction(5, 6)


@dataclass(frozen=True)
class Stage:
    """One stage: `on` is the last day for it, `working_day` counts from the start of the clock, `before` is days before the due date."""

    code: str
    name: str
    on: date
    working_day: int
    before: int
    confirmed: bool
    source: str


def approval_rule(edition: Edition, kind: InspectionKind | str, outcome: str | None) -> DeadlineRule | None:
    """The rule that counts the approval back from the due date, if the edition has one for this kind and outcome."""
    code = kind if isinstance(kind, str) else kind.code
    for rule in edition.rules:
        counts_back = rule.trigger == DUE_ANCHOR and rule.unit is Unit.WORKING_DAYS and (rule.offset or 0) < 0
        if counts_back and rule.applies(code, outcome, "plan"):
            return rule
    return None


def stages(
    edition: Edition,
    kind: InspectionKind | str,
    outcome: str | None,
    *,
    start_on: date,
    due_on: date,
    calendar: WorkingCalendar,
) -> tuple[Stage, ...]:
    """Draft, partners, approval, submission, in that order; empty where the clock is too short or leaves the calendar."""
    rule = approval_rule(edition, kind, outcome)
    if rule is None or rule.offset is None:
        return ()
    try:
        allowed = calendar.working_days_between(start_on, due_on)
        approval = allowed + rule.offset
        draft, partners = int(approval * DRAFT_SHARE), int(approval * PARTNERS_SHARE)
        if not 0 < draft < partners < approval:
            return ()
        planned = (
            ("draft", "First draft", draft, False, "Our own suggestion; no source"),
            ("partners", "Shared with families and partners", partners, False, "Our own suggestion; no source"),
            ("approval", "Approved by the accountable bodies", approval, rule.confirmed, str(rule.source)),
        )
        found = [
            Stage(code, name, calendar.add_working_days(start_on, day), day, allowed - day, confirmed, source)
            for code, name, day, confirmed, source in planned
        ]
    except NotCovered:
        return ()
    return (*found, Stage("submit", "Due", due_on, allowed, 0, True, ""))
