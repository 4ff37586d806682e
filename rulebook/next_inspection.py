"""When the next inspection of an area comes: a window between the days the sources give, never one day made out of several.

No source sets an earliest day. The window is what its readings leave open, and each reading says what it is counted from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rulebook import frameworks, words
from rulebook.calendar import WorkingCalendar
from rulebook.frameworks.base import DeadlineRule, Edition, Framework, UnknownRule
from rulebook.timeline import UNIT_WORDS, due_on

# How a sentence names the day a clock starts.
STARTS: Mapping[str, str] = {
    "published_on": "publication",
    "report_received_on": "receipt of the final report",
    "onsite_start_on": "the first day on site",
    "plan_accepted_on": "acceptance of the plan",
}


@dataclass(frozen=True)
class Reckoning:
    """One day the next inspection is counted to. `own` is the rule of the inspection's edition, the others contradict it."""

    on: date
    start: date
    counted: str
    source: str
    confirmed: bool
    own: bool
    note: str


@dataclass(frozen=True)
class Window:
    """From when to when an inspection of `kind` is expected. `earliest` is None where only a last day is known.

    `reckonings` begin with the edition's own; there is none for the day by which every area is inspected.
    """

    kind: str
    name: str
    earliest: date | None
    latest: date
    reckonings: tuple[Reckoning, ...]
    rule: str
    source: str
    note: str
    confirmed: bool
    approximate: bool

    @property
    def words(self) -> str:
        """by December 2027; about July 2027; about May to July 2027."""
        last = _month(self.latest)
        if self.earliest is None:
            return f"by {last}"
        first = _month(self.earliest)
        if first == last:
            return f"about {last}"
        return f"about {first.removesuffix(f' {self.latest.year}')} to {last}"

    def is_past(self, today: date) -> bool:
        return self.latest < today


def windows_after(
    framework: Framework,
    edition: Edition,
    kind: str,
    outcome: str | None,
    anchors: Mapping[str, date | None],
    calendar: WorkingCalendar,
    *,
    today: date,
) -> tuple[Window, ...]:
    """The inspections that an outcome brings, the next first. `anchors` maps a trigger to its day, as in timeline.resolve.

    Once the framework has ended, nothing follows under it: what is left is the day by which the framework of today has
    inspected every area. Empty where no rule or no day says anything.
    """
    if framework.in_force_to is not None and framework.in_force_to < today:
        return _of_the_cycle(frameworks.in_force_on(today))
    spec = edition.kind(kind)
    if not outcome:
        return ()
    found = []
    for code in spec.outcome_scale.get(outcome).next_rules:
        rule = _rule(framework, edition, code)
        if rule is not None and rule.brings and (window := _window(framework, rule, anchors, calendar)):
            found.append(window)
    return tuple(sorted(found, key=lambda window: window.latest))


def _rule(framework: Framework, edition: Edition, code: str) -> DeadlineRule | None:
    """Of the edition or, where it had no such rule yet, of the next that has: revisits were announced in November 2018."""
    try:
        return framework.edition_with(code, edition.in_force_from).rule(code)
    except UnknownRule:
        return None


def _window(
    framework: Framework, rule: DeadlineRule, anchors: Mapping[str, date | None], calendar: WorkingCalendar
) -> Window | None:
    assert rule.offset is not None, f"{rule.code} brings an inspection but is not a date sum"
    distance = f"{'about ' if rule.approximate else ''}{words.count(rule.offset, UNIT_WORDS[rule.unit])}"
    reckonings = []
    for trigger, source, confirmed, own, note in (
        (rule.trigger, rule.source, rule.confirmed, True, rule.note),
        *((one.trigger, one.source, one.confirmed, False, one.note) for one in rule.readings),
    ):
        start = anchors.get(trigger)
        if start is not None:
            counted = f"{distance} after {STARTS[trigger]} on {words.weekday(start)}"
            on = due_on(start, rule.offset, rule.unit, calendar)
            reckonings.append(Reckoning(on, start, counted, str(source), confirmed, own, note))
    if not reckonings:
        return None
    days = [one.on for one in reckonings]
    return Window(
        kind=rule.brings,
        name=framework.kind(rule.brings).name,
        earliest=min(days),
        latest=max(days),
        reckonings=tuple(reckonings),
        rule=f"{rule.number}, {rule.name[:1].lower()}{rule.name[1:]}",
        source=str(rule.source),
        note=rule.note,
        confirmed=rule.confirmed and reckonings[0].own,
        approximate=rule.approximate,
    )


def _of_the_cycle(framework: Framework) -> tuple[Window, ...]:
    cycle = framework.cycle
    if cycle is None:
        return ()
    window = Window(
        kind=cycle.kind,
        name=framework.kind(cycle.kind).name,
        earliest=None,
        latest=cycle.every_area_by,
        reckonings=(),
        rule="Every area is inspected under the framework in force",
        source=str(cycle.source),
        note=cycle.note,
        confirmed=True,
        approximate=True,
    )
    return (window,)


def _month(day: date) -> str:
    return f"{words.MONTHS[day.month - 1]} {day.year}"
