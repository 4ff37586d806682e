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
from core import clock
from dashboard import queries
from dashboard.context import national_places
from inspections.models import Inspection
from inspections.services.calendar import working_calendar
from inspections.services.owners import Owners
from inspections.views.base import state_words
from reports import queries as letters

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
    owners = Owners(found, today)
    rows = queries.deadline_rows(found, today=today, calendar=calendar)
    mine = [row for row in rows if person in owners.of(row.deadline)]
    inspections = list(queries.own_inspections(person)[: SHOWN + 1])
    unread = people.notices_of(person).filter(read_at=None)
    overdue = sum(row.standing.code == "overdue" for row in mine)
    soon = sum(row.standing.code in ("due_soon", "due_today") for row in mine)
    deadline_page = reverse("dashboard:deadline-list")
    return {
        "numbers": [
            {"figure": overdue, "text": "of your deadlines overdue", "href": f"{deadline_page}?show=overdue"},
            {"figure": soon, "text": "due within 5 working days", "href": deadline_page},
            {"figure": unread.count(), "text": "unread notices", "href": reverse("dashboard:notices")},
        ],
        "mine": mine[:SHOWN],
        "others": [row for row in rows if row not in mine][: max(0, 5 - len(mine))],
        "inspections": [card(inspection, rows) for inspection in inspections[:SHOWN]],
        "more_inspections": len(inspections) > SHOWN,
        "notices": unread[:NEWEST],
        "places": [{"href": reverse(name), "text": text} for name, text in national_places(person)],
        "may_plan": holds(person, Permission.INSPECTION_CREATE),
    }


def card(inspection: Inspection, rows: list[queries.DeadlineRow]) -> dict[str, Any]:
    """One inspection under way with its next deadline."""
    ahead = next((row for row in rows if row.deadline.inspection_id == inspection.pk), None)
    return {
        "inspection": inspection,
        "kind": inspection.kind_spec.name,
        "state": state_words(inspection),
        "next": ahead,
    }
