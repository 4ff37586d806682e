"""What an outcome brings with it, in words, before it is recorded: monitoring ends, a plan is made, who is told, what comes next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rulebook import words
from rulebook.findings import revisit_outcome
from rulebook.frameworks.base import Edition, InspectionKind, PlanKind, UnknownRule


@dataclass(frozen=True)
class Reckoned:
    """What the results of a revisit add up to. `headline` gives the numbers, `consequences` are sentences in order."""

    outcome: str
    label: str
    tag: str
    roll_up: str
    headline: str
    consequences: tuple[str, ...]


def reckon(edition: Edition, kind: InspectionKind | str, results: Iterable[bool]) -> Reckoned:
    """Add up whether progress was sufficient on each item. Raises ValueError when there is no result."""
    described = edition.kind(kind) if isinstance(kind, str) else kind
    known = list(results)
    outcome = described.outcome_scale.get(revisit_outcome(known))
    enough = sum(known)
    return Reckoned(
        outcome=outcome.code,
        label=outcome.label,
        tag=outcome.tag,
        roll_up=outcome.roll_up,
        headline=f"Sufficient progress on {enough} of {_items(edition, len(known))}.",
        consequences=consequences(edition, described, outcome.code, concerned=len(known) - enough, of=len(known)),
    )


def consequences(
    edition: Edition,
    kind: InspectionKind | str,
    outcome: str,
    *,
    concerned: int | None = None,
    of: int | None = None,
) -> tuple[str, ...]:
    """What follows from an outcome, as printed and as the rules say. `concerned` of `of` items are those a plan would answer.

    Raises UnknownKind for an outcome the kind does not have.
    """
    described = edition.kind(kind) if isinstance(kind, str) else kind
    reached = described.outcome_scale.get(outcome)
    found = [*reached.follows]
    if reached.earlier_plan == "release":
        found.append(f"The {edition.words['plan']} is released from monitoring.")
    if reached.plan_kind is not None:
        found.append(_plan(edition, edition.plan_kind(reached.plan_kind), concerned, of))
    if reached.earlier_plan == "supersede":
        found.append(f"It replaces the {edition.words['plan']}: what is not finished there goes on in it.")
    return (*found, *reached.consequences)


def _plan(edition: Edition, plan: PlanKind, concerned: int | None, of: int | None) -> str:
    """An accelerated progress plan for 1 of 5 areas of significant weakness, sent to DfE and NHS England, …"""
    text = f"{_article(plan.name)} {plan.name[:1].lower()}{plan.name[1:]}"
    if concerned:
        text += (
            f" for {concerned} of {_items(edition, of or concerned)}" if concerned != of else f" for all {concerned}"
        )
    if plan.submitted_to:
        text += f", sent to {words.listed(plan.submitted_to)}"
    if plan.due_rule:
        text += _due(edition, plan.due_rule)
    if plan.milestone_months:
        months = words.listed([str(number) for number in plan.milestone_months])
        text += f", with milestones {months} months after it is {plan.accepted_word}"
    return f"{text}."


def _due(edition: Edition, code: str) -> str:
    try:
        rule = edition.rule(code)
    except UnknownRule:
        return ""
    if rule.offset is None:
        return ""
    unit = {"working_days": "working day", "calendar_months": "month"}.get(rule.unit.value, "day")
    start = {"report_received_on": "receipt of the final report"}.get(rule.trigger, "publication")
    doubt = "" if rule.confirmed else " (not confirmed by an official source)"
    return f", due {words.count(rule.offset, unit)} after {start}{doubt}"


def _items(edition: Edition, number: int) -> str:
    return words.count(number, edition.words["weakness"], edition.words["weaknesses"])


def _article(name: str) -> str:
    return "An" if name[:1].lower() in "aeiou" else "A"
