"""Whether the rating of an action can be believed: plain warnings from plain facts. Nobody is stopped by one.

The sources say that ratings must rest on evidence and that progress must be steady, not how many days that is: the numbers are our
own, so pages say that they are unconfirmed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from rulebook import words
from rulebook.frameworks.base import Citation
from rulebook.frameworks.sources import NO_SOURCE
from rulebook.lifecycles.action import DONE, LIVE

BEHIND, ON_TARGET = "underway_behind", "underway_on_target"


@dataclass(frozen=True)
class Tracking:
    """`weeks_without_update` is how long a live action may go without one, in whole weeks; `months_ahead` how far a board looks ahead."""

    weeks_without_update: int
    months_ahead: int
    confirmed: bool
    source: Citation


TRACKING = Tracking(weeks_without_update=5, months_ahead=3, confirmed=False, source=NO_SOURCE)


@dataclass(frozen=True)
class ActionFacts:
    """What is known of one action on a day.

    `updated_on` is the day of its newest update, else the day from which progress was to be recorded. `better_on` is the day of the
    newest change to a better rating and `better_on_new_evidence` whether that change came with evidence not used for the action before.
    `milestones_due` counts the milestones whose day has passed, `milestones_met` those of them that are met. `falling_measures` are
    the names of measures that serve this action and are going the wrong way.
    """

    state: str
    updated_on: date | None = None
    better_on: date | None = None
    better_on_new_evidence: bool = True
    evidence: int = 0
    finish_by_on: date | None = None
    milestones_due: int = 0
    milestones_met: int = 0
    impact_seen: bool = False
    has_measure: bool = False
    falling_measures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """One warning: a code to count by, and its sentence."""

    code: str
    text: str


# {code: what it is about, for a list of all kinds of warning}
KINDS = {
    "better_without_evidence": "A better rating without new evidence",
    "no_update": f"No update for {words.count(TRACKING.weeks_without_update, 'week')}",
    "past_its_day": "On target although its last day has passed",
    "done_without_evidence": "Completed with no evidence",
    "milestones_missed": "On target although every milestone due was missed",
    "impact_unmeasured": "Impact seen with no measure",
    "measure_falling": "A good rating with a falling measure",
}


def doubts(facts: ActionFacts, today: date) -> tuple[Doubt, ...]:
    """Why the rating of an action may be better than the truth, in the order of KINDS; empty when nothing speaks against it."""
    return tuple(Doubt(code, text) for code, test in _TESTS if (text := test(facts, today)) is not None)


def _better_without_evidence(facts: ActionFacts, _: date) -> str | None:
    if facts.better_on is None or facts.better_on_new_evidence:
        return None
    return f"The rating became better on {words.day(facts.better_on)} without new evidence."


def _no_update(facts: ActionFacts, today: date) -> str | None:
    if facts.state not in LIVE or facts.updated_on is None:
        return None
    if today - facts.updated_on < timedelta(weeks=TRACKING.weeks_without_update):
        return None
    weeks = (today - facts.updated_on).days // 7
    return f"No update for {words.count(weeks, 'week')}, since {words.day(facts.updated_on)}."


def _past_its_day(facts: ActionFacts, today: date) -> str | None:
    if facts.state != ON_TARGET or facts.finish_by_on is None or facts.finish_by_on >= today:
        return None
    return f"It is on target although it was to be finished by {words.day(facts.finish_by_on)}."


def _done_without_evidence(facts: ActionFacts, _: date) -> str | None:
    return "It is completed and has no evidence." if facts.state in DONE and not facts.evidence else None


def _milestones_missed(facts: ActionFacts, _: date) -> str | None:
    if facts.state != ON_TARGET or not facts.milestones_due or facts.milestones_met:
        return None
    if facts.milestones_due == 1:
        return "It is on target although the one milestone due so far was missed."
    return f"It is on target although all {facts.milestones_due} milestones due so far were missed."


def _impact_unmeasured(facts: ActionFacts, _: date) -> str | None:
    return (
        "Its impact is seen, but nothing says how it is measured."
        if facts.impact_seen and not facts.has_measure
        else None
    )


def _measure_falling(facts: ActionFacts, _: date) -> str | None:
    if facts.state not in {ON_TARGET, *DONE} or not facts.falling_measures:
        return None
    return f"Its rating is good while a measure is going the wrong way: {words.listed(facts.falling_measures)}."


_TESTS: tuple[tuple[str, Callable[[ActionFacts, date], str | None]], ...] = (
    ("better_without_evidence", _better_without_evidence),
    ("no_update", _no_update),
    ("past_its_day", _past_its_day),
    ("done_without_evidence", _done_without_evidence),
    ("milestones_missed", _milestones_missed),
    ("impact_unmeasured", _impact_unmeasured),
    ("measure_falling", _measure_falling),
)
