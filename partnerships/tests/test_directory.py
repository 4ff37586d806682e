"""The address book: contacts, settings, journeys, and how ready it is for the call."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.choices import Activity, Role
from audit.models import Entry
from core import clock
from core.errors import Conflict, Refused
from partnerships import queries
from partnerships.models import Contact, Delegation, Journey, Site
from partnerships.services import contacts, sites
from partnerships.tests.conftest import TODAY
from rulebook.contacts import CONFIRM_WITHIN_DAYS, OFFICES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with clock.travelled_to(TODAY):
        yield


@pytest.fixture
def lano(small, client):
    held = small.member("Nadia", Role.LANO)
    client.force_login(held.user)
    return held


def url(name, *args):
    return reverse(f"partnerships:{name}", args=["seaborough", *args])


def robin(small, **more):
    return contacts.add_contact(
        by=None, partnership=small.here, name="Robin", **({"email": "robin@example.org"} | more)
    )


def test_a_contact_needs_a_way_to_be_reached(small):
    with pytest.raises(Refused) as refused:
        robin(small, email="")
    assert refused.value.reasons[0].field == "email"
    assert robin(small, email="", phone="01632 960001").pk


def test_the_same_person_is_not_added_twice(small):
    robin(small)
    with pytest.raises(Refused, match="already"):
        robin(small, email="ROBIN@example.org")


def test_a_confirmation_is_not_in_the_future(small):
    with pytest.raises(Refused, match="today or in the past"):
        robin(small, confirmed_on=TODAY + timedelta(days=1))


def test_a_new_address_clears_the_mark_that_messages_came_back(small, lano):
    contact = robin(small)
    Contact.objects.update(bounced_at=clock.now())
    contact.refresh_from_db()
    contacts.change_contact(by=lano.user, contact=contact, version=1, email="new@example.org")
    contact.refresh_from_db()
    assert (contact.bounced_at, contact.version) == (None, 2)
    with pytest.raises(Conflict):
        contacts.change_contact(by=lano.user, contact=contact, version=1, email="x@example.org")


def test_members_become_contacts_once(small, lano):
    small.member("Gone", Role.DCS, ends_on=TODAY - timedelta(days=1))
    forum = small.member("Joy", Role.PCF)
    assert contacts.offer_members(by=lano.user, partnership=small.here) == 2
    assert contacts.offer_members(by=lano.user, partnership=small.here) == 0
    assert Contact.objects.get(user=forum.user).sector == "voice"
    contacts.end_contact(by=lano.user, contact=Contact.objects.get(user=forum.user))
    assert contacts.offer_members(by=lano.user, partnership=small.here) == 0


def test_a_contact_with_the_address_of_a_member_becomes_theirs(small, lano):
    contact = robin(small, email="nadia@example.org")
    assert contacts.offer_members(by=lano.user, partnership=small.here) == 1
    contact.refresh_from_db()
    assert contact.user == lano.user


def office(small, role):
    title = next(each.title for each in OFFICES if each.role == role)
    return next(line for line in queries.readiness(small.here, TODAY).offices if line.title == title)


def test_ready_for_the_call_in_words(small, lano):
    assert office(small, "dcs").words == "Nobody holds this office here"
    assert office(small, "lano").words == "Nadia: not in the contacts yet"
    contacts.offer_members(by=lano.user, partnership=small.here)
    assert office(small, "lano").words == "Nadia: no telephone number"
    Contact.objects.update(phone="01632 960001")
    assert office(small, "lano").words == "Nadia: never confirmed"
    Contact.objects.update(confirmed_on=TODAY - timedelta(days=CONFIRM_WITHIN_DAYS + 1))
    assert not office(small, "lano").ready
    Contact.objects.update(confirmed_on=TODAY - timedelta(days=CONFIRM_WITHIN_DAYS))
    assert office(small, "lano").ready
    Contact.objects.update(bounced_at=clock.now())
    assert office(small, "lano").words == "Nadia: messages came back"


def test_who_takes_the_call_for_a_chief_makes_the_office_ready(small, lano):
    chief, stand_in = small.member("Helena", Role.ICB_EXECUTIVE), small.person("James")
    contact = robin(small, user=stand_in, phone="01632 960001", confirmed_on=TODAY)
    assert not office(small, "icb_executive").ready
    Delegation.objects.create(
        membership=chief, delegate=stand_in, activity=Activity.NOTIFICATION_CALL, starts_on=TODAY, ends_on=TODAY
    )
    assert office(small, "icb_executive").words.startswith(contact.name)


def test_a_setting_has_a_whole_position_or_none_and_a_name_of_its_own(small):
    sites.add_site(by=None, partnership=small.here, name="Northfield", kind="primary")
    with pytest.raises(Refused, match="of this name"):
        sites.add_site(by=None, partnership=small.here, name="NORTHFIELD", kind="primary")
    with pytest.raises(Refused) as refused:
        sites.add_site(by=None, partnership=small.here, name="Other", kind="primary", latitude=Decimal("51.3"))
    assert refused.value.reasons[0].field == "longitude"


def test_the_contact_of_a_setting_belongs_to_the_area(small):
    far = contacts.add_contact(by=None, partnership=small.there, name="Far", email="far@example.org")
    with pytest.raises(Refused, match="of this area"):
        sites.add_site(by=None, partnership=small.here, name="Northfield", kind="primary", contact=far)


def test_a_journey_is_the_same_both_ways_and_can_be_forgotten(small):
    one, other = (Site.objects.create(partnership=small.here, name=name, kind="primary") for name in ("One", "Other"))
    sites.set_journey(by=None, site=other, other=one, minutes=12)
    sites.set_journey(by=None, site=one, other=other, minutes=14)
    assert Journey.objects.get().minutes == 14
    assert queries.journeys_of(other) == [(one, 14)]
    sites.set_journey(by=None, site=one, other=other, minutes=None)
    assert not Journey.objects.exists()
    with pytest.raises(Refused):
        sites.set_journey(by=None, site=one, other=one, minutes=5)
    there = Site.objects.create(partnership=small.there, name="There", kind="primary")
    with pytest.raises(Refused, match="of this area"):
        sites.set_journey(by=None, site=one, other=there, minutes=5)


def test_pages_from_adding_to_taking_out(client, small, lano):
    client.post(url("contact-add"), {"name": "Robin Ellery", "sector": "education", "email": "robin@example.org"})
    contact = Contact.objects.get()
    page = client.get(url("contact-list")).content.decode()
    assert "Robin Ellery" in page
    assert "0 of 6 offices can be reached" in page
    client.post(url("contact-confirm", contact.pk))
    contact.refresh_from_db()
    assert contact.confirmed_on == TODAY
    answer = client.post(
        url("contact-edit", contact.pk), {"name": "", "sector": "education", "email": "robin@example.org", "version": 1}
    )
    assert "Enter the person’s full name" in answer.content.decode()
    client.post(url("contact-end", contact.pk), {"reason": "Moved"})
    assert "Robin Ellery" not in client.get(url("contact-list")).content.decode()
    assert client.get(url("contact-edit", contact.pk)).status_code == 404
    assert list(Entry.objects.filter(verb__startswith="contact.").values_list("verb", flat=True).order_by("pk")) == [
        "contact.added", "contact.confirmed", "contact.ended",
    ]  # fmt: skip


def test_contacts_of_another_area_are_not_there(client, small, lano):
    far = contacts.add_contact(by=None, partnership=small.there, name="Far", email="far@example.org")
    assert client.get(url("contact-edit", far.pk)).status_code == 404
    assert "Far" not in client.get(url("contact-list")).content.decode()


def test_pages_of_settings(client, small, lano):
    client.post(
        url("site-add"),
        {"name": "Northfield", "kind": "primary", "in_area": "no", "latitude": "51.38", "longitude": "0.52"},
    )
    site = Site.objects.get()
    assert not site.in_area
    assert "Out of area" in client.get(url("site-list")).content.decode()
    other = Site.objects.create(partnership=small.here, name="Other", kind="health")
    client.post(url("site-journeys", site.pk), {"other": other.pk, "minutes": "17"})
    assert "Northfield and Other: 17 minutes" in client.get(url("site-list")).content.decode()
    client.post(url("site-edit", site.pk), {"name": "Northfield", "kind": "primary", "in_area": "yes", "version": 1})
    site.refresh_from_db()
    assert (site.in_area, site.version) == (True, 2)
    client.post(url("site-end", site.pk))
    assert not queries.sites(small.here).filter(pk=site.pk).exists()


def test_a_delegate_is_shown_with_both_days(client, small, lano):
    chief = small.member("Helena", Role.ICB_EXECUTIVE)
    Delegation.objects.create(
        membership=chief, delegate=small.person("James"), activity=Activity.KEEP_IN_TOUCH,
        starts_on=date(2024, 5, 7), ends_on=date(2024, 5, 24),
    )  # fmt: skip
    page = client.get(url("contact-list")).content.decode()
    assert "James acts for Helena" in page
    assert "7 to 24 May 2024" in page


@pytest.mark.parametrize("name", ["contact-list", "site-list"])
def test_the_queries_do_not_grow(client, small, lano, name):
    def count():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert client.get(url(name)).status_code == 200
        return len(seen)

    for number in range(3):
        contact = robin(small, email=f"r{number}@example.org")
        sites.add_site(by=None, partnership=small.here, name=f"Site {number}", kind="primary", contact=contact)
        if number == 0:
            client.get(url(name))
            one = count()
    assert count() == one
