"""What a board is told of one day: numbers and words as plain JSON, from which the PDF and the workbook are both made."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any

from improvement.models import Plan
from rulebook import words
from rulebook.honest_rag import KINDS, TRACKING
from rulebook.lifecycles.action import DONE
from tracking.queries.pictures import matrix_rows, shown_state
from tracking.queries.standings import Standing, counts, standings


def months_from(day: date, months: int) -> date:
    """The same day of the month so many months on (or back), or the last day that month has."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def told(plan: Plan, day: date, *, decisions: str = "", found: list[Standing] | None = None) -> dict[str, Any]:
    """The content of a board pack. Dates are ISO texts.

    `before` are the counts a month earlier; `highlights` what changed since; `exceptions` what is behind or late; `steps` the next
    milestones; `doubts` how many actions have each warning; `agree` what waits for agreement; `decisions` what the board is asked.
    """
    found = standings(plan, day) if found is None else found
    since = months_from(day, -1)
    return {
        "plan": plan.kind_spec.name,
        "area": plan.inspection.partnership.name,
        "reference": plan.inspection.reference,
        "state": plan.state_words,
        "as_at_on": day.isoformat(),
        "since_on": since.isoformat(),
        "counts": counts(found),
        "before": counts(standings(plan, since)),
        "matrix": [[name, numbers] for name, numbers in matrix_rows(found)],
        "highlights": _highlights(found, since, day),
        "exceptions": [exception(one) for one in found if one.is_exception],
        "doubts": _doubts(found),
        "agree": [_named(one) for one in found if one.awaits_agreement],
        "decisions": [line.strip() for line in decisions.splitlines() if line.strip()],
        "steps": _steps(found, months_from(day, TRACKING.months_ahead)),
        "until_on": months_from(day, TRACKING.months_ahead).isoformat(),
    }


def exception(one: Standing) -> dict[str, Any]:
    """One action that is behind or late: why, and what will be done. Empty where nothing was said."""
    action = one.action
    return {
        **_named(one),
        "state": one.state,
        "finish_by_on": action.finish_by_on.isoformat() if action.finish_by_on else None,
        "late": one.late,
        "owner": str(action.owner) if action.owner else "",
        "office": action.owner_office,
        "reason": one.reason,
        "remedy": one.remedy,
    }


def summary(found: list[Standing]) -> str:
    """2 actions are behind target and 1 is late. 1 of them says neither why nor what will be done."""
    exceptions = [one for one in found if one.is_exception]
    if not exceptions:
        return "No action is behind target or late."
    behind = sum(one.state == "underway_behind" for one in exceptions)
    late = sum(one.late for one in exceptions)
    silent = sum(not (one.reason and one.remedy) for one in exceptions)
    told = f"{words.count(len(exceptions), 'action is', 'actions are')} in this report: {behind} behind target, {late} late."
    missing = f"{words.count(silent, 'of them does', 'of them do')} not say both why and what will be done."
    return f"{told} {missing}" if silent else f"{told} Each says why and what will be done."


def _named(one: Standing) -> dict[str, Any]:
    return {"reference": one.action.reference, "text": one.action.text, "body": one.action.body}


def _highlights(found: list[Standing], since: date, day: date) -> list[dict[str, Any]]:
    """What became better or worse, which milestones were met and where impact is now seen, in the month before."""
    made = []
    for one in found:
        for told in one.told:
            if told.reported_on > since and told.state_before != told.state_after:
                state = shown_state(told.state_after)
                made.append({**_named(one), "on": told.reported_on.isoformat(), "state": state, "words": told.words})
        made += [
            {**_named(one), "on": step.met_on.isoformat(), "state": "", "words": f"Milestone met: {step.text}"}
            for step in one.steps
            if step.met_on is not None and since < step.met_on <= day
        ]
    return sorted(made, key=lambda row: (row["on"], row["reference"]), reverse=True)


def _doubts(found: list[Standing]) -> list[list[Any]]:
    codes = [doubt.code for one in found for doubt in one.doubts]
    return [[text, codes.count(code)] for code, text in KINDS.items() if code in codes]


def _steps(found: list[Standing], until: date) -> list[dict[str, Any]]:
    """Milestones missed and those due soon, of what is not done, in the order of their days."""
    rows = [
        {
            "reference": one.action.reference,
            "text": step.text,
            "due_on": step.due_on.isoformat(),
            "deferred_from_on": step.deferred_from_on.isoformat() if step.deferred_from_on else None,
            "missed": step.standing == "missed",
        }
        for one in found
        if one.counts and one.state not in DONE
        for step in one.steps
        if step.met_on is None and step.due_on <= until
    ]
    return sorted(rows, key=lambda row: (row["due_on"], row["reference"]))
