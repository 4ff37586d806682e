"""The first page: a start for the public, and for a person what needs them today."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.services.notices import notify
from core.clock import travelled_to
from inspections.models import Inspection
from inspections.tests import walk
from inspections.tests.pages import signed_in, statements, text_of
from tests import factories as make

pytestmark = pytest.mark.django_db
HOME = reverse("dashboard:home")
TODAY = date(2024, 5, 2)


@pytest.fixture
def inspection() -> Inspection:
    return walk.to("set_up")


def home(user: Any) -> Any:
    with travelled_to(TODAY):
        return signed_in(user).get(HOME)


def places(response: Any) -> list[str]:
    return [item["text"] for item in response.context["navigation"]]


def test_the_public_start_leads_to_letters_areas_and_figures() -> None:
    response = Client().get(HOME)
    body = response.content.decode()
    for name in ("reports:published-list", "partnerships:partnership-list", "dashboard:national", "account_login"):
        assert reverse(name) in body
    assert places(response) == ["Home", "Published letters", "Areas", "National figures", "Search"]
    assert "No letter has been published here yet." in text_of(response)


def test_a_person_with_nothing_to_do_is_told_so() -> None:
    words = text_of(home(make.UserFactory.create()))
    assert "Nothing is due from you." in words
    assert "No inspection that you can see is under way." in words
    assert "You have read everything." in words


def test_my_deadlines_are_those_i_must_act_on(inspection: Inspection) -> None:
    response = home(inspection.lano)
    mine = {row.deadline.rule_code for row in response.context["mine"]}
    assert "information-request" in mine
    assert "draft-report" not in mine
    assert "working days left" in text_of(response)
    figures = {item["text"]: item["figure"] for item in response.context["numbers"]}
    # Person-level lists were due on the first of May.
    assert figures["of your deadlines overdue"] == 1


def test_an_inspection_under_way_shows_its_stage_and_next_deadline(inspection: Inspection) -> None:
    (card,) = home(inspection.lano).context["inspections"]
    assert (card["inspection"], card["state"]) == (inspection, "Set up")
    assert card["next"].deadline.rule_code == "person-level-lists"


def test_other_areas_people_see_none_of_it(inspection: Inspection) -> None:
    stranger = make.member(make.PartnershipFactory.create(), Role.LANO)
    response = home(stranger)
    assert response.context["mine"] == response.context["others"] == response.context["inspections"] == []


def test_unread_notices_are_counted_in_the_header_and_listed(inspection: Inspection) -> None:
    person = make.UserFactory.create()
    notify(person=person, kind="test", key="a", subject="Look at this", body="Now", email=False)
    response = home(person)
    assert response.context["unread_notices"] == 1
    assert "Look at this" in text_of(response)


@pytest.mark.parametrize(
    ("role", "extra"),
    [
        (Role.ADMINISTRATOR, ["Bank holidays", "People", "Health"]),
        (Role.DFE_ADVISER, ["My areas", "Plans"]),
        (Role.QUALITY_ASSURER, ["Plans"]),
        (Role.INSPECTION_MANAGER, ["Engagement"]),
    ],
)
def test_the_navigation_has_the_places_of_the_role(role: Role, extra: list[str]) -> None:
    response = home(make.national(role, region_code="E12000008"))
    assert places(response)[8:] == extra
    assert [item["text"] for item in response.context["navigation"] if item["active"]] == ["My work"]


def test_the_forum_finds_the_plans_shared_with_it(inspection: Inspection) -> None:
    assert places(home(make.member(inspection.partnership, Role.PCF)))[8:] == ["Plans"]
    assert places(home(make.member(inspection.partnership, Role.LANO)))[8:] == []


def test_a_role_that_has_ended_gives_no_place() -> None:
    person = make.national(Role.ADMINISTRATOR, ends_on=date(2024, 5, 1))
    assert "People" not in places(home(person))


def test_the_longest_fitting_place_is_the_active_one() -> None:
    client = signed_in(make.UserFactory.create())
    response = client.get(reverse("inspections:what-if"))
    assert [item["text"] for item in response.context["navigation"] if item["active"]] == ["What if"]


def test_only_those_who_plan_inspections_are_offered_it() -> None:
    assert "Plan an inspection" in text_of(home(make.national(Role.INSPECTION_MANAGER)))
    assert "Plan an inspection" not in text_of(home(make.national(Role.QUALITY_ASSURER)))


def test_the_page_costs_the_same_for_more_inspections(inspection: Inspection) -> None:
    client = signed_in(make.national(Role.INSPECTION_MANAGER))
    with travelled_to(TODAY):
        one = statements(client, HOME)
    for _ in range(2):
        walk.to("set_up")
    with travelled_to(TODAY):
        assert statements(client, HOME) == one
