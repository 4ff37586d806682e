"""The due date of a plan in words: how it was counted, what was not counted, and how many working days are left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import NoReverseMatch, reverse

from inspections.models import Deadline
from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.deadlines import Standing, standing
from rulebook.frameworks.base import Unit
from rulebook.timeline import UNIT_WORDS

# How a sentence names the day a clock started.
STARTED = {
    "report_received_on": "Received",
    "published_on": "Published",
    "plan_submitted_on": "Submitted",
    "plan_returned_on": "Returned",
    "plan_accepted_on": "Accepted",
    "plan_due_on": "Due",
}


@dataclass(frozen=True)
class Due:
    """One deadline of a plan as pages show it. `counted` and `not_counted` are sentences, empty where nothing can be said."""

    deadline: Deadline
    title: str
    on: date
    standing: Standing
    left: str
    counted: str
    not_counted: str
    moved: str
    url: str

    @property
    def confirmed(self) -> bool:
        return self.deadline.confirmed

    @property
    def is_met(self) -> bool:
        return self.deadline.met_on is not None

    @property
    def sentence(self) -> str:
        """The whole of it on one line."""
        parts = (f"Due {words.weekday(self.on)}.", self.counted, self.moved, self.not_counted, f"{self.left}.")
        return " ".join(part for part in parts if part)


def due(deadline: Deadline, *, today: date, calendar: WorkingCalendar) -> Due:
    """The deadline of a plan, explained. Never raises for want of bank holidays: what cannot be said is left out."""
    found = standing(deadline.due_on, deadline.met_on, today, calendar)
    return Due(
        deadline=deadline,
        title=_label(deadline),
        on=deadline.due_on,
        standing=found,
        left=left(found),
        counted=_counted(deadline),
        not_counted=_not_counted(deadline, calendar),
        moved=_moved(deadline),
        url=explanation_url(deadline),
    )


def left(found: Standing) -> str:
    """12 working days left; 3 working days late; Due today; Met on 8 March 2017."""
    if found.code == "overdue" and found.exact and found.working_days_left:
        return f"{words.count(-found.working_days_left, 'working day')} late"
    return found.words


def explanation_url(deadline: Deadline) -> str:
    """The page that explains the date; empty while there is none."""
    try:
        return reverse("inspections:deadline-detail", args=[deadline.inspection.reference, deadline.pk])
    except NoReverseMatch:
        return ""


def _label(deadline: Deadline) -> str:
    if deadline.unit == Unit.CALENDAR_MONTHS:
        return f"{deadline.name}, {words.count(deadline.offset, 'month')}"
    return deadline.name


def _counted(deadline: Deadline) -> str:
    """Received Thursday 1 December 2016 + 70 working days."""
    started = STARTED.get(deadline.anchor)
    if started is None:
        return ""
    distance = words.count(abs(deadline.offset), UNIT_WORDS[Unit(deadline.unit)])
    sign = "+" if deadline.offset >= 0 else "−"
    text = f"{started} {words.weekday(deadline.anchor_on)} {sign} {distance}"
    if deadline.shifted_days:
        text += f" + {words.count(deadline.shifted_days, 'working day')} of pause"
    return f"{text}."


def _not_counted(deadline: Deadline, calendar: WorkingCalendar) -> str:
    """28 weekend days and 3 bank holidays (26 December, 27 December and 2 January) were not counted."""
    if deadline.unit != Unit.WORKING_DAYS or deadline.hand_moved:
        return ""
    try:
        skipped = calendar.skipped(deadline.anchor_on, deadline.due_on)
    except NotCovered:
        return ""
    parts = []
    if skipped.weekend_days:
        parts.append(words.count(skipped.weekend_days, "weekend day"))
    if skipped.bank_holidays:
        days = ", ".join(
            f"{holiday.date.day} {words.MONTHS[holiday.date.month - 1]}" for holiday in skipped.bank_holidays
        )
        parts.append(f"{words.count(len(skipped.bank_holidays), 'bank holiday')} ({days})")
    if not parts:
        return ""
    one = skipped.weekend_days + len(skipped.bank_holidays) == 1
    return f"{words.listed(parts)} {'was' if one else 'were'} not counted."


def _moved(deadline: Deadline) -> str:
    if not deadline.moved_reason:
        return ""
    return f"Moved from {words.weekday(deadline.original_due_on)}. Reason: {deadline.moved_reason.rstrip('.')}."
