"""Pages of members and delegates, and of an area without statistics."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Activity, Role
from accounts.models import NationalRole, User
from audit.models import Entry
from core import clock
from partnerships.models import Delegation, Membership
from partnerships.tests.conftest import TODAY
from partnerships.views.areas import PartnershipDetail

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with clock.travelled_to(TODAY):
        yield


def url(name: str, *args: Any) -> str:
    return reverse(f"partnerships:{name}", args=args)


def day(name: str, on: date | None) -> dict[str, str]:
    parts = (on.day, on.month, on.year) if on else ("", "", "")
    return {f"{name}_{index}": str(part) for index, part in enumerate(parts)}


@pytest.fixture
def lano(small, client):
    held = small.member("Lano", Role.LANO)
    client.force_login(held.user)
    return held


PRIVATE = [("member-list", False), ("member-add", False), ("member-end", True), ("member-delegate", True)]


@pytest.mark.parametrize(("name", "of_member"), PRIVATE)
def test_doors(client, small, name, of_member):
    held = small.member("Dcs", Role.DCS)
    address = url(name, "seaborough", *([held.pk] if of_member else []))
    assert client.get(address).headers["Location"].startswith(reverse("account_login"))

    def answer(person: User, method: str = "get") -> int:
        client.force_login(person)
        return getattr(client, method)(address).status_code

    manager_only = name != "member-list"
    assert answer(small.person("Stranger")) == 404
    assert answer(small.member("Elsewhere", Role.LANO, small.there).user, "post") == 404
    assert answer(small.member("Former", Role.LANO, ends_on=TODAY - ONE_DAY).user, "post") == 404
    assert answer(small.member("Future", Role.LANO, starts_on=TODAY + ONE_DAY).user) == 404
    assert answer(small.member("Forum", Role.PCF).user) == 403
    assert answer(small.member("Officer", Role.PARTNERSHIP_OFFICER).user) == (403 if manager_only else 200)
    assert answer(held.user) == 200
    adviser = small.person("Adviser")
    NationalRole.objects.create(user=adviser, role=Role.DFE_ADVISER, region_code="E12000008", starts_on=TODAY)
    assert answer(adviser) == (403 if manager_only else 200)
    assert Membership.objects.count() == 6
    assert not Entry.objects.exists()


def test_a_delegate_does_not_see_the_members(client, small):
    chief = small.member("Chief", Role.ICB_EXECUTIVE)
    handed = Delegation.objects.create(
        membership=chief, delegate=small.person("Del"), activity=Activity.KEEP_IN_TOUCH, starts_on=TODAY, ends_on=TODAY
    )
    client.force_login(handed.delegate)
    assert client.get(url("member-list", "seaborough")).status_code == 403
    with clock.travelled_to(TODAY + ONE_DAY):
        assert client.get(url("member-list", "seaborough")).status_code == 404


def test_a_membership_of_another_area_is_not_found(client, small, lano):
    other = small.member("Other", Role.DCS, small.there)
    for name in ("member-end", "member-delegate"):
        assert client.get(url(name, "seaborough", other.pk)).status_code == 404
        assert client.post(url(name, "seaborough", other.pk)).status_code == 404
    assert Membership.objects.get(pk=other.pk).ends_on is None


def test_a_role_that_hands_nothing_over_has_no_such_page(client, small, lano):
    forum = small.member("Forum", Role.PCF)
    assert client.get(url("member-delegate", "seaborough", forum.pk)).status_code == 404


NEW = {
    "name": "Nia New",
    "email": "nia@example.org",
    "role": "health_lead",
    "employer": "icb",
    "office": "Designated clinical officer",
    "organisation": "An invented board",
}


def test_adding_a_member(client, small, lano):
    answer = client.post(url("member-add", "seaborough"), NEW | day("starts_on", TODAY) | day("ends_on", None))
    assert answer.headers["Location"] == url("member-list", "seaborough")
    text = client.get(answer.headers["Location"]).content.decode()
    assert "Member added" in text
    assert "Nia New" in text
    assert "Designated clinical officer" in text
    assert "No account yet" in text
    assert Entry.objects.get(verb="membership.added").actor == lano.user


def test_a_form_sent_twice_adds_once(client, small, lano):
    sent = NEW | day("starts_on", TODAY) | {"submission_key": "once-only"}
    first = client.post(url("member-add", "seaborough"), sent)
    second = client.post(url("member-add", "seaborough"), sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Membership.objects.filter(user__email="nia@example.org").count() == 1
    assert Entry.objects.filter(verb="membership.added").count() == 1


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"email": "nowhere"}, "Enter an email address in the correct format"),
        ({"name": ""}, "Enter the person’s full name"),
        ({"role": "administrator"}, "Choose one of the answers"),
        ({"employer": ""}, "Choose who they work for"),
        (day("starts_on", None), "Enter the first day"),
        ({"starts_on_0": "31", "starts_on_1": "2"}, "must be a real date"),
        (day("ends_on", TODAY - ONE_DAY), "The last day must be the same as or after the first day"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(client, small, lano, changed, words):
    answer = client.post(url("member-add", "seaborough"), NEW | day("starts_on", TODAY) | changed)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "There is a problem" in text
    assert text.count(words) >= 2  # in the summary and beside the field
    assert Membership.objects.count() == 1
    assert not User.objects.filter(email="nia@example.org").exists()


def test_ending_a_membership_shuts_the_door_at_once(client, small, lano):
    dcs = small.member("Dcs", Role.DCS)
    answer = client.post(url("member-end", "seaborough", dcs.pk), {"reason": "Left"} | day("ends_on", None))
    assert answer.headers["Location"] == url("member-list", "seaborough")
    client.force_login(dcs.user)
    assert client.get(url("member-list", "seaborough")).status_code == 404


def test_ending_ones_own_membership_leads_to_the_public_page(client, small, lano):
    answer = client.post(url("member-end", "seaborough", lano.pk), {})
    assert answer.headers["Location"] == url("partnership-detail", "seaborough")
    assert client.get(answer.headers["Location"]).status_code == 200


def test_handing_an_activity_over_and_taking_it_back(client, small, lano):
    chief = small.member("Chief", Role.ICB_EXECUTIVE)
    sent = {"activity": "keep_in_touch", "name": "Del Egate", "email": "del@example.org", "employer": "icb"}
    days = day("starts_on", TODAY) | day("ends_on", TODAY + 20 * ONE_DAY)
    page = client.get(url("member-delegate", "seaborough", chief.pk)).content.decode()
    assert "Keep-in-touch meetings" in page
    client.post(url("member-delegate", "seaborough", chief.pk), sent | days)
    handed = Delegation.objects.get()
    text = client.get(url("member-list", "seaborough")).content.decode()
    assert "Del Egate" in text
    assert "1 to 21 May 2024" in text

    address = url("delegation-end", "seaborough", handed.pk)
    assert "Del Egate acts for Chief: Keep-in-touch meetings" in client.get(address).content.decode()
    client.post(address, {})
    assert not Delegation.objects.exists()
    assert list(
        Entry.objects.filter(subject_type="partnerships.delegation").order_by("pk").values_list("verb", flat=True)
    ) == [
        "delegation.made",
        "delegation.ended",
    ]


def test_a_delegation_of_another_area_is_not_found(client, small, lano):
    chief = small.member("Chief", Role.ICB_EXECUTIVE, small.there)
    handed = Delegation.objects.create(
        membership=chief, delegate=small.person("Del"), activity=Activity.PLAN, starts_on=TODAY, ends_on=TODAY
    )
    assert client.post(url("delegation-end", "seaborough", handed.pk), {}).status_code == 404
    assert Delegation.objects.filter(pk=handed.pk).exists()


def test_the_list_of_members_costs_the_same_for_one_and_for_three(client, small, lano):
    costs = []
    client.get(url("member-list", "seaborough"))  # the first look of a session is noted in it
    for index in range(3):
        chief = small.member(f"Chief{index}", Role.ICB_EXECUTIVE)
        Delegation.objects.create(
            membership=chief,
            delegate=small.person(f"Del{index}"),
            activity=Activity.PLAN,
            starts_on=TODAY,
            ends_on=TODAY,
        )
        small.member(f"Former{index}", Role.PCF, ends_on=TODAY - ONE_DAY)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("member-list", "seaborough"))
        costs.append(len(asked))
    assert costs[0] == costs[2]


# --- the public page without reference data


def test_a_layer_above_adds_the_inspections(rf, small):
    class WithHistory(PartnershipDetail):
        def history(self):
            return [
                {
                    "title": "Full inspection",
                    "url": "/x/",
                    "dates": "May 2024",
                    "framework": "2023",
                    "outcome": "Inconsistent",
                    "note": "<b>",
                }
            ]

    for view, words in ((PartnershipDetail, "No published inspection"), (WithHistory, "May 2024, 2023")):
        request = rf.get("/partnerships/seaborough/")
        request.user = AnonymousUser()
        text = view.as_view()(request, slug="seaborough").render().content.decode()
        assert words in text
    assert "&lt;b&gt;" in text


def test_an_area_without_any_statistics_has_a_page(client, small):
    text = client.get(url("partnership-detail", "seaborough")).content.decode()
    assert "Seaborough" in text
    assert "SEND figures" not in text
