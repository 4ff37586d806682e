"""How long letters and reports took from the last day on site to publication, in working days, beside the rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import quantiles

from inspections.choices import ANSWERED_BY
from inspections.models import Inspection
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.base import DeadlineRule

FRIDAY = 4


@dataclass(frozen=True)
class Taken:
    """One publication. `days` are working days; `assumed` where the last day on site is not recorded and the usual length was taken."""

    inspection: Inspection
    end_on: date
    days: int
    assumed: bool
    rule: DeadlineRule | None

    @property
    def within(self) -> bool | None:
        """Whether within the target; None where no source sets one."""
        return None if self.rule is None or self.rule.approximate else self.days <= (self.rule.offset or 0)


@dataclass(frozen=True)
class Spread:
    """What a group of publications took. `within` is None where there is no target."""

    count: int
    least: int
    lower: float
    median: float
    upper: float
    most: int
    within: int | None


def taken(inspections: Iterable[Inspection], calendar: WorkingCalendar) -> list[Taken]:
    """What each took; without those whose dates are not known or are beyond the calendar. No query of its own."""
    found = []
    for one in inspections:
        end_on, assumed = last_day(one)
        if end_on is None or one.published_on is None:
            continue
        try:
            days = calendar.working_days_between(end_on, one.published_on)
        except NotCovered:
            continue
        found.append(Taken(one, end_on, days, assumed, publication_rule(one)))
    return found


def last_day(inspection: Inspection) -> tuple[date | None, bool]:
    """The last day on site, and whether it is assumed from the first and the usual length of its kind."""
    if inspection.onsite_end_on or inspection.onsite_start_on is None:
        return inspection.onsite_end_on, False
    day = inspection.onsite_start_on
    for _ in range(inspection.kind_spec.usual_length_days - 1):
        day += timedelta(days=1)
        while day.weekday() > FRIDAY:
            day += timedelta(days=1)
    return day, True


def publication_rule(inspection: Inspection) -> DeadlineRule | None:
    """The rule of its edition that says when its letter or report is published."""
    rules = inspection.edition.rules_for(inspection.kind)
    return next((rule for rule in rules if ANSWERED_BY.get(rule.code) == "published_on"), None)


def spread(group: list[Taken]) -> Spread:
    """Raises ValueError for an empty group."""
    days = sorted(one.days for one in group)
    if not days:
        raise ValueError("nothing was published")
    lower, median, upper = quantiles(days, n=4, method="inclusive") if len(days) > 1 else (days[0],) * 3
    targets = [one.within for one in group]
    return Spread(
        len(days), days[0], lower, median, upper, days[-1], None if None in targets else sum(map(bool, targets))
    )
