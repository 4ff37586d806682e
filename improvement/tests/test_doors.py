"""Who gets in to the pages of plans, and who is told that there is nothing."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.choices import Role
from improvement.models import Plan
from improvement.tests import world
from improvement.tests.pages import url
from inspections.models import Inspection
from partnerships.models import Membership

pytestmark = pytest.mark.django_db


OPEN_TO_READERS = {
    "lano": 200,
    "dcs": 200,
    "board": 200,
    "officer": 200,
    "lead": 200,
    "dfe": 200,
    "nhse": 200,
    "assurer": 200,
}


@pytest.mark.parametrize(
    ("who", "status"), {**OPEN_TO_READERS, "forum": 403, "inspector": 403, "stranger": 404}.items()
)
def test_who_may_read_a_plan(client, surrey, wsoa, who, status):
    client.force_login(surrey.people[who])
    answer = client.get(url("plan-detail"))
    assert answer.status_code == status
    if status != 200:
        assert world.WEAKNESSES[0] not in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "status"),
    {"lano": 200, "dcs": 200, "officer": 403, "dfe": 403, "lead": 403, "forum": 403, "stranger": 404}.items(),
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_who_may_write_an_item(client, surrey, wsoa, who, status, method):
    client.force_login(surrey.people[who])
    assert getattr(client, method)(url("item-edit", 1)).status_code == status


@pytest.mark.parametrize(
    ("name", "args", "who", "status"),
    [
        ("plan-approve", (), "lano", 403), ("plan-approve", (), "dcs", 200), ("plan-approve", (), "stranger", 404),
        ("plan-move", ("submit",), "lano", 403), ("plan-move", ("submit",), "board", 200),
        ("plan-move", ("accept",), "dcs", 403), ("plan-move", ("accept",), "dfe", 302), ("plan-move", ("accept",), "stranger", 404),
        ("plan-move", ("vanish",), "dcs", 404),
        ("item-edit", (9,), "lano", 404), ("submission-detail", (1,), "dcs", 404), ("submission-json", (1,), "forum", 403),
    ],
)  # fmt: skip
def test_other_addresses_have_the_same_doors(client, surrey, wsoa, name, args, who, status):
    client.force_login(surrey.people[who])
    assert client.get(url(name, *args)).status_code == status


def test_a_visitor_is_asked_to_sign_in(client, wsoa):
    for address in (url("plan-detail"), reverse("improvement:plan-list")):
        answer = client.get(address)
        assert answer.status_code == 302 and reverse("account_login") in answer["Location"]


def test_an_address_does_not_tell_that_an_inspection_is_planned(client, surrey):
    Inspection.objects.create(
        reference="surrey-2020", partnership=surrey.partnership, framework_code="local-area-send-2016", edition_code="2018-11",
        kind="full", state="planned",
    )  # fmt: skip
    for who in ("lano", "dcs", "dfe", "stranger"):
        client.force_login(surrey.people[who])
        assert client.get(url("plan-detail", reference="surrey-2020")).status_code == 404


def test_an_inspection_that_is_known_and_has_no_plan_says_so(see, surrey):
    assert "There is no plan." in see("lano", url("plan-detail"))


def test_an_adviser_reads_a_plan_before_the_letter_is_theirs_to_read(surrey, see, wsoa):
    Inspection.objects.filter(pk=surrey.inspection.pk).update(letter_issued_on=None, published_on=date(2016, 12, 9))
    assert "Due Tuesday 14 March 2017" in see("dfe", url("plan-detail"))


def test_access_ends_with_the_office(client, surrey, wsoa, at):
    Membership.objects.filter(user=surrey.lano, role=Role.LANO).update(ends_on=date(2016, 12, 31))
    client.force_login(surrey.lano)
    assert client.get(url("plan-detail")).status_code == 200
    at(date(2017, 1, 1))
    assert client.get(url("plan-detail")).status_code == 404


def test_the_review_is_linked_once_there_is_something_to_review(client, surrey, wsoa):
    client.force_login(surrey.assurer)
    page = url("plan-detail")
    assert url("review-detail") not in client.get(page).content.decode()
    Plan.objects.update(state="submitted", submitted_on=wsoa.opened_on)
    assert url("review-detail") in client.get(page).content.decode()
