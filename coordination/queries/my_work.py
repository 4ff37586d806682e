"""What one person has to do, over all inspections. Each source is one small function, so that the next one is one more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q

from accounts.choices import Permission
from cases.models import TrackedCase
from coordination.queries import tasks
from core import clock
from core.words import time_words
from information.models import RequestItem
from information.models.item import WITH_AREA
from inspections.models import Inspection
from inspections.queries.deadlines import visible
from inspections.services.calendar import working_calendar
from inspections.services.owners import Own
from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import standing
from timetable.models import Meeting

LATE, TODAY, SOON, LATER = "late", "today", "soon", "later"
# The soonest deadlines are enough to find a person's own among; the whole list has a page.
LOOKED_AT = 300


@dataclass(frozen=True)
class Thing:
    """One thing to do. `standing` is LATE, TODAY, SOON or LATER; `what` is "Task", "Deadline", "Meeting"…; `title` names no child."""

    what: str
    title: str
    area: str
    standing: str
    due: str
    url: str
    on: date | None
    new: bool = False


ORDER = {LATE: 0, TODAY: 1, SOON: 2, LATER: 3}


def my_tasks(person: Any, now: datetime) -> list[Thing]:
    codes = {"late": LATE, "today": TODAY, "open": LATER}
    return [
        Thing(
            "Task",
            row.task.title,
            row.task.inspection.partnership.name,
            codes[row.code],
            row.due,
            row.url,
            row.task.due_at.astimezone(clock.LONDON).date() if row.task.due_at else None,
            row.task.created_at >= now - timedelta(days=1),
        )
        for row in tasks.rows(tasks.mine(person), now)
    ]


def my_deadlines(person: Any, now: datetime) -> list[Thing]:
    today, calendar = now.date(), working_calendar()
    found = list(visible(person, today).open().order_by("due_on", "pk")[:LOOKED_AT])
    own = Own(person, found, today)
    codes = {"overdue": LATE, "due_today": TODAY, "due_soon": SOON}
    things = []
    for row in found:
        if not own.has(row):
            continue
        state = standing(row.due_on, row.met_on, today, calendar)
        things.append(
            Thing(
                "Deadline",
                row.name,
                row.inspection.partnership.name,
                codes.get(state.code, LATER),
                state.words,
                f"{row.inspection.get_absolute_url()}deadlines/{row.pk}/",
                row.due_on,
            )
        )
    return things


def my_meetings(person: Any, now: datetime) -> list[Thing]:
    """Today's meetings that this person takes or is asked to."""
    start = clock.midnight(now.date())
    goes = Q(inspectors__user=person) | Q(people__contact__user=person)
    seen = Inspection.objects.permitted(person, Permission.INSPECTION_VIEW).order_by().values("pk")
    found = (
        Meeting.objects.filter(goes, inspection__in=seen, starts_at__gte=start, starts_at__lt=start + timedelta(days=1))
        .filter(state__in=("confirmed", "in_progress"))
        .select_related("inspection__partnership", "site")
        .distinct()
        .order_by("starts_at")
    )
    return [
        Thing(
            "Meeting",
            meeting.title,
            meeting.inspection.partnership.name,
            TODAY,
            f"{time_words(meeting.starts_at)} to {time_words(meeting.ends_at)}",
            meeting.get_absolute_url(),
            now.date(),
        )
        for meeting in found
    ]


def my_items(person: Any, now: datetime, calendar: WorkingCalendar | None = None) -> list[Thing]:
    """The items of information requests that this person owns and that still wait for the area's answer."""
    today, calendar = now.date(), calendar or working_calendar()
    codes = {"overdue": LATE, "due_today": TODAY, "due_soon": SOON}
    found = (
        RequestItem.objects.answerable_by(person)
        .filter(owner=person, state__in=WITH_AREA)
        .with_due()
        .select_related("inspection__partnership")
    )
    things = []
    for item in found:
        on: date | None = item.due  # type: ignore[attr-defined]
        state = standing(on, None, today, calendar) if on else None
        things.append(
            Thing(
                "Information request",
                str(item),
                item.inspection.partnership.name,
                codes.get(state.code, LATER) if state else LATER,
                state.words if state else "no day set",
                item.get_absolute_url(),
                on,
            )
        )
    return things


def my_cases(person: Any, _now: datetime) -> list[Thing]:
    """The tracked cases this person coordinates, by letter, until they are completed."""
    seen = Inspection.objects.permitted(person, Permission.INSPECTION_VIEW).open().order_by().values("pk")
    found = (
        TrackedCase.objects.followed()
        .filter(coordinator=person, inspection__in=seen)
        .exclude(state="completed")
        .select_related("inspection__partnership")
    )
    return [
        Thing(
            "Tracked case",
            str(case),
            case.inspection.partnership.name,
            LATER,
            case.state_words,
            case.get_absolute_url(),
            None,
        )
        for case in found
    ]


SOURCES: tuple[Callable[[Any, datetime], list[Thing]], ...] = (
    my_tasks,
    my_deadlines,
    my_meetings,
    my_items,
    my_cases,
)


def my_work(person: Any, now: datetime) -> list[Thing]:
    """Everything at once: late first, then today's, then by date."""
    found = [thing for source in SOURCES for thing in source(person, now)]
    return sorted_work(found)


def sorted_work(found: list[Thing]) -> list[Thing]:
    """Late first, then today's, then by date."""
    return sorted(found, key=lambda thing: (ORDER[thing.standing], thing.on or date.max))
