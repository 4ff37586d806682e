"""The public pages, asked for as people ask for them, on the real reference data."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from core import clock
from partnerships import queries
from partnerships.models import Partnership
from partnerships.tests.conftest import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(reference):
    with clock.travelled_to(TODAY):
        yield


def url(name: str, *args: Any) -> str:
    return reverse(f"partnerships:{name}", args=args)


def test_the_list_is_public_and_holds_every_area(client):
    page = client.get(url("partnership-list"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "153 areas" in text
    assert text.count(f'href="{url("partnership-list")}') >= 153
    assert "NHS Hampshire and Isle of Wight Integrated Care Board" in text


def test_the_list_filters(client):
    text = client.get(url("partnership-list"), {"text": "southampton"}).content.decode()
    assert "1 area found" in text
    assert url("partnership-detail", "surrey") not in text
    former = client.get(url("partnership-list"), {"which": "former"}).content.decode()
    assert "5 areas" in former
    assert "31 March 2019" in former
    assert url("partnership-detail", "north-northamptonshire") in former


@pytest.mark.parametrize("asked", [{"region": "Atlantis"}, {"which": "both"}, {"text": "\x00"}, {"text": "a" * 200}])
def test_a_filter_that_makes_no_sense_is_no_fault(client, asked):
    assert client.get(url("partnership-list"), asked).status_code == 200


def test_the_list_costs_the_same_for_one_area_and_for_all(client, django_assert_num_queries):
    for asked in ({"text": "southampton"}, {}):
        with django_assert_num_queries(4):  # regions of the filter, areas, councils, boards
            client.get(url("partnership-list"), asked)


def test_the_page_of_an_area_tells_who_commissions(client):
    text = client.get(url("partnership-detail", "southampton")).content.decode()
    for words in (
        "Southampton City Council",
        "E06000045",
        "1 July 2022 to 31 March 2026",
        "One or more of these groups",
        "NHS Portsmouth CCG",
        "Derived",
        "Open Government Licence v3.0",
        "CC BY 4.0",
        "Neighbours, median",
        "Pupils with SEN support",
    ):
        assert words in text
    assert url("partnership-detail", "portsmouth") in text


def test_a_code_from_one_source_is_shown_as_unconfirmed(client):
    with clock.travelled_to(date(2026, 11, 23)):
        text = client.get(url("partnership-detail", "surrey")).content.decode()
    assert "ONS code E54000069, unconfirmed" in text
    assert "unconfirmed" not in client.get(url("partnership-detail", "surrey")).content.decode()


def test_an_abolished_area_still_has_its_page(client):
    text = client.get(url("partnership-detail", "dorset-county")).content.decode()
    assert "This area no longer exists" in text
    assert url("partnership-detail", "dorset") in text
    assert "the oldest list of commissioning bodies held here" in text


def test_an_area_nobody_knows_is_not_found(client):
    assert client.get(url("partnership-detail", "atlantis")).status_code == 404


@pytest.mark.parametrize("slug", ["southampton", "essex"])
def test_the_facts_of_an_area_cost_five_reads(django_assert_num_queries, slug):
    partnership = Partnership.objects.select_related("authority", "region").get(slug=slug)
    with django_assert_num_queries(5):
        queries.page(partnership, TODAY)
