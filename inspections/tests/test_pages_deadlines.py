"""Dates and deadlines through the pages, also when two people write at once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.choices import Role
from core.clock import travelled_to
from inspections.models import Deadline, Inspection
from inspections.services.reminders import sweep
from inspections.tests import walk
from inspections.tests.pages import boxes, errors_of, page, signed_in, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2024, 5, 2)


@pytest.fixture
def inspection() -> Inspection:
    return walk.to("set_up")


@pytest.fixture
def client(inspection: Inspection) -> Client:
    return signed_in(make.team(inspection, Role.LEAD_INSPECTOR))


@pytest.fixture(autouse=True)
def on_the_day() -> Any:
    with travelled_to(TODAY):
        yield


def deadline(inspection: Inspection, code: str) -> Deadline:
    return inspection.deadlines.get(rule_code=code)


def four(inspection: Inspection, **other: date) -> dict[str, str]:
    sent: dict[str, str] = {"version": str(inspection.version), "reason": "The council asked"}
    for name in ("notified_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on"):
        sent |= boxes(name, other.get(name, getattr(inspection, name)))
    return sent


def test_the_timeline_has_every_deadline_in_its_table_and_a_picture(client: Client, inspection: Inspection) -> None:
    response = client.get(page("inspection-timeline", inspection))
    words = text_of(response)
    for row in inspection.deadlines.all():
        assert row.name in words
        assert page("deadline-detail", inspection, row.pk) in response.content.decode()
    assert b'role="img"' in response.content
    assert "is 9 working days after the call" in words


def test_the_timeline_costs_the_same_with_more_deadlines(
    client: Client, inspection: Inspection, django_assert_max_num_queries: Any
) -> None:
    address = page("inspection-timeline", inspection)
    client.get(address)
    with django_assert_max_num_queries(40) as few:
        client.get(address)
    row = deadline(inspection, "publication")
    for number in range(2, 9):
        row.pk, row.occurrence = None, number
        row.save()
    with django_assert_max_num_queries(len(few)):
        client.get(address)


def test_an_inspection_without_a_call_has_an_empty_timeline() -> None:
    inspection = make.InspectionFactory.create()
    client = signed_in(make.national(Role.INSPECTION_MANAGER))
    assert "There are no deadlines yet." in text_of(client.get(page("inspection-timeline", inspection)))


def test_what_is_assumed_and_unconfirmed_is_said(client: Client, inspection: Inspection) -> None:
    inspection.assumed = ["notified_on"]
    inspection.save()
    row = deadline(inspection, "lano-named")
    assert "Assumed" in text_of(client.get(page("inspection-detail", inspection)))
    words = text_of(client.get(page("deadline-detail", inspection, row.pk)))
    assert "Unconfirmed" in words
    assert "Monday 29 April 2024 is an assumption." in words


def test_a_date_changes_for_a_reason_that_everyone_can_read(client: Client, inspection: Inspection) -> None:
    row = deadline(inspection, "timetable-agreed")
    given = {"reason": "The hall is free on Friday", "version": str(row.version)} | boxes("due_on", date(2024, 5, 10))
    words = text_of(client.post(page("deadline-change", inspection, row.pk), given, follow=True))
    assert "Friday 10 May 2024" in words
    assert "The rule first gave Thursday 9 May 2024." in words
    assert "The hall is free on Friday" in words
    assert "changed the date of a deadline" in words


def test_two_people_who_change_one_deadline_each_see_what_the_other_wrote(
    client: Client, inspection: Inspection
) -> None:
    row = deadline(inspection, "timetable-agreed")
    stale = str(row.version)
    first = {"reason": "Mine", "version": stale} | boxes("due_on", date(2024, 5, 10))
    client.post(page("deadline-change", inspection, row.pk), first)
    second = {"reason": "Yours", "version": stale} | boxes("due_on", date(2024, 5, 8))
    response = client.post(page("deadline-change", inspection, row.pk), second)
    words = text_of(response)
    assert "Their text Friday 10 May 2024 Your text Wednesday 8 May 2024" in words
    assert "Their text Mine Your text Yours" in words
    row.refresh_from_db()
    assert row.due_on == date(2024, 5, 10)
    again = second | {"version": response.context["form"]["version"].value()}
    client.post(page("deadline-change", inspection, row.pk), again)
    row.refresh_from_db()
    assert row.due_on == date(2024, 5, 8)


def test_a_change_without_a_reason_or_a_date_is_asked_for(client: Client, inspection: Inspection) -> None:
    row = deadline(inspection, "timetable-agreed")
    response = client.post(page("deadline-change", inspection, row.pk), {"version": row.version})
    assert errors_of(response) == {"due_on": ["Enter the new date"], "reason": ["Enter the reason"]}


def test_a_deadline_is_met_and_then_offers_nothing_more(client: Client, inspection: Inspection) -> None:
    row = deadline(inspection, "person-level-lists")
    late = client.post(page("deadline-met", inspection, row.pk), boxes("met_on", date(2024, 5, 3)))
    assert errors_of(late) == {"met_on": ["The date it was met must be today or in the past"]}
    client.post(page("deadline-met", inspection, row.pk), boxes("met_on", date(2024, 5, 2)))
    words = text_of(client.get(page("deadline-detail", inspection, row.pk)))
    assert "Met 1 working day late, on 2 May 2024" in words
    assert "Mark as met" not in words


def test_the_four_dates_are_kept_apart_and_recount_what_hangs_on_them(client: Client, inspection: Inspection) -> None:
    given = four(inspection, fieldwork_start_on=date(2024, 5, 9), onsite_end_on=date(2024, 5, 16))
    client.post(page("inspection-dates", inspection), given)
    inspection.refresh_from_db()
    assert (inspection.fieldwork_start_on, inspection.onsite_start_on) == (date(2024, 5, 9), date(2024, 5, 13))
    assert deadline(inspection, "final-feedback").due_on == date(2024, 5, 16)


def test_dates_the_wrong_way_round_are_refused_beside_the_later_one(client: Client, inspection: Inspection) -> None:
    response = client.post(page("inspection-dates", inspection), four(inspection, onsite_end_on=date(2024, 5, 10)))
    assert list(errors_of(response)) == ["onsite_end_on"]
    inspection.refresh_from_db()
    assert inspection.onsite_end_on == date(2024, 5, 17)


def test_dates_that_somebody_else_changed_meanwhile_are_shown_beside_mine(
    client: Client, inspection: Inspection
) -> None:
    mine = four(inspection, onsite_end_on=date(2024, 5, 16))
    client.post(page("inspection-dates", inspection), four(inspection, onsite_end_on=date(2024, 5, 15)))
    response = client.post(page("inspection-dates", inspection), mine)
    assert "Last day on site Their text Wednesday 15 May 2024 Your text Thursday 16 May 2024" in text_of(response)
    inspection.refresh_from_db()
    assert inspection.onsite_end_on == date(2024, 5, 15)


def test_the_explanation_lists_the_reminders_and_what_was_sent(client: Client, inspection: Inspection) -> None:
    row = deadline(inspection, "timetable-agreed")
    with travelled_to(date(2024, 5, 8)):
        sweep(today=date(2024, 5, 8))
        words = text_of(client.get(page("deadline-detail", inspection, row.pk)))
    sent = words[words.index("1 working day before 8 May 2024") : words.index("On the day 9 May 2024")]
    assert f"{inspection.lano}, 8 May 2024 at 9am" in sent
    assert "When it is overdue 10 May 2024 To come" in words


def test_the_deadline_of_another_inspection_is_not_found_here(client: Client, inspection: Inspection) -> None:
    other = walk.to("notify")
    row = deadline(other, "publication")
    assert client.get(page("deadline-detail", inspection, row.pk)).status_code == 404


@pytest.mark.parametrize("name", ["deadline-met", "deadline-change"])
def test_a_deadline_that_was_met_shows_why_instead_of_a_form(client: Client, inspection: Inspection, name: str) -> None:
    row = deadline(inspection, "lano-named")
    Deadline.objects.filter(pk=row.pk).update(met_on=TODAY)
    words = text_of(client.get(page(name, inspection, row.pk)))
    assert "It was met on Thursday 2 May 2024" in words
    assert "submission_key" not in client.get(page(name, inspection, row.pk)).content.decode()


def test_the_next_reminder_is_named(client: Client, inspection: Inspection) -> None:
    row = next(
        row for row in inspection.deadlines.order_by("due_on") if row.is_open and row.reminders and row.due_on > TODAY
    )
    words = text_of(client.get(page("deadline-detail", inspection, row.pk)))
    assert words.count("Next to be sent") == 1
    Deadline.objects.filter(pk=row.pk).update(met_on=TODAY)
    assert "Not needed: it was met" in text_of(client.get(page("deadline-detail", inspection, row.pk)))
