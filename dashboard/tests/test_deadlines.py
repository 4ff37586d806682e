"""All deadlines of what a person may see: the table and the calendar feed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from accounts.choices import Role
from core.clock import travelled_to
from inspections.models import Inspection
from inspections.services import timeline
from inspections.tests import walk
from inspections.tests.pages import signed_in, statements, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db
LIST, FEED = reverse("dashboard:deadline-list"), reverse("dashboard:deadline-feed")
TODAY = date(2024, 5, 2)


@pytest.fixture
def inspection() -> Inspection:
    return walk.to("set_up")


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with travelled_to(TODAY):
        yield


def codes(client: Client, **query: str) -> list[str]:
    return [row.deadline.rule_code for row in client.get(LIST, query).context["rows"]]


def events(client: Client) -> dict[str, Any]:
    response = client.get(FEED)
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(event["uid"]): event for event in Calendar.from_ical(response.content).walk("VEVENT")}


def test_both_ask_a_visitor_to_sign_in() -> None:
    assert Client().get(LIST).status_code == Client().get(FEED).status_code == 302


def test_an_empty_list_says_so() -> None:
    assert "No deadline is open" in text_of(signed_in(make.UserFactory.create()).get(LIST))


def test_the_list_is_of_what_the_person_may_see_soonest_first(inspection: Inspection) -> None:
    walk.to("notify")
    rows = signed_in(inspection.lano).get(LIST).context["rows"]
    assert {row.deadline.inspection for row in rows} == {inspection}
    due = [row.deadline.due_on for row in rows]
    assert due == sorted(due)


def test_open_overdue_met_and_all(inspection: Inspection) -> None:
    client = signed_in(inspection.lano)
    assert codes(client, show="overdue") == ["person-level-lists"]
    assert "lano-named" in codes(client, show="met")
    assert "lano-named" not in codes(client)
    assert set(codes(client, show="all")) == set(codes(client)) | set(codes(client, show="met"))
    assert codes(client, show="no such thing") == codes(client)


def test_words_find_an_area_or_a_duty(inspection: Inspection) -> None:
    client = signed_in(inspection.lano)
    assert codes(client, text="timetable") == ["timetable-agreed"]
    assert codes(client, text=f"{inspection.partnership.name} timetable") == ["timetable-agreed"]
    assert codes(client, text="elsewhere") == []


def test_the_list_costs_the_same_for_more_rows(inspection: Inspection) -> None:
    client = signed_in(make.national(Role.INSPECTION_MANAGER))
    one = statements(client, LIST)
    for _ in range(2):
        walk.to("set_up")
    assert statements(client, LIST) == one


def test_the_feed_has_an_event_for_each_deadline_with_an_address_that_stays(inspection: Inspection) -> None:
    client = signed_in(inspection.lano)
    event = events(client)[f"{inspection.reference}.inspection.timetable-agreed.1@127.0.0.1"]
    assert event["dtstart"].dt == date(2024, 5, 9)
    assert str(event["summary"]) == f"{inspection.partnership.name}: Timetable agreed"
    assert event["status"] == "CONFIRMED"


def test_a_moved_deadline_keeps_its_uid_and_its_sequence_rises(inspection: Inspection) -> None:
    client = signed_in(inspection.lano)
    uid = f"{inspection.reference}.inspection.timetable-agreed.1@127.0.0.1"
    before = events(client)[uid]["sequence"]
    row = inspection.deadlines.get(rule_code="timetable-agreed")
    timeline.change_date(by=inspection.lano, deadline=row, due_on=date(2024, 5, 10), reason="The hall")
    after = events(client)[uid]
    assert after["dtstart"].dt == date(2024, 5, 10)
    assert after["sequence"] > before


def test_the_feed_names_no_person_and_folds_long_lines(inspection: Inspection) -> None:
    lano = inspection.lano
    assert lano is not None
    lano.name = "Zebedee Quillfeather"
    lano.save()
    body = signed_in(lano).get(FEED).content
    assert b"Quillfeather" not in body
    assert b"Europe/London" in body
    assert max(len(line) for line in body.split(b"\r\n")) <= 75


def test_a_deadline_on_the_last_day_there_is_does_not_break_the_feed(inspection: Inspection) -> None:
    inspection.deadlines.filter(rule_code="timetable-agreed").update(due_on=date.max)
    event = events(signed_in(inspection.lano))[f"{inspection.reference}.inspection.timetable-agreed.1@127.0.0.1"]
    assert (event["dtstart"].dt, "dtend" in event) == (date.max, False)


def test_a_closed_deadline_is_cancelled_in_the_calendar(inspection: Inspection) -> None:
    timeline.close(inspection=inspection, by=None, reason="Called off")
    found = events(signed_in(inspection.lano))
    assert found[f"{inspection.reference}.inspection.timetable-agreed.1@127.0.0.1"]["status"] == "CANCELLED"


def test_what_led_to_a_published_report_is_nobodys_work_any_more() -> None:
    published = walk.to("publish")
    client = signed_in(published.lano)
    with travelled_to(date(2024, 7, 20)):
        assert codes(client, show="overdue") == []
        assert set(codes(client)) == {"monitoring-inspection-due", "next-full-outcome-2-or-3"}
    left = published.deadlines.get(rule_code="person-level-lists")
    assert (left.met_on, left.closed_on) == (None, date(2024, 7, 16))
