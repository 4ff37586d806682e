"""The list of plans: its order, its filters, and what it costs."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from improvement.services import plans
from improvement.tests import world
from improvement.tests.pages import text_of, url
from inspections.models import Finding, Inspection

pytestmark = pytest.mark.django_db


def other_area(name, code, number):
    """Another South East area with a plan."""
    place = world.partnership(name, code)
    inspection = Inspection.objects.create(
        reference=f"{place.slug}-2016", partnership=place, framework_code="local-area-send-2016", edition_code="2016-04", kind="full",
        state="published", outcome="wsoa-required", onsite_start_on=date(2016, 10, 3), onsite_end_on=date(2016, 10, 7),
        letter_issued_on=date(2016, 11, 20), report_received_on=date(2016, 11, 20 + number), published_on=date(2016, 11, 28),
    )  # fmt: skip
    Finding.objects.create(
        inspection=inspection, kind="area_of_significant_weakness", order=1, text=f"Weakness of {name}"
    )
    return plans.request_plan(by=None, inspection=inspection)


def queries_of(client, address):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_list_costs_the_same_for_one_plan_and_for_three(client, surrey, wsoa):
    client.force_login(surrey.dfe)
    address = reverse("improvement:plan-list")
    client.get(address)  # the first look of a session is noted in it
    one = queries_of(client, address)
    for number, (name, code) in enumerate((("Hampshire", "850"), ("Kent", "886")), start=1):
        other_area(name, code, number)
    assert text_of(client.get(address)).count("Written statement of action") >= 3
    assert queries_of(client, address) == one


def test_the_page_of_a_plan_costs_the_same_for_one_item_and_for_five(client, surrey, wsoa):
    client.force_login(surrey.dfe)
    client.get(url("plan-detail"))  # the first look of a session is noted in it
    five = queries_of(client, url("plan-detail"))
    other_area("Kent", "886", 1)
    assert queries_of(client, url("plan-detail", reference="kent-2016")) == five


def test_the_soonest_due_comes_first_and_other_regions_stay_out(see, surrey, wsoa):
    other_area("Kent", "886", 1)
    words = see("dfe", reverse("improvement:plan-list"))
    assert words.index("Kent : Written") < words.index("Surrey : Written")
    area = world.bury()
    plans.request_plan(by=area.assurer, inspection=area.inspection)
    assert "Bury" not in see("dfe", reverse("improvement:plan-list"))
    assert "Bury" in see("assurer", reverse("improvement:plan-list"))
    assert "1 plan " in see("lano", reverse("improvement:plan-list"))


def test_the_list_is_filtered(see, surrey, wsoa, at):
    area = world.bury()
    plans.request_plan(by=area.assurer, inspection=area.inspection)
    plans.make_move(by=surrey.assurer, plan=wsoa, move="withdraw_requirement", reason="Issued by mistake")
    address = reverse("improvement:plan-list")
    assert "Surrey : Written" not in see("assurer", address)
    assert "Surrey : Written" in see("assurer", f"{address}?show=all")
    assert "Bury : Priority" not in see("assurer", f"{address}?show=all&region=E12000008")
    assert "No plan matches" in see("assurer", f"{address}?show=late")
    at(date(2024, 7, 1))
    assert "Bury : Priority" in see("assurer", f"{address}?show=late")


@pytest.mark.parametrize("query", ["?show=nonsense", "?region=E99", "?show=late&region=%00", "?page=99"])
def test_nonsense_in_the_address_is_no_fault(client, surrey, wsoa, query):
    client.force_login(surrey.dfe)
    assert client.get(reverse("improvement:plan-list") + query).status_code == 200


def test_an_empty_list_says_what_will_appear(see, surrey):
    assert "No plan is open in the areas you may see." in see("stranger", reverse("improvement:plan-list"))


def test_a_plan_that_was_sent_is_not_late(see, sent, at):
    at(date(2017, 4, 3))
    address = reverse("improvement:plan-list")
    assert "No plan matches" in see("dfe", f"{address}?show=late")
    assert "Met on 8 March 2017" in see("dfe", address)
