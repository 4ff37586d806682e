"""The first page: what needs this person today, or for the public where to find things."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from accounts import queries as people
from accounts.access import holds
from accounts.choices import Permission
from coordination.queries.my_work import LATE, TODAY, Thing, my_cases, my_items, my_meetings, my_tasks, sorted_work
from core import clock
from dashboard import queries
from dashboard.context import places_of_office
from inspections.models import Inspection
from inspections.services.calendar import working_calendar
from inspections.services.owners import Own
from inspections.views.base import state_words
from reports import queries as letters
from rulebook.calendar import WorkingCalendar

# The soonest deadlines are enough to find a person's own among; the whole list has a page.
LOOKED_AT = 300
SHOWN = 10
NEWEST = 5


class Home(View):
    def get(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            return render(request, "dashboard/home.html", work_of(request.user))
        return render(request, "dashboard/start.html", {"newest": letters.published("")[:NEWEST]})


def work_of(person: Any) -> dict[str, Any]:
    today, calendar = clock.today(), working_calendar()
    found = list(queries.deadlines(person, today=today)[:LOOKED_AT])
    own = Own(person, found, today)
    rows = queries.deadline_rows(found, today=today, calendar=calendar)
    mine = [row for row in rows if own.has(row.deadline)]
    inspections = list(queries.own_inspections(person)[: SHOWN + 1])
    notices, unread = people.newest_unread(person, NEWEST)
    overdue = sum(row.standing.code == "overdue" for row in mine)
    soon = sum(row.standing.code in ("due_soon", "due_today") for row in mine)
    deadline_page = reverse("dashboard:deadline-list")
    today_work = work_today(person, mine, calendar)
    return {
        "work_today": today_work[:SHOWN],
        "more_work": len(today_work) > SHOWN,
        "numbers": [
            *task_numbers(today_work),
            {"figure": overdue, "text": "of your deadlines overdue", "href": f"{deadline_page}?show=overdue"},
            {"figure": soon, "text": "due within 5 working days", "href": deadline_page},
            {"figure": unread, "text": "unread notices", "href": reverse("dashboard:notices")},
        ],
        "mine": mine[:SHOWN],
        "others": [row for row in rows if row not in mine][: max(0, 5 - len(mine))],
        "inspections": [card(inspection, rows) for inspection in inspections[:SHOWN]],
        "more_inspections": len(inspections) > SHOWN,
        "notices": notices,
        "unread_notices": unread,
        "places": [{"href": reverse(name), "text": text} for name, text in places_of_office(person)],
        "may_plan": holds(person, Permission.INSPECTION_CREATE),
    }


def work_today(person: Any, mine: list[queries.DeadlineRow], calendar: WorkingCalendar) -> list[Thing]:
    """What a person has to do: tasks, today's meetings, request items and cases of theirs, and deadlines due today or late."""
    now = clock.now()
    standings = {"overdue": LATE, "due_today": TODAY}
    deadlines = [
        Thing(
            "Deadline",
            row.deadline.name,
            row.deadline.inspection.partnership.name,
            standings[row.standing.code],
            row.standing.words,
            row.url,
            row.deadline.due_on,
        )
        for row in mine
        if row.standing.code in standings
    ]
    return sorted_work(
        [
            *my_tasks(person, now),
            *my_meetings(person, now),
            *my_items(person, now, calendar),
            *my_cases(person, now),
            *deadlines,
        ]
    )


def task_numbers(found: list[Thing]) -> list[dict[str, Any]]:
    """Counts of the tasks and meetings, for those who have any."""
    tasks = [thing for thing in found if thing.what == "Task"]
    meetings = sum(thing.what == "Meeting" for thing in found)
    late = sum(thing.standing == LATE for thing in tasks)
    numbers = [
        {
            "figure": len(tasks),
            "text": ("task" if len(tasks) == 1 else "tasks") + " for you" + (f", {late} late" if late else ""),
            "href": "#my-work-today",
        }
    ]
    numbers.append(
        {"figure": meetings, "text": "meeting today" if meetings == 1 else "meetings today", "href": "#my-work-today"}
    )
    for what, one, many in (
        ("Information request", "request item to answer", "request items to answer"),
        ("Tracked case", "tracked case of yours", "tracked cases of yours"),
    ):
        count = sum(thing.what == what for thing in found)
        numbers.append({"figure": count, "text": one if count == 1 else many, "href": "#my-work-today"})
    return [number for number in numbers if number["figure"]]


def card(inspection: Inspection, rows: list[queries.DeadlineRow]) -> dict[str, Any]:
    """One inspection under way with its next deadline."""
    ahead = next((row for row in rows if row.deadline.inspection_id == inspection.pk), None)
    return {
        "inspection": inspection,
        "kind": inspection.kind_spec.name,
        "state": state_words(inspection),
        "next": ahead,
    }
