"""Answering one question put in text: which date does this rule give from that day, and why?"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from rulebook import frameworks, words
from rulebook.calendar import WorkingCalendar
from rulebook.frameworks.base import DeadlineRule, Edition, Framework, UnknownFramework
from rulebook.timeline import explain

ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A pasted page must not come back as an error message.
LONGEST_ECHO = 60


class BadQuestion(ValueError):
    """A question that cannot be answered as put. The text is one plain sentence."""


def parse_day(text: str) -> date:
    """A date written YYYY-MM-DD. Raises BadQuestion for anything else and for a day that does not exist."""
    if ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise BadQuestion(f"{text} is not a day in the calendar.") from None
    raise BadQuestion(f"{shown(text)} is not a date. Write it as YYYY-MM-DD, such as 2022-02-22.")


def shown(text: str) -> str:
    """Text as it may be repeated in a message: on one line, cut when long, and never nothing."""
    line = " ".join(text.split())
    return (line[:LONGEST_ECHO] + "…" if len(line) > LONGEST_ECHO else line) or "‘’"


def answer(
    framework_code: str,
    rule_code: str,
    start: date,
    calendar: WorkingCalendar,
    edition_code: str | None = None,
    occurrence: int | None = None,
) -> dict[str, Any]:
    """The explanation of one date as JSON types.

    Without an edition it is the one in force on `start` or, when that edition lacks the rule, the nearest that has it;
    `edition_note` then says so. A rule that repeats lists every date under `occurrences`, and the top level is the
    first, or the one asked for with `occurrence` (from 1). A rule that is not a date sum has `due` None and says why
    in `sentence`. Raises ValueError (UnknownFramework, UnknownEdition, UnknownRule, NotCovered, BadQuestion) with a
    plain sentence.
    """
    framework = _framework(framework_code)
    edition, edition_note = _edition(framework, rule_code, start, edition_code)
    rule = edition.rule(rule_code)
    head = {"framework": framework.code, "edition": edition.code}
    tail: dict[str, Any] = {"note": rule.note, "edition_note": edition_note}
    offsets = rule.occurrences()
    if occurrence is not None and not 1 <= occurrence <= len(offsets):
        raise BadQuestion(f"{rule.code} has no occurrence {occurrence}: it has {len(offsets)}.")
    if not offsets:
        return {**head, **_no_sum(rule, start, calendar), **tail}
    asked = offsets if occurrence is None else offsets[occurrence - 1 : occurrence]
    dates = [explain(rule, start, calendar, offset).as_dict() for offset in asked]
    if rule.repeats:
        tail["occurrences"] = [
            {"occurrence": offsets.index(found["offset"]) + 1}
            | {key: found[key] for key in ("due", "offset", "unit", "weekend_days", "bank_holidays", "sentence")}
            for found in dates
        ]
    return {**head, **dates[0], **tail}


def answer_line(line: str, calendar: WorkingCalendar) -> dict[str, Any]:
    """The answer to one line `framework,rule,date`. Raises ValueError with a plain sentence."""
    columns = [column.strip() for column in line.split(",")]
    if len(columns) != 3:
        if not line.strip():
            raise BadQuestion("The line is empty. Write framework,rule,date.")
        raise BadQuestion(f"The line has {words.count(len(columns), 'column')}, not 3. Write framework,rule,date.")
    return answer(columns[0], columns[1], parse_day(columns[2]), calendar)


def listing(framework_code: str | None = None, edition_code: str | None = None) -> list[dict[str, Any]]:
    """Every rule of one framework or of all, as JSON types, each as the latest edition that has it puts it."""
    chosen = frameworks.ALL if framework_code is None else (_framework(framework_code),)
    if edition_code is not None and framework_code is None:
        raise BadQuestion("Name the framework of the edition.")
    rows = []
    for framework in chosen:
        edition = framework.edition(edition_code) if edition_code is not None else None
        for code in framework.rule_codes():
            having = [e for e in framework.editions if any(rule.code == code for rule in e.rules)]
            if edition is not None and edition not in having:
                continue
            rows.append(_row(framework, (edition or having[-1]).rule(code), having))
    return rows


def _framework(code: str) -> Framework:
    try:
        return frameworks.get(code)
    except UnknownFramework as error:
        raise type(error)(str(error).replace(code, shown(code), 1) if code else "Name the framework.") from None


def _edition(framework: Framework, rule_code: str, start: date, edition_code: str | None) -> tuple[Edition, str]:
    known = framework.rule_codes()
    if rule_code not in known:
        raise BadQuestion(
            f"There is no rule {shown(rule_code)} in {framework.code}. Ask for --list to see its rules."
            if rule_code
            else "Name the rule."
        )
    if edition_code is not None:
        return framework.edition(edition_code), ""
    in_force, having = framework.edition_on(start), framework.edition_with(rule_code, start)
    if in_force is having:
        return having, ""
    return (
        having,
        f"Edition {in_force.code} was in force on that day but has no such rule; this is edition {having.code}.",
    )


def _no_sum(rule: DeadlineRule, start: date, calendar: WorkingCalendar) -> dict[str, Any]:
    return {
        "rule": rule.code,
        "name": rule.name,
        "from": start.isoformat(),
        "due": None,
        "offset": None,
        "unit": rule.unit.value,
        "working_days": None,
        "weekend_days": 0,
        "bank_holidays": [],
        "source": str(rule.source),
        "confirmed": rule.confirmed,
        "approximate": rule.approximate,
        "sentence": f"{rule.name}: no date can be worked out. {rule.note}",
        "calendar_edition": calendar.edition,
    }


def _row(framework: Framework, rule: DeadlineRule, having: list[Edition]) -> dict[str, Any]:
    return {
        "framework": framework.code,
        "rule": rule.code,
        "number": rule.number,
        "name": rule.name,
        "trigger": rule.trigger,
        "offset": rule.offset,
        "repeats": list(rule.repeats),
        "unit": rule.unit.value,
        "owner": rule.owner.value,
        "scope": rule.scope,
        "kinds": sorted(rule.kinds),
        "outcomes": sorted(rule.outcomes) if rule.outcomes is not None else None,
        "source": str(rule.source),
        "confirmed": rule.confirmed,
        "approximate": rule.approximate,
        "editions": [edition.code for edition in having],
        "note": rule.note,
    }
