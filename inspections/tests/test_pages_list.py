"""The list of inspections: what is in it for whom, its filters, and what it costs."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from inspections.models import Inspection
from inspections.tests.pages import page, signed_in, statements, text_of
from partnerships.models import Region
from tests import factories as make

pytestmark = pytest.mark.django_db


def listed(client: Client, **query: str) -> list[Inspection]:
    response = client.get(reverse("inspections:inspection-list"), query)
    assert response.status_code == 200
    return [row.inspection for row in response.context["rows"]]


@pytest.fixture
def manager() -> Client:
    return signed_in(make.national(Role.INSPECTION_MANAGER))


@pytest.fixture
def stranger() -> Client:
    return signed_in(make.UserFactory.create())


def test_a_visitor_is_asked_to_sign_in() -> None:
    assert Client().get(reverse("inspections:inspection-list")).status_code == 302


def test_an_empty_list_says_so(manager: Client) -> None:
    assert "There are no inspections yet." in text_of(manager.get(reverse("inspections:inspection-list")))


def test_strangers_see_only_what_is_published_and_are_led_to_the_area(stranger: Client, manager: Client) -> None:
    live = make.InspectionFactory.create(state="on_site", notified_on=date(2024, 4, 29))
    out = make.InspectionFactory.create(out=True)
    assert listed(stranger) == [out]
    assert set(listed(manager)) == {live, out}
    body = stranger.get(reverse("inspections:inspection-list")).content.decode()
    assert reverse("partnerships:partnership-detail", args=[out.partnership.slug]) in body
    assert page("inspection-detail", out) not in body
    assert page("inspection-detail", out) in manager.get(reverse("inspections:inspection-list")).content.decode()


def test_an_outcome_is_neither_shown_nor_found_before_publication() -> None:
    inspection = make.InspectionFactory.create(state="finalised", notified_on=date(2024, 4, 29), outcome="outcome-3")
    lano = signed_in(make.member(inspection.partnership, Role.LANO))
    response = lano.get(reverse("inspections:inspection-list"))
    assert [row.outcome for row in response.context["rows"]] == [""]
    assert listed(lano, outcome="outcome-3") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "bury"}, ["bury"]),
        ({"text": "bury-2024"}, ["bury"]),
        ({"region": "E12000002"}, ["bury"]),
        ({"framework": "local-area-send-2016"}, ["kent"]),
        ({"kind": "revisit"}, ["kent"]),
        ({"state": "on_site"}, ["kent"]),
        ({"outcome": "outcome-3"}, ["bury"]),
        ({"text": "nowhere"}, []),
        ({"region": "no such region"}, ["bury", "kent"]),
        ({"text": "bury", "kind": "revisit"}, []),
    ],
)
def test_filters_narrow_the_list(manager: Client, query: dict[str, str], found: list[str]) -> None:
    north = Region.objects.create(code="E12000002", name="North West")
    bury = make.PartnershipFactory.create(name="Bury", region=north)
    kent = make.PartnershipFactory.create(name="Kent")
    make.InspectionFactory.create(partnership=bury, reference="bury-2024", out=True)
    make.InspectionFactory.create(
        partnership=kent,
        reference="kent-revisit-2019",
        regime_2016=True,
        edition_code="2018-11",
        kind="revisit",
        state="on_site",
    )
    assert sorted(inspection.partnership.slug for inspection in listed(manager, **query)) == found


def test_null_characters_and_long_texts_are_only_words_that_nothing_matches(manager: Client) -> None:
    make.InspectionFactory.create(out=True)
    assert manager.get(reverse("inspections:inspection-list"), {"text": "a\x00b"}).status_code == 200
    assert manager.get(reverse("inspections:inspection-list"), {"text": "x" * 5000}).status_code == 200


def test_a_long_list_comes_in_pages_that_keep_the_filter(manager: Client) -> None:
    for _ in range(26):
        make.InspectionFactory.create(out=True)
    first = manager.get(reverse("inspections:inspection-list"), {"kind": "full"})
    assert len(first.context["rows"]) == 25
    assert "26 inspections found" in text_of(first)
    assert "kind=full&amp;page=2" in first.content.decode()
    assert len(listed(manager, page="2", kind="full")) == 1


def test_the_list_costs_the_same_for_more_rows(manager: Client) -> None:
    address = reverse("inspections:inspection-list")
    make.InspectionFactory.create(out=True)
    one = statements(manager, address)
    for _ in range(2):
        make.InspectionFactory.create(out=True)
        make.InspectionFactory.create(state="on_site", notified_on=date(2024, 4, 29))
    assert statements(manager, address) == one
