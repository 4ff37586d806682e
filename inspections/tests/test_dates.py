"""Dates corrected after the notification, and what a date would lead to."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.clock import travelled_to
from core.errors import Conflict, Refused
from inspections.models import Deadline, Inspection
from inspections.queries.calendar import working_calendar
from inspections.services import inspections as services
from inspections.services.what_if import plan_for
from inspections.tests.test_notification import CALL, ON_SITE, inspection, notify, reasons

__all__ = ["inspection"]
pytestmark = pytest.mark.django_db


def test_dates_are_corrected_for_a_reason_and_open_deadlines_follow(inspection: Inspection) -> None:
    notify(inspection, onsite_start_on=ON_SITE, assumed=["notified_on"])
    with travelled_to(date(2024, 5, 1)):
        with pytest.raises(Refused, match="Give a reason"):
            services.set_dates(by=None, inspection=inspection, onsite_end_on=date(2024, 5, 20))
        inspection.refresh_from_db()
        services.set_dates(
            by=None,
            inspection=inspection,
            onsite_end_on=date(2024, 5, 20),
            reason="A sixth day",
            version=inspection.version,
        )
    inspection.refresh_from_db()
    assert inspection.assumed == ["notified_on"]
    publication = Deadline.objects.get(inspection=inspection, rule_code="publication")
    assert (publication.anchor_on, publication.due_on) == (date(2024, 5, 20), date(2024, 7, 19))
    assert publication.original_due_on == date(2024, 7, 18)


@pytest.mark.parametrize(
    ("dates", "field"),
    [
        ({"onsite_end_on": date(2024, 5, 10)}, "onsite_end_on"),
        ({"onsite_start_on": date(2024, 4, 26)}, "onsite_start_on"),
        ({"notified_on": date(2024, 5, 2)}, "notified_on"),
        ({"notified_on": None}, "notified_on"),
        ({"onsite_end_on": date(2041, 5, 10)}, "onsite_end_on"),
    ],
)
def test_corrections_that_cannot_be_are_refused(inspection: Inspection, dates: dict[str, Any], field: str) -> None:
    notify(inspection, onsite_start_on=ON_SITE)
    before = Inspection.objects.filter(pk=inspection.pk).values().get()
    with travelled_to(date(2024, 5, 1)), pytest.raises(Refused) as caught:
        services.set_dates(by=None, inspection=inspection, reason="A correction", **dates)
    assert field in reasons(caught)
    assert Inspection.objects.filter(pk=inspection.pk).values().get() == before


def test_two_people_correcting_dates_the_second_sees_what_the_first_wrote(inspection: Inspection) -> None:
    notify(inspection, onsite_start_on=ON_SITE)
    mine = Inspection.objects.get(pk=inspection.pk)
    theirs = Inspection.objects.get(pk=inspection.pk)
    with travelled_to(date(2024, 5, 1)):
        services.set_dates(
            by=None, inspection=theirs, version=theirs.version, onsite_end_on=date(2024, 5, 16), reason="a"
        )
        with pytest.raises(Conflict) as caught:
            services.set_dates(
                by=None, inspection=mine, version=mine.version, onsite_end_on=date(2024, 5, 20), reason="b"
            )
    assert caught.value.current.onsite_end_on == date(2024, 5, 16)
    assert Inspection.objects.get(pk=inspection.pk).onsite_end_on == date(2024, 5, 16)


def test_what_if_gives_the_whole_plan_and_touches_nothing(django_assert_num_queries: Any) -> None:
    calendar = working_calendar()
    with django_assert_num_queries(0):
        plan = plan_for("area-send-2023", "full", CALL, ON_SITE, calendar=calendar)
    due = {milestone.rule.code: milestone.due_on for milestone in plan.milestones}
    assert (plan.onsite_end_on, due["onsite-start"], due["publication"]) == (
        date(2024, 5, 17), date(2024, 5, 14), date(2024, 7, 18),
    )  # fmt: skip
    assert due["surveys-distributed"] == date(2024, 5, 2), "counted from the set-up discussion, itself only expected"
    assert plan.presumed == {"setup_on", "draft_sent_on", "draft_received_on"}
    assert "9 working days" in plan.warnings[0]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        (("area-send-2030", "full", CALL), "framework_code"),
        (("area-send-2023", "revisit", CALL), "kind"),
        (("area-send-2023", "full", date(2033, 1, 3)), "notified_on"),
        (("area-send-2023", "full", CALL, CALL), "onsite_start_on"),
        (("area-send-2023", "full", CALL, date(2033, 1, 3)), "onsite_start_on"),
    ],
)
def test_what_if_refuses_beside_the_field(given: tuple[Any, ...], field: str) -> None:
    with pytest.raises(Refused) as caught:
        plan_for(*given, calendar=working_calendar())
    assert list(reasons(caught)) == [field]


@pytest.mark.parametrize(
    ("framework", "on", "words"),
    [
        ("area-send-2023", date(2022, 6, 1), "was not in force on Wednesday 1 June 2022: it began on"),
        (
            "local-area-send-2016",
            date(2024, 4, 29),
            "is not in force on Monday 29 April 2024: it ended on 31 December 2022",
        ),
    ],
)
def test_what_if_warns_of_a_framework_that_is_not_in_force(framework: str, on: date, words: str) -> None:
    assert words in plan_for(framework, "full", on, calendar=working_calendar()).warnings[0]


def test_what_if_does_not_warn_of_a_framework_in_force() -> None:
    assert not any(
        "in force" in text
        for text in plan_for("area-send-2023", "full", date(2024, 4, 29), calendar=working_calendar()).warnings
    )
