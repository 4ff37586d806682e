"""From the plan to the calls, through the pages: story 1."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse

from accounts.choices import Role
from core.clock import LONDON, travelled_to
from inspections.models import Inspection
from inspections.tests.pages import boxes, errors_of, page, signed_in, text_of
from partnerships.models import Commissioning, NhsBody, Partnership
from tests import factories as make

pytestmark = pytest.mark.django_db
CALL = date(2023, 4, 17)


@pytest.fixture
def area() -> Partnership:
    area = make.PartnershipFactory.create(name="Northmoor")
    board = NhsBody.objects.create(kind="icb", ods_code="QX9", name="NHS Northmoor Integrated Care Board")
    Commissioning.objects.create(
        authority=area.authority, body=board, pct_lsoas=100, is_main=True, share_band="whole area", basis="test",
        valid_from=date(2022, 7, 1),
    )  # fmt: skip
    return area


@pytest.fixture
def manager() -> Any:
    return make.national(Role.INSPECTION_MANAGER)


@pytest.fixture
def planned(area: Partnership) -> Inspection:
    return make.InspectionFactory.create(
        partnership=area, reference="northmoor-2023", edition_code="2023-01", planned_for_on=CALL
    )


def notify(user: Any, inspection: Inspection, day: date = CALL, **more: str) -> Any:
    return signed_in(user).post(page("inspection-notify", inspection), boxes("notified_on", day) | more, follow=True)


def test_an_inspection_is_planned_through_its_page(area: Partnership, manager: Any) -> None:
    given = {"kind": "full", "partnership": area.pk} | boxes("planned_for_on", CALL)
    with travelled_to(date(2023, 3, 1)):
        response = signed_in(manager).post(reverse("inspections:inspection-create"), given)
    made = Inspection.objects.get(partnership=area)
    assert response.url == page("inspection-detail", made)
    assert (made.kind, made.planned_for_on, made.edition_code) == ("full", CALL, "2023-01")


def test_a_kind_that_follows_takes_the_areas_latest_inspection_with_a_plan(area: Partnership, manager: Any) -> None:
    older = make.InspectionFactory.create(partnership=area, out=True, published_on=date(2023, 7, 1), onsite_start_on=None,
        onsite_end_on=None, report_received_on=None)  # fmt: skip
    newest = make.InspectionFactory.create(partnership=area, out=True)
    with travelled_to(date(2025, 9, 1)):
        signed_in(manager).post(
            reverse("inspections:inspection-create"),
            {"kind": "monitoring", "partnership": area.pk} | boxes("planned_for_on", None),
        )
    made = Inspection.objects.get(kind="monitoring")
    assert made.follows == newest
    assert made.follows != older


def test_planning_asks_for_what_is_missing(manager: Any) -> None:
    response = signed_in(manager).post(
        reverse("inspections:inspection-create"),
        {"planned_for_on_0": "31", "planned_for_on_1": "2", "planned_for_on_2": "2023"},
    )
    assert errors_of(response) == {
        "kind": ["Choose the kind of inspection"],
        "partnership": ["Choose the area"],
        "planned_for_on": ["The planned date must be a real date"],
    }
    assert "<title>Error:" in response.content.decode()


def test_recording_the_call_lays_the_dates_out_and_says_why_it_is_no_monday(manager: Any, planned: Inspection) -> None:
    with travelled_to(datetime(2023, 4, 17, 12, tzinfo=LONDON)):
        response = notify(manager, planned, told_at="9:35am", person_told="Ada Osei")
        words = text_of(response)
        overview = text_of(signed_in(manager).get(page("inspection-detail", planned)))
    assert "Notification recorded" in words
    assert "Tuesday 2 May 2023" in words
    assert (
        "Monday 1 May 2023 is a bank holiday (Early May bank holiday), so the days on site do not start on a Monday."
        in words
    )
    assert "Told: Ada Osei, Director of children’s services, 17 April 2023 at 9:35am" in overview
    assert "NHS Northmoor Integrated Care Board Not told yet Confirm the call to NHS Northmoor" in overview


def test_the_explanation_names_both_holidays_on_the_way(manager: Any, planned: Inspection) -> None:
    with travelled_to(date(2023, 4, 24)):
        notify(manager, planned, date(2023, 4, 24))
        deadline = planned.deadlines.get(rule_code="onsite-start")
        words = text_of(signed_in(manager).get(page("deadline-detail", planned, deadline.pk)))
    assert "Wednesday 10 May 2023 is 10 working days after Monday 24 April 2023" in words
    assert "Early May bank holiday, Monday 1 May 2023" in words
    assert "coronation of King Charles III, Monday 8 May 2023" in words
    assert "1 working day before" in words  # a rung of its reminders
    assert "Day 10, due" in words  # the picture's twin in a table


def test_a_refused_page_shows_the_inspection_as_it_still_is(manager: Any, planned: Inspection) -> None:
    with travelled_to(CALL):  # 9am: the call at 9:35am is still to come, so the whole answer is refused
        response = notify(manager, planned, told_at="9:35am", person_told="Ada Osei")
    assert errors_of(response) == {"told_at": ["The time of the call must be in the past"]}
    assert response.context["identity"]["state"] == "Planned"
    assert not planned.deadlines.exists()


def test_a_call_on_another_day_is_warned_of_and_not_refused(manager: Any, planned: Inspection) -> None:
    with travelled_to(date(2023, 4, 19)):
        response = notify(manager, planned, date(2023, 4, 19))
    assert "Wednesday 19 April 2023 is not a Monday." in text_of(response)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2023, 5, 1), "The call cannot be made on a bank holiday. Enter another date."),
        (date(2023, 6, 1), "The date must be today or in the past"),
        (date(2031, 1, 6), "outside the bank holidays known"),
    ],
)
def test_an_impossible_call_is_refused_beside_its_field(
    manager: Any, planned: Inspection, day: date, said: str
) -> None:
    with travelled_to(date(2023, 5, 2)):
        response = notify(manager, planned, day)
    assert said in " ".join(errors_of(response)["notified_on"])
    planned.refresh_from_db()
    assert (planned.state, planned.notified_on) == ("planned", None)


def test_a_name_needs_a_time_and_a_time_a_name(manager: Any, planned: Inspection) -> None:
    with travelled_to(CALL):
        assert errors_of(notify(manager, planned, person_told="Ada Osei")) == {
            "told_at": ["Enter the time of the call"]
        }
        assert errors_of(notify(manager, planned, told_at="9:35am")) == {"person_told": ["Enter who was told"]}
        assert len(errors_of(notify(manager, planned, told_at="9:35am", person_told="x" * 151))["person_told"]) == 1
    assert not planned.calls.exists()


def test_the_second_call_is_recorded_from_the_overview(manager: Any, planned: Inspection) -> None:
    given = {"person_told": "Bo Achterberg", "office": "Chief executive", "told_at": "10am", "note": ""} | boxes(
        "told_on", CALL
    )
    with travelled_to(date(2023, 4, 18)):
        notify(manager, planned)
        client = signed_in(manager)
        response = client.post(page("inspection-call", planned, "board-qx9"), given, follow=True)
        assert client.get(page("inspection-call", planned, "board-unknown")).status_code == 404
    assert planned.calls.get().body_name == "NHS Northmoor Integrated Care Board"
    assert "Told: Bo Achterberg, Chief executive, 17 April 2023 at 10am" in text_of(response)


def test_a_board_nobody_can_name_is_asked_for(manager: Any) -> None:
    inspection = make.InspectionFactory.create(regime_2016=True, state="notified", notified_on=date(2016, 10, 10))
    client = signed_in(manager)
    given = {"person_told": "Bo Achterberg", "office": "Accountable officer", "told_at": "10am"} | boxes(
        "told_on", date(2016, 10, 10)
    )
    assert errors_of(client.post(page("inspection-call", inspection, "board"), given))["body_name"] == [
        "Enter the name of the body"
    ]
    client.post(
        page("inspection-call", inspection, "board"), given | {"body_name": "NHS Moor Clinical Commissioning Group"}
    )
    words = text_of(client.get(page("inspection-detail", inspection)))
    assert "NHS Moor Clinical Commissioning Group Told: Bo Achterberg" in words


def test_only_a_lano_of_the_area_can_be_nominated(manager: Any, planned: Inspection, area: Partnership) -> None:
    officer = make.member(area, Role.PARTNERSHIP_OFFICER)
    with travelled_to(CALL):
        notify(manager, planned)
        client = signed_in(manager)
        assert "Nobody holds that role in this partnership yet" in text_of(
            client.get(page("inspection-nominate", planned))
        )
        lano = make.member(area, Role.LANO)
        refused = client.post(page("inspection-nominate", planned), {"lano": officer.pk})
        assert errors_of(refused) == {"lano": ["Choose a person from the list"]}
        client.post(page("inspection-nominate", planned), {"lano": lano.pk})
    planned.refresh_from_db()
    assert planned.lano == lano


def test_what_if_shows_a_whole_plan_and_keeps_nothing(manager: Any) -> None:
    query = (
        {"kind": "area-send-2023:full"}
        | boxes("notified_on", date(2024, 4, 29))
        | boxes("onsite_start_on", date(2024, 5, 13))
    )
    response = signed_in(make.UserFactory.create()).get(reverse("inspections:what-if"), query)
    words = text_of(response)
    assert (
        "is 9 working days after the call on Monday 29 April 2024, not 10. Not counted: Early May bank holiday" in words
    )
    assert "Timetable agreed Thursday 9 May 2024" in words
    assert b'role="img"' in response.content
    assert not Inspection.objects.exists()


def test_what_if_offers_the_monday_that_is_near(manager: Any) -> None:
    query = {"kind": "area-send-2023:full"} | boxes("notified_on", date(2024, 4, 29))
    response = signed_in(manager).get(reverse("inspections:what-if"), query)
    assert "See the plan with the days on site from Monday 13 May 2024" in text_of(response)
    assert "onsite_start_on_0=13&amp;onsite_start_on_1=5&amp;onsite_start_on_2=2024" in response.content.decode()


def test_what_if_never_offers_a_bank_holiday(manager: Any) -> None:
    query = {"kind": "area-send-2023:full"} | boxes("notified_on", CALL)
    words = text_of(signed_in(manager).get(reverse("inspections:what-if"), query))
    assert "so the days on site do not start on a Monday" in words
    assert "See the plan with" not in words


@pytest.mark.parametrize("day", [date(2035, 1, 1), date(1990, 1, 1)])
def test_what_if_refuses_a_day_outside_the_known_bank_holidays(manager: Any, day: date) -> None:
    response = signed_in(manager).get(
        reverse("inspections:what-if"), {"kind": "area-send-2023:full"} | boxes("notified_on", day)
    )
    assert "outside the bank holidays known" in errors_of(response)["notified_on"][0]


def test_what_if_refuses_nonsense_in_its_address(manager: Any) -> None:
    response = signed_in(manager).get(reverse("inspections:what-if"), {"kind": "nothing:full", "notified_on_0": "x"})
    assert set(errors_of(response)) == {"kind", "notified_on"}
