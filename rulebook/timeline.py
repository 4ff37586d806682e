"""Laying out the dates of an inspection or a plan, and explaining each of them."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Any

from rulebook import words
from rulebook.calendar import Holiday, NotCovered, Skipped, WorkingCalendar
from rulebook.frameworks.base import DeadlineRule, Edition, InspectionKind, Scope, Unit

NOTHING_SKIPPED = Skipped(0, ())


class NotADateSum(ValueError):
    """The rule sets no day that can be worked out from its trigger."""


@dataclass(frozen=True)
class Explanation:
    """Why a date is what it is. `weekend_days` and `bank_holidays` are the days a working-day sum did not count."""

    rule_code: str
    name: str
    start: date
    due: date
    offset: int
    unit: Unit
    weekend_days: int
    bank_holidays: tuple[Holiday, ...]
    working_days_counted: int | None
    source: str
    confirmed: bool
    approximate: bool
    sentence: str
    calendar_edition: str

    def as_dict(self) -> dict[str, Any]:
        """The explanation as JSON types; dates are ISO text."""
        return {
            "rule": self.rule_code,
            "name": self.name,
            "from": self.start.isoformat(),
            "due": self.due.isoformat(),
            "offset": self.offset,
            "unit": self.unit.value,
            "working_days": self.working_days_counted,
            "weekend_days": self.weekend_days,
            "bank_holidays": [{"date": day.date.isoformat(), "name": day.name} for day in self.bank_holidays],
            "source": self.source,
            "confirmed": self.confirmed,
            "approximate": self.approximate,
            "sentence": self.sentence,
            "calendar_edition": self.calendar_edition,
        }


@dataclass(frozen=True)
class Milestone:
    """One dated occurrence of a rule. `occurrence` counts from 1."""

    rule: DeadlineRule
    occurrence: int
    anchor_on: date
    due_on: date
    explanation: Explanation


def resolve(
    edition: Edition,
    kind: InspectionKind | str,
    anchors: Mapping[str, date | None],
    calendar: WorkingCalendar,
    outcome: str | None = None,
    scope: Scope = "inspection",
) -> tuple[Milestone, ...]:
    """Every date that the known anchors settle, soonest first.

    `anchors` maps a trigger such as "notified_on" to its date; an absent or None anchor leaves its rules out. Rules
    that are not date sums, or are laid by event, are left out. Raises NotCovered when a sum leaves the calendar, so that no plan is shown
    with a hole in it.
    """
    kind_code = kind if isinstance(kind, str) else kind.code
    milestones = []
    for place, rule in enumerate(edition.rules):
        anchor = anchors.get(rule.trigger)
        if anchor is None or rule.by_event or not rule.applies(kind_code, outcome, scope):
            continue
        for occurrence, offset in enumerate(rule.occurrences(), start=1):
            explanation = explain(rule, anchor, calendar, offset)
            milestone = Milestone(rule, occurrence, anchor, explanation.due, explanation)
            milestones.append((milestone.due_on, place, milestone))
    return tuple(milestone for _, _, milestone in sorted(milestones, key=lambda row: row[:2]))


def explain(rule: DeadlineRule, start: date, calendar: WorkingCalendar, offset: int | None = None) -> Explanation:
    """Work out one date and say how. `offset` is another occurrence of the rule, or a changed number of days.

    Raises NotADateSum for a rule with no offset and NotCovered when working days leave the calendar.
    """
    number = rule.offset if offset is None else offset
    if number is None:
        raise NotADateSum(f"{rule.name} is not a date sum. {rule.note}")
    due = due_on(start, number, rule.unit, calendar)
    in_working_days = rule.unit is Unit.WORKING_DAYS
    skipped = calendar.skipped(start, due) if in_working_days else NOTHING_SKIPPED
    return Explanation(
        rule_code=rule.code,
        name=rule.name,
        start=start,
        due=due,
        offset=number,
        unit=rule.unit,
        weekend_days=skipped.weekend_days,
        bank_holidays=skipped.bank_holidays,
        working_days_counted=abs(number) if in_working_days else None,
        source=str(rule.source),
        confirmed=rule.confirmed,
        approximate=rule.approximate,
        sentence=_sentence(start, due, number, rule, skipped, calendar),
        calendar_edition=calendar.edition,
    )


def due_on(start: date, offset: int, unit: Unit, calendar: WorkingCalendar) -> date:
    """The day `offset` units after start, counted from the day after; months clip to the end of a short month.

    Only working days need the calendar. Raises NotCovered.
    """
    match unit:
        case Unit.WORKING_DAYS:
            return calendar.add_working_days(start, offset)
        case Unit.CALENDAR_MONTHS:
            return _add_months(start, offset)
        case Unit.YEARS:
            return _add_months(start, 12 * offset)
        case Unit.CALENDAR_DAYS | Unit.FIXED:
            try:
                return start + timedelta(days=offset)
            except OverflowError:
                raise _unwritable(start) from None


def warnings_for_notification(
    edition: Edition,
    kind: InspectionKind | str,
    notified_on: date,
    onsite_start_on: date | None,
    calendar: WorkingCalendar,
) -> tuple[str, ...]:
    """What is unusual about a notification and its on-site start, in plain sentences. Nothing here forbids anything.

    Raises NotCovered for a date the calendar does not know.
    """
    described = edition.kind(kind) if isinstance(kind, str) else kind
    found = [*_warnings_about_call(notified_on, calendar)]
    if onsite_start_on is None:
        return tuple(found)
    closed = calendar.holiday_name(onsite_start_on)
    if closed is not None:
        found.append(f"The on-site start, {words.weekday(onsite_start_on)}, is a bank holiday ({closed}).")
    elif onsite_start_on.weekday() > 4:
        found.append(f"The on-site start, {words.weekday(onsite_start_on)}, is at the weekend.")
    if described.notice_rule is not None:
        rule = edition.rule(described.notice_rule)
        if rule.offset is not None and rule.unit is Unit.WORKING_DAYS:
            found.extend(_warnings_about_notice(rule.offset, notified_on, onsite_start_on, calendar))
    return tuple(found)


def _warnings_about_call(notified_on: date, calendar: WorkingCalendar) -> list[str]:
    closed = calendar.holiday_name(notified_on)
    called = words.weekday(notified_on)
    if closed is not None:
        return [f"{called} is a bank holiday ({closed}). The call is not made on a bank holiday."]
    if notified_on.weekday() == 0:
        return []
    monday = notified_on - timedelta(days=notified_on.weekday())
    closed = calendar.holiday_name(monday) if calendar.covers(monday) else None
    if closed is None:
        return [f"{called} is not a Monday. The call is usually made on a Monday."]
    return [f"{called} is not a Monday. The Monday of that week, {words.day(monday)}, is a bank holiday ({closed})."]


def _warnings_about_notice(
    usual: int, notified_on: date, onsite_start_on: date, calendar: WorkingCalendar
) -> list[str]:
    start, called = words.weekday(onsite_start_on), words.weekday(notified_on)
    if onsite_start_on <= notified_on:
        return [f"The on-site start, {start}, is not after the call on {called}."]
    counted = calendar.working_days_between(notified_on, onsite_start_on)
    if counted == usual:
        return []
    notice = words.count(counted, "working day")
    text = f"The on-site start, {start}, is {notice} after the call on {called}, not {usual}."
    closed = calendar.skipped(notified_on, onsite_start_on).bank_holidays
    if closed:
        text += f" Not counted: {words.listed([_holiday(day) for day in closed])}."
    return [text]


def _add_months(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    if not MINYEAR <= year <= MAXYEAR:
        raise _unwritable(start)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _unwritable(start: date) -> NotCovered:
    return NotCovered(f"The date counted from {words.weekday(start)} is past the last date that can be written.")


UNIT_WORDS = {
    Unit.WORKING_DAYS: "working day",
    Unit.CALENDAR_DAYS: "calendar day",
    Unit.CALENDAR_MONTHS: "calendar month",
    Unit.YEARS: "year",
    Unit.FIXED: "day",
}


def _sentence(
    start: date, due: date, offset: int, rule: DeadlineRule, skipped: Skipped, calendar: WorkingCalendar
) -> str:
    """One or more plain sentences. No date without its weekday, no holiday without its name."""
    if offset == 0:
        return f"{words.weekday(due)} is the day itself: nothing is added."
    side, neighbour = ("after", 1) if offset > 0 else ("before", -1)
    about = "about " if rule.approximate else ""
    distance = words.count(abs(offset), UNIT_WORDS[rule.unit])
    text = f"{words.weekday(due)} is {about}{distance} {side} {words.weekday(start)}"
    if rule.unit is Unit.WORKING_DAYS:
        first = words.weekday(start + timedelta(days=neighbour))
        text += f", counting {'' if offset > 0 else 'back '}from {first}. "
        return text + _not_counted(skipped)
    if rule.unit is Unit.CALENDAR_DAYS:
        text += ". Every day counts, weekends and bank holidays too."
    else:
        text += ", counted by the calendar: weekends and bank holidays are not left out."
        if due.day != start.day:
            month = f"{words.MONTHS[due.month - 1]} {due.year}"
            text += f" {month} has no {words.ordinal(start.day)}, so it is the last day of the month."
    closed = calendar.holiday_name(due) if calendar.covers(due) else None
    if closed is not None:
        text += f" That day is a bank holiday ({closed})."
    elif due.weekday() > 4:
        text += " That day is at the weekend."
    return text


def _not_counted(skipped: Skipped) -> str:
    parts = []
    if skipped.weekend_days:
        parts.append(words.count(skipped.weekend_days, "weekend day"))
    if skipped.bank_holidays:
        names = words.listed([_holiday(day) for day in skipped.bank_holidays])
        parts.append(f"{words.count(len(skipped.bank_holidays), 'bank holiday')}: {names}")
    return f"Not counted: {' and '.join(parts)}." if parts else "No weekend day or bank holiday falls in between."


def _holiday(holiday: Holiday) -> str:
    return f"{holiday.name} ({words.weekday(holiday.date)})"
