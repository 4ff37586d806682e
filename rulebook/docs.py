"""Writes docs/lifecycles.md and docs/frameworks.md from the rulebook: `python -m rulebook.docs`.

With --check nothing is written and the exit code is 1 when a file is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from rulebook import moments, words
from rulebook.frameworks import ALL as FRAMEWORKS
from rulebook.frameworks.base import DeadlineRule, Edition, Framework, InspectionKind, ReviewCriterion, Unit
from rulebook.frameworks.sources import SOURCES
from rulebook.frameworks.surveys import minutes
from rulebook.lifecycle import Lifecycle
from rulebook.lifecycles import ALL as LIFECYCLES

FOLDER = Path(__file__).resolve().parent.parent / "docs"
NOTICE = "Made from the code by `python -m rulebook.docs`; do not edit."
SHORT_UNITS = {
    Unit.WORKING_DAYS: "working days",
    Unit.CALENDAR_DAYS: "calendar days",
    Unit.CALENDAR_MONTHS: "calendar months",
    Unit.YEARS: "years",
    Unit.FIXED: "fixed",
}


def pages() -> dict[str, str]:
    """File name to text, for every page this module owns."""
    return {"frameworks.md": frameworks_page(), "lifecycles.md": lifecycles_page()}


def lifecycles_page() -> str:
    """Every lifecycle as a diagram and a table of its moves."""
    lines = [
        "# Lifecycles",
        "",
        NOTICE,
        "",
        "A move is refused when a condition is not met. Being late never refuses one.",
    ]
    for lifecycle in LIFECYCLES:
        lines += _lifecycle(lifecycle)
    return "\n".join(lines) + "\n"


def frameworks_page() -> str:
    """Both frameworks: editions, deadline rules, kinds, outcomes, what is evaluated, plans, and the sources."""
    lines = [
        "# Frameworks",
        "",
        NOTICE,
        "",
        "Day 1 of a sum is the day after the trigger. A rule that is not confirmed is a working assumption or a "
        "measured average: the page that shows its date says so, and the date can be changed with a reason.",
    ]
    for framework in FRAMEWORKS:
        lines += _framework(framework)
    lines += ["", "## Sources", ""]
    lines += [f"- **{key}** {text}" for key, text in SOURCES.items()]
    return "\n".join(lines) + "\n"


def _lifecycle(lifecycle: Lifecycle) -> list[str]:
    title = lifecycle.name.replace("_", " ")
    lines = ["", f"## {title[0].upper()}{title[1:]}", "", "```mermaid", lifecycle.diagram(), "```", ""]
    rows = (
        (
            move.name,
            move.label,
            words.listed([lifecycle.states[state] for state in lifecycle.states if state in move.sources]),
            lifecycle.states[move.target],
            f"`{move.permission}`",
            " ".join([*(guard.message for guard in move.guards), *(["Give a reason."] if move.needs_reason else [])]),
        )
        for move in lifecycle.moves
    )
    return lines + _table(("Move", "Button", "From", "To", "Permission", "Refused with"), rows)


def _framework(framework: Framework) -> list[str]:
    lines = ["", f"## {framework.name} (`{framework.code}`)", "", f"Legal basis: {framework.legal_basis}.", ""]
    lines += _table(
        ("Edition", "In force from", "What it is", "Source"),
        ((e.code, words.day(e.in_force_from), e.note, e.source.key) for e in framework.editions),
    )
    lines += ["", "### Deadline rules", ""]
    lines += _table(
        ("No.", "Rule", "Name", "For", "Trigger", "Offset", "Unit", "Owner", "Source", "Confirmed", "Editions", "Note"),
        (_rule_row(rule, editions, framework) for rule, editions in _distinct(framework)),
    )
    lines += ["", "### Kinds of inspection", ""]
    lines += _table(
        ("Kind", "Name", "Days on site", "Letter", "Edition", "Source", "Note"),
        (_kind_row(kind, edition) for edition in framework.editions for kind in edition.kinds.values()),
    )
    lines += ["", "### Outcomes", ""]
    for kind in framework.latest.kinds.values():
        for outcome in kind.outcome_scale.outcomes:
            lines.append(f"- **{outcome.code}** ({kind.name}): {' '.join((outcome.sentence, *outcome.follows))}")
    if brought := _brought(framework):
        lines += [
            "",
            "### Next inspection",
            "",
            "Where readings contradict the rule, pages show a window and no day.",
            "",
        ]
        lines += brought
    lines += ["", "### What is evaluated", ""]
    lines += [f"- **{area.code}** {area.text}" for area in framework.kind("full").questions]
    if surveys := _surveys(framework):
        lines += ["", "### Surveys", "", "The words are our own drafting: no official set of questions is public.", ""]
        lines += _table(("Kind", "Audience", "Version", "Questions", "Minutes", "Open", "Source", "Confirmed"), surveys)
    lines += ["", "### Plans", ""]
    lines += _table(
        ("Plan", "Name", "One section for each", "Due", "Submitted to", "Reviewed by", "Visits", "Edition", "Source"),
        (
            (
                f"`{plan.code}`",
                plan.name,
                plan.item_name,
                f"`{plan.due_rule}`" if plan.due_rule else "no day set",
                words.listed(plan.submitted_to) or "not submitted",
                words.listed(plan.reviewed_by) or "not reviewed",
                ", ".join(kind.name for kind in plan.visits) or "none",
                edition.code,
                plan.source.key,
            )
            for edition in framework.editions
            for plan in edition.plan_kinds.values()
        ),
    )
    lines += [
        "",
        "### How a plan is reviewed",
        "",
        "No set of criteria is public. A question that is not confirmed is our own suggestion.",
        "",
    ]
    return lines + _table(("Plan", "Question", "Confirmed", "Source", "Editions"), _criteria(framework))


def _criteria(framework: Framework) -> list[tuple[str, ...]]:
    """Each question of each kind of plan once, with the editions that have it."""
    found: dict[tuple[str, ReviewCriterion], list[str]] = {}
    for edition in framework.editions:
        for plan in edition.plan_kinds.values():
            for criterion in plan.criteria:
                found.setdefault((plan.code, criterion), []).append(edition.code)
    return [
        (
            f"`{plan}`",
            criterion.question,
            "yes" if criterion.confirmed else "no",
            criterion.source.key or "none",
            ", ".join(editions),
        )
        for (plan, criterion), editions in found.items()
    ]


def _distinct(framework: Framework) -> list[tuple[DeadlineRule, list[str]]]:
    """Each wording of each rule once, with the editions that have it, in the order of the numbers."""
    found: dict[DeadlineRule, list[str]] = {}
    for edition in framework.editions:
        for rule in edition.rules:
            found.setdefault(rule, []).append(edition.code)
    return sorted(found.items(), key=lambda item: (int(item[0].number[1:]), item[1][0]))


def _brought(framework: Framework) -> list[str]:
    """Each rule that brings an inspection, with the other days some source counts it from."""
    lines = []
    for rule, editions in _distinct(framework):
        if rule.brings:
            readings = [f"`{one.trigger}` ({one.source.key}: {one.note.rstrip('.')})" for one in rule.readings]
            others = f"; also counted from {words.listed(readings)}" if readings else ""
            lines.append(f"- **{rule.number}** ({', '.join(editions)}): from `{rule.trigger}`{others}")
    if framework.cycle:
        day = words.day(framework.cycle.every_area_by)
        lines.append(f"- Every area by {day} ({framework.cycle.source.key})")
    return lines


def _rule_row(rule: DeadlineRule, editions: list[str], framework: Framework) -> tuple[str, ...]:
    offset = ", ".join(str(offset) for offset in rule.occurrences()) or "none"
    return (
        rule.number,
        f"`{rule.code}`",
        rule.name,
        ", ".join(sorted(rule.kinds) + sorted(rule.outcomes or ())),
        f"`{rule.trigger}`",
        f"about {offset}" if rule.approximate else offset,
        SHORT_UNITS[rule.unit],
        rule.owner.value,
        rule.source.key or "none",
        "yes" if rule.confirmed else "no",
        "all" if len(editions) == len(framework.editions) else ", ".join(editions),
        rule.note,
    )


def _kind_row(kind: InspectionKind, edition: Edition) -> tuple[str, ...]:
    return (
        f"`{kind.code}`",
        kind.name,
        str(kind.usual_length_days),
        kind.letter.name if kind.letter else "none",
        edition.code,
        kind.length_source.key,
        kind.length_note,
    )


def _surveys(framework: Framework) -> list[tuple[str, ...]]:
    return [
        (
            f"`{kind.code}`",
            spec.audience,
            f"`{spec.version}`",
            str(len(spec.questions)),
            f"about {minutes(spec.questions)}",
            f"{moments.described(spec.opens)} to {moments.described(spec.closes)}",
            spec.source.key,
            "yes" if spec.confirmed else "no",
        )
        for kind in framework.latest.kinds.values()
        for spec in kind.weeks.surveys
    ]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    escaped = ([cell.replace("|", r"\|") for cell in row] for row in rows)
    return lines + [f"| {' | '.join(row)} |" for row in escaped]


def stale(folder: Path = FOLDER) -> list[str]:
    """The names of the pages that differ from what would be written."""
    return [
        name
        for name, text in pages().items()
        if not (folder / name).is_file() or (folder / name).read_text(encoding="utf-8") != text
    ]


def main(arguments: Sequence[str], folder: Path = FOLDER) -> int:
    """Write the pages, or with --check only say which are stale. Returns the exit code."""
    if list(arguments) not in ([], ["--check"]):
        sys.stderr.write("usage: python -m rulebook.docs [--check]\n")
        return 2
    if arguments:
        behind = stale(folder)
        for name in behind:
            sys.stderr.write(f"docs/{name} is stale: run python -m rulebook.docs\n")
        return 1 if behind else 0
    for name, text in pages().items():
        (folder / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"docs/{name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
