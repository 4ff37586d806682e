"""The dates that follow from a notification: when fieldwork and the days on site begin and end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from inspections.choices import FIELDWORK_RULE
from rulebook.calendar import WorkingCalendar
from rulebook.frameworks.base import Edition, InspectionKind, UnknownRule
from rulebook.timeline import explain

FRIDAY = 4


@dataclass(frozen=True)
class OnSite:
    """`by_rule` is the day the notice rule gives; `monday` is the Monday of that week when the two differ, as a suggestion."""

    by_rule: date
    monday: date | None


def suggested_onsite_start(
    edition: Edition, kind: InspectionKind, notified_on: date, calendar: WorkingCalendar
) -> OnSite | None:
    """When the notice rule puts the inspectors on site; None for a kind without such a rule. Raises NotCovered."""
    if kind.notice_rule is None:
        return None
    by_rule = explain(edition.rule(kind.notice_rule), notified_on, calendar).due
    monday = by_rule - timedelta(days=by_rule.weekday())
    fits = monday != by_rule and monday > notified_on and calendar.is_working_day(monday)
    return OnSite(by_rule, monday if fits else None)


def usual_onsite_end(kind: InspectionKind, onsite_start_on: date) -> date:
    """The last of the usual weekdays on site, and no later than the Friday of the week."""
    last = onsite_start_on + timedelta(days=kind.usual_length_days - 1)
    friday = onsite_start_on + timedelta(days=max(FRIDAY - onsite_start_on.weekday(), 0))
    return min(last, friday)


def fieldwork_start(
    edition: Edition, kind: InspectionKind, notified_on: date, onsite_start_on: date | None, calendar: WorkingCalendar
) -> date | None:
    """The first day of fieldwork: its own rule where the edition has one, else the first day on site. Raises NotCovered."""
    try:
        rule = edition.rule(FIELDWORK_RULE)
    except UnknownRule:
        return onsite_start_on
    return explain(rule, notified_on, calendar).due if rule.applies(kind.code, None, "inspection") else onsite_start_on
