"""How one deadline came to its date, ready for a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString

from audit import queries as audit
from core.charts import month_grid, month_rows
from inspections.models import Deadline
from inspections.views.history import Told, told
from rulebook import words
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.deadlines import OVERDUE, Standing, rungs, standing
from rulebook.frameworks.base import UnknownRule
from rulebook.timeline import UNIT_WORDS, Explanation, Unit, explain

# What each anchor is, as it reads after "counted from".
ANCHORS = {
    "notified_on": "the notification call",
    "setup_on": "the set-up discussion",
    "cases_selected_on": "the choice of tracked cases",
    "fieldwork_start_on": "the start of fieldwork",
    "onsite_start_on": "the first day on site",
    "onsite_end_on": "the last day on site",
    "draft_sent_on": "the day the draft was sent",
    "draft_received_on": "the recorded receipt of the draft",
    "report_received_on": "receipt of the final letter or report",
    "published_on": "publication",
    "paused_on": "the first day of the pause",
    "plan_submitted_on": "the day the plan was submitted",
    "plan_returned_on": "the day the plan was returned",
    "plan_accepted_on": "the day the plan was accepted",
    "plan_due_on": "the day the plan is due",
    "improvement_notice_on": "the improvement notice",
    "national_report_on": "the national report",
}


@dataclass(frozen=True)
class Step:
    """One rung of the ladder of reminders. `sent` are (person, instant); `covered` counts people whom a later one told instead;
    `outlook` says in words what is still to come, or why nothing was sent."""

    text: str
    on: date
    sent: tuple[tuple[str, datetime], ...]
    covered: int
    outlook: str = ""


@dataclass(frozen=True)
class Explained:
    """`sum` is None where the rule is no date sum any more or the calendar does not reach. `by_sum` differs from the due date
    when somebody moved it or a pause was added."""

    standing: Standing
    anchor: str
    rule: str
    note: str
    sum: Explanation | None
    moved: bool
    grid: SafeString | None
    days: list[tuple[str, str]]
    ladder: list[Step]
    history: list[Told]

    @property
    def bank_holidays(self) -> list[str]:
        holidays = self.sum.bank_holidays if self.sum else ()
        return [f"{holiday.name}, {words.weekday(holiday.date)}" for holiday in holidays]


def explained(deadline: Deadline, *, calendar: WorkingCalendar, today: date) -> Explained:
    """Everything the page of one deadline shows."""
    counted, note = _counted(deadline, calendar)
    drawn = _drawn(counted, calendar)
    return Explained(
        standing=standing(deadline.due_on, deadline.met_on, today, calendar),
        anchor=ANCHORS.get(deadline.anchor, deadline.anchor.replace("_", " ")),
        rule=rule_words(deadline),
        note=note,
        sum=counted,
        moved=deadline.due_on != deadline.original_due_on,
        grid=drawn[0] if drawn else None,
        days=drawn[1] if drawn else [],
        ladder=ladder(deadline, calendar, today),
        history=[told(entry) for entry in audit.of_subject(deadline)],
    )


def rule_words(deadline: Deadline) -> str:
    """ "10 working days after", "on the day of", "about 18 calendar months after"."""
    if deadline.offset == 0:
        return "on the day of"
    about = "about " if deadline.approximate else ""
    counted = words.count(abs(deadline.offset), UNIT_WORDS[Unit(deadline.unit)])
    return f"{about}{counted} {'after' if deadline.offset > 0 else 'before'}"


def _counted(deadline: Deadline, calendar: WorkingCalendar) -> tuple[Explanation | None, str]:
    try:
        rule = deadline.rule
    except UnknownRule:
        return None, ""
    try:
        return explain(rule, deadline.anchor_on, calendar, deadline.offset), rule.note
    except NotCovered:
        return None, rule.note


def _drawn(counted: Explanation | None, calendar: WorkingCalendar) -> tuple[SafeString, list[Any]] | None:
    """The month grid of the sum, and its days for a table; None for sums in months and years, which have no days to count."""
    if counted is None or counted.unit not in (Unit.WORKING_DAYS, Unit.CALENDAR_DAYS) or counted.offset == 0:
        return None
    span: dict[str, Any] = {
        "start_on": counted.start,
        "due_on": counted.due,
        "calendar": calendar,
        "unit": counted.unit.value,
    }
    return month_grid(**span), month_rows(**span)


def ladder(deadline: Deadline, calendar: WorkingCalendar, today: date) -> list[Step]:
    """The reminders of a deadline, first to last, with what was sent for its present date and what comes next."""
    made = [
        row for row in deadline.reminders_sent.select_related("person").order_by("at") if row.due_on == deadline.due_on
    ]
    steps = rungs(deadline.reminders, deadline.due_on, calendar)
    told = {row.rung for row in made}
    coming = [rung.on for rung in steps if rung.on >= today and rung.code not in told]
    return [
        Step(
            text=_rung_words(rung.code),
            on=rung.on,
            sent=tuple((str(row.person), row.at) for row in made if row.rung == rung.code and not row.covered),
            covered=sum(row.rung == rung.code and row.covered for row in made),
            outlook="" if rung.code in told else _outlook(deadline, rung.on, coming),
        )
        for rung in steps
    ]


def _outlook(deadline: Deadline, on: date, coming: list[date]) -> str:
    """What becomes of a reminder of which nothing was sent, when those of the days `coming` are still ahead."""
    if not deadline.is_open:
        return "Not needed: it was met" if deadline.met_on else "Not needed: it was closed"
    if on not in coming:
        return "Not sent"
    return "Next to be sent" if on == coming[0] else "To come"


def _rung_words(code: str) -> str:
    if code == OVERDUE:
        return "When it is overdue"
    return "On the day" if code == "0" else f"{words.count(int(code), 'working day')} before"
