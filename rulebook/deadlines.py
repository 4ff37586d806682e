"""Where a deadline stands today, and when its reminders fall."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar

StandingCode = Literal["upcoming", "due_soon", "due_today", "overdue", "met", "met_late"]

# Our own choice, no source: within a working week of the day.
DUE_SOON_WORKING_DAYS = 5
OVERDUE = "overdue"
# No ladder begins earlier, in working days before the due date: so much and no more is looked through for reminders.
FIRST_RUNG = 20


@dataclass(frozen=True)
class Standing:
    """How a deadline stands. `working_days_left` is below zero when overdue or met late (how late it was met).

    `exact` is False when the calendar does not reach the date: the figure then leaves out weekends but knows no bank
    holidays, and `words` speak of months or years instead.
    """

    code: StandingCode
    working_days_left: int
    words: str
    exact: bool = True


@dataclass(frozen=True)
class Rung:
    """One step of a ladder: "20" is 20 working days before, "0" the day itself, "overdue" the working day after."""

    code: str
    on: date


def standing(due_on: date, met_on: date | None, today: date, calendar: WorkingCalendar) -> Standing:
    """How a deadline stands on `today`. Never raises for want of bank holidays, so a list of deadlines always shows."""
    if met_on is not None:
        if met_on <= due_on:
            return Standing("met", 0, f"Met on {words.day(met_on)}")
        late, exact = _counted(due_on, met_on, calendar)
        how_late = f"{words.count(late, 'working day')} late" if exact and late else "late"
        return Standing("met_late", -late, f"Met {how_late}, on {words.day(met_on)}", exact)
    if due_on == today:
        return Standing("due_today", 0, "Due today")
    if due_on < today:
        late, exact = _counted(due_on, today, calendar)
        overdue = f"{words.count(late, 'working day')} overdue" if exact and late else "Overdue"
        return Standing("overdue", -late, overdue, exact)
    left, exact = _counted(today, due_on, calendar)
    code: StandingCode = "due_soon" if left <= DUE_SOON_WORKING_DAYS else "upcoming"
    if not exact:
        return Standing(code, left, _roughly((due_on - today).days), exact)
    # Nothing but a weekend or holidays lie between: zero working days, yet not today.
    when = f"{words.count(left, 'working day')} left" if left else f"Due on {words.weekday(due_on)}"
    return Standing(code, left, when)


def rungs(rule_reminders: Iterable[int], due_on: date, calendar: WorkingCalendar) -> tuple[Rung, ...]:
    """The ladder of a deadline, first rung first, "overdue" last on the working day after. No reminders, no rungs.

    Rungs on days the calendar does not reach yet are left out: they appear when it does, long before they fall due.
    """
    found = []
    steps = sorted(set(rule_reminders), reverse=True)
    for step in [*steps, -1] if steps else []:
        try:
            found.append(Rung(OVERDUE if step < 0 else str(step), calendar.add_working_days(due_on, -step)))
        except NotCovered:
            continue
    return tuple(found)


def latest_reminded(today: date, calendar: WorkingCalendar) -> date:
    """The latest due date of which a rung can have come by today; past the bank holidays known there are no rungs."""
    try:
        return calendar.add_working_days(today, FIRST_RUNG)
    except NotCovered:
        return calendar.last_on


def _counted(start: date, end: date, calendar: WorkingCalendar) -> tuple[int, bool]:
    if calendar.covers(start) and calendar.covers(end):
        return calendar.working_days_between(start, end), True
    weeks, days = divmod((end - start).days, 7)
    return weeks * 5 + sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, days + 1)), False


def _roughly(days: int) -> str:
    if days >= 2 * 365:
        return f"About {round(days / 365.25)} years left"
    if days >= 60:
        return f"About {round(days / 30.44)} months left"
    return f"About {words.count(days, 'day')} left"
