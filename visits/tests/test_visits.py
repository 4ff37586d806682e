"""Choosing settings, keeping the reasons, and what is written about a visit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.choices import Role
from audit.models import Entry
from core import clock
from core.errors import Conflict, Refused
from partnerships.models import Site
from tests import factories as make
from visits.models import SiteVisit
from visits.queries.spread import spread
from visits.queries.visits import choices
from visits.services import visits
from visits.tests.conftest import at, meeting

NEEDS = dict.fromkeys(visits.NEEDS, "")


def test_a_setting_chosen_keeps_its_reason_and_is_in_the_history(world):
    assert world.visit.number == 1
    assert world.visit.reason == "Many pupils with SEN support"
    entry = Entry.objects.get(verb="visit.chosen")
    assert (entry.actor, entry.reason) == (world.lead, "Many pupils with SEN support")


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_setting_is_chosen_with_a_reason(world, reason):
    other = Site.objects.create(partnership=world.area, name="Other", kind="special")
    with pytest.raises(Refused):
        visits.choose(by=world.lead, inspection=world.inspection, site=other, reason=reason)


def test_a_setting_is_chosen_once_and_only_from_the_area(world):
    with pytest.raises(Refused, match="chosen already"):
        visits.choose(by=world.lead, inspection=world.inspection, site=world.site, reason="Again")
    stranger = Site.objects.create(partnership=make.PartnershipFactory.create(), name="Far", kind="primary")
    with pytest.raises(Refused, match="not in the list"):
        visits.choose(by=world.lead, inspection=world.inspection, site=stranger, reason="Far away")


def test_dropped_and_chosen_again_both_reasons_stay(world):
    visits.drop(by=world.lead, visit=world.visit, reason="Closed for building work")
    with pytest.raises(Refused):
        visits.drop(by=world.lead, visit=world.visit, reason="Twice")
    again = visits.choose(by=world.lead, inspection=world.inspection, site=world.site, reason="Open after all")
    assert again.number == 2
    found = choices(world.inspection)
    assert [visit.number for visit in found.chosen] == [2]
    assert found.dropped[0].dropped_reason == "Closed for building work"


def test_the_spread_names_the_kinds_nobody_chose(world):
    special = Site.objects.create(partnership=world.area, name="Larkfield", kind="special")
    away = Site.objects.create(partnership=world.area, name="Far School", kind="special", in_area=False)
    found = spread([world.site, special, away], {world.site.pk})
    assert found.rows == (("Primary school", 1, 1), ("Special school", 2, 0))
    assert found.gaps == ("Special school: none chosen of 2.", "Outside the area: none chosen of 1.")
    assert spread([world.site, special, away], {world.site.pk, away.pk}).gaps == ()


def test_two_people_writing_the_needs_see_each_other(world):
    visits.write_arrival(by=None, visit=world.visit, version=1, **NEEDS | {"parking": "At the back"})
    with pytest.raises(Conflict):
        visits.write_arrival(by=world.lano, visit=world.visit, version=1, **NEEDS | {"parking": "At the front"})


def test_the_record_of_a_visit_is_read_by_inspectors_only(world, client):
    visits.write_record(
        by=world.lead,
        visit=world.visit,
        version=1,
        pupils=6,
        parents=4,
        staff=3,
        documents="Provision map",
        notes="Canary note",
    )
    address = world.visit.get_absolute_url()
    client.force_login(world.lead)
    seen = client.get(address).content.decode()
    assert "Canary note" in seen
    assert "not being inspected or judged" in seen
    client.force_login(world.lano)
    seen = client.get(address).content.decode()
    assert "Canary note" not in seen
    assert "Provision map" not in seen
    assert "not being inspected or judged" in seen
    assert "Canary note" not in str(list(Entry.objects.values()))


def test_the_list_costs_the_same_for_one_setting_and_for_three(world, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(world.lano)
    address = "/inspections/seaborough-2024/visits/"
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in (2, 3):
        site = Site.objects.create(partnership=world.area, name=f"School {number}", kind="primary")
        visits.choose(by=world.lead, inspection=world.inspection, site=site, reason="Another")
        meeting(world, number, at(2024, 5, 14, 9 + number), site=site)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    assert len(three) == len(one)


def test_choosing_on_the_page(world, client):
    site = Site.objects.create(partnership=world.area, name="Larkfield", kind="special")
    address = f"/inspections/seaborough-2024/visits/choose/{site.pk}/"
    client.force_login(world.lano)
    assert "Enter why this setting was chosen" in client.post(address, {"reason": ""}).content.decode()
    assert client.post(address, {"reason": "The only special school"}).status_code == 302
    assert SiteVisit.objects.get(site=site).chosen_by == world.lano
    client.force_login(make.team(world.inspection, Role.OFSTED_INSPECTOR))
    assert client.get(address).status_code == 403


def test_a_setting_of_another_area_has_no_page_to_choose_it(world, client):
    stranger = Site.objects.create(partnership=make.PartnershipFactory.create(), name="Far", kind="primary")
    client.force_login(world.lano)
    assert client.get(f"/inspections/seaborough-2024/visits/choose/{stranger.pk}/").status_code == 404


def test_a_card_for_each_setting(world, client):
    visits.write_arrival(by=None, visit=world.visit, version=1, **NEEDS | {"reception": "Ask for the office"})
    client.force_login(world.lead)
    seen = client.get("/inspections/seaborough-2024/visits/cards/").content.decode()
    for text in (
        "Northfield School",
        "1 North Street",
        "Ask for the office",
        "Wednesday 15 May 2024, 9am to 10am",
        "Robin Ellery",
    ):
        assert text in seen


def test_an_invitation_is_not_in_the_future(world):
    from datetime import date

    facts = {"pupils_with_send": 40, "invited": 40, "how": "Letter", "proof": "Dear families"}
    with pytest.raises(Refused):
        visits.write_invitation(by=world.lano, visit=world.visit, version=1, invited_on=date(2024, 5, 1), **facts)
    visits.write_invitation(by=world.lano, visit=world.visit, version=1, invited_on=date(2024, 4, 30), **facts)
    assert world.visit.invitation.invited == 40


def tracked(world):
    """Case A is Marisol Thistlewood."""
    from cases.models import CaseIdentity, TrackedCase

    case = TrackedCase.objects.create(inspection=world.inspection, code="A", state="selected")
    CaseIdentity.objects.create(case=case, name="Marisol Thistlewood", given_by=world.lano, given_at=clock.now())


def test_no_text_about_a_visit_names_a_tracked_child(world):
    from visits.services import sign_ups

    tracked(world)
    told = "Ask for Marisol Thistlewood"
    arrival = dict.fromkeys(visits.NEEDS, "") | {"reception": told}
    with pytest.raises(Refused, match="Case A"):
        visits.write_arrival(by=world.lano, visit=world.visit, version=world.visit.arrival.version, **arrival)
    # By link nobody is told that the child is tracked.
    with pytest.raises(Refused, match="Do not name a child"):
        visits.write_arrival(by=None, visit=world.visit, version=world.visit.arrival.version, **arrival)
    with pytest.raises(Refused, match="Case A"):
        visits.drop(by=world.lano, visit=world.visit, reason=told)
    world.meeting.kind = "open"
    times = {"opens_at": clock.now(), "closes_at": clock.now() + timedelta(days=1)}
    with pytest.raises(Refused, match="Case A"):
        sign_ups.set_up(by=world.lano, meeting=world.meeting, details=told, **times)


@pytest.mark.parametrize("field", ["purpose", "seed", "reason"])
def test_no_sample_names_a_tracked_child(world, field):
    from visits.services import samples

    tracked(world)
    texts = {"purpose": "Settings to visit", "seed": "", "reason": ""} | {field: "For Marisol Thistlewood"}
    with pytest.raises(Refused, match="Case A"):
        samples.draw(
            by=world.lead, inspection=world.inspection, described="All", population=["One", "Two"], size=1, **texts
        )


def test_by_link_nobody_is_told_that_a_child_is_tracked(world, client, settings):
    """The public pages refuse the name without a letter of a case, and keep nothing."""
    from visits.models import SignUp
    from visits.services import links, sign_ups

    tracked(world)
    settings.SITE_URL = ""
    arrival = dict.fromkeys(visits.NEEDS, "") | {"parking": "Marisol Thistlewood knows", "version": 1}
    said = client.post(links.make_setting_link(by=world.lano, visit=world.visit), arrival).content.decode()
    world.meeting.kind = "open"
    times = {"opens_at": clock.now(), "closes_at": clock.now() + timedelta(days=1)}
    page = sign_ups.set_up(by=world.lano, meeting=world.meeting, **times)
    answer = {"people": 1, "needs": "Marisol Thistlewood uses a wheelchair", "email": "", "submission_key": "k" * 24}
    joined = client.post(f"/join/{page.address}/", answer).content.decode()
    for html in (said, joined):
        assert "Do not name a child or young person" in html
        assert "Case A" not in html
    world.visit.arrival.refresh_from_db()
    assert (world.visit.arrival.parking, SignUp.objects.count()) == ("", 0)
