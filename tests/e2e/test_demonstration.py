"""The main pages of the demonstration with real data, and the pages of somebody who has nothing and of somebody refused."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import pytest
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from core import clock, outbox
from dashboard.demonstration import HERE, WITH_PLAN
from dashboard.demonstration_delivery import AREA as IN_DELIVERY
from inspections.models import Deadline
from inspections.services.calendar import working_calendar
from rulebook.words import weekday
from tests.e2e.driver import Visitor
from tests.e2e.looks import faults_of
from tests.e2e.showcase import OTHERS, PICTURES, Shown, load, person, under_way

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]

# The Thursday of the week of a call, so that the inspection under way is in its first week.
DAY = datetime(2026, 9, 10, 10, 15, tzinfo=clock.LONDON)
EMPTY = (
    "dashboard:home", "dashboard:notices", "dashboard:deadline-list", "improvement:plan-list", "inspections:what-if",
)  # fmt: skip


def test_the_pages_of_the_demonstration_and_its_edges(visitor: Visitor) -> None:
    with clock.travelled_to(DAY):
        load()
        assert under_way(IN_DELIVERY).plans.get().state == "in_delivery"
        wrong = look_at(visitor, (*PICTURES, *OTHERS))
        newcomer = User.objects.create_user("new@example.org", None, name="Rowan Ellery")
        for name in EMPTY:
            visitor.as_(newcomer).go(name)
            if found := faults_of(visitor):
                wrong[f"{name} of a newcomer"] = found
        inspection = reverse("inspections:inspection-detail", args=[under_way(HERE).reference])
        forbidden = reverse("inspections:inspection-create")
        for who, path, status in ((newcomer, inspection, 404), (newcomer, forbidden, 403), (None, "/nowhere/", 404)):
            assert visitor.as_(who).visit(path) == status
            if found := faults_of(visitor):
                wrong[f"{status} at {path}"] = found
        if found := late_bank_holiday(visitor):
            wrong["a late bank holiday"] = found
    told(wrong)


def look_at(visitor: Visitor, pages: Iterable[Shown]) -> dict[str, list[str]]:
    """What is wrong with each page that has a fault."""
    wrong: dict[str, list[str]] = {}
    for shown in pages:
        path = shown.path()
        status = visitor.as_(person(shown.role)).visit(path)
        if found := [f"status {status}"] * (status != 200) + faults_of(visitor):
            wrong[f"{shown.file}, {path}"] = found
    return wrong


def told(wrong: dict[str, list[str]]) -> None:
    if wrong:
        pytest.fail("\n".join(f"{where}: {found}" for where, found in wrong.items()), pytrace=False)


def late_bank_holiday(visitor: Visitor) -> list[str]:
    """Announced eight days before: what would move is shown first, moves when confirmed, and says why ever after."""
    row = Deadline.objects.get(inspection=under_way(WITH_PLAN), rule_code="pap-due")
    before = row.due_on
    visitor.as_(person(Role.ADMINISTRATOR)).go("dashboard:bank-holidays").follow("Add a bank holiday")
    visitor.date("Which day is it?", date(2026, 9, 18)).fill("What is it called?", "National Day of Rest")
    visitor.fill("Where was it announced?", "Announced by the government today.").press("See which deadlines will move")
    visitor.sees("National Day of Rest", row.name, weekday(before))
    found = faults_of(visitor)
    assert Deadline.objects.get(pk=row.pk).due_on == before
    button = visitor.page.get_by_role("button", name="Add it and move")
    with visitor.page.expect_navigation():
        button.click()
    visitor.sees("Bank holiday added", "Friday 18 September 2026, National Day of Rest")
    after = working_calendar().add_working_days(before, 1)
    visitor.as_(person(Role.LANO)).visit(
        reverse("inspections:deadline-detail", args=[row.inspection.reference, row.pk])
    )
    visitor.sees(
        weekday(after), "National Day of Rest (Friday 18 September 2026)", "Announced by the government today."
    )
    outbox.relay(1000)
    visitor.go("dashboard:notices").sees("National Day of Rest")
    return found + faults_of(visitor)
