"""A setting's own page: open to whoever has the link, for as long as it works, and showing nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import SentMail
from cases.models import TrackedCase
from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import Inspection
from visits.models import SettingLink, SiteVisit
from visits.services import limits, links, visits
from visits.tests.conftest import at, meeting


@pytest.fixture
def link(world, settings):
    settings.SITE_URL = "https://inspections.example"
    return links.make_setting_link(by=world.lano, visit=world.visit).removeprefix("https://inspections.example")


def test_what_the_setting_sees(world, link, client):
    answer = client.get(link)
    seen = answer.content.decode()
    for text in (
        "Visit on Wednesday 15 May 2024, 9am to 10am",
        "You do not need to prepare extra documents.",
        "We are not inspecting or judging your school.",
        str(world.lead),
        "Dear parents and carers",
        "They visit Northfield School on Wednesday 15 May 2024.",
        "works until Wednesday 29 May 2024",
    ):
        assert text in seen
    assert answer["Cache-Control"] == "no-store, private"
    assert answer["Referrer-Policy"] == "same-origin"
    assert "noindex" in answer["X-Robots-Tag"]


def test_it_shows_nothing_else_of_the_inspection(world, link, client):
    case = TrackedCase.objects.create(inspection=world.inspection, code="A", coordinator=world.lano)
    meeting(world, 2, at(2024, 5, 15, 10), kind="tracking", title="Tracking meeting Case A", case=case, site=world.site)
    meeting(world, 3, at(2024, 5, 15, 12), kind="team", title="Inspectors talk", inspectors_only=True, site=world.site)
    meeting(world, 4, at(2024, 5, 16, 12), title="Meeting elsewhere")
    meeting(world, 5, at(2024, 5, 15, 13), title="Not agreed yet", state="proposed", site=world.site)
    seen = client.get(link).content.decode()
    assert "Tracking meeting" in seen
    for text in (
        "Case A",
        "Inspectors talk",
        "Meeting elsewhere",
        "Not agreed yet",
        world.visit.reason,
        str(world.lano),
        "seaborough-2024",
    ):
        assert text not in seen


def test_only_the_hash_is_kept(world, link):
    secret = link.strip("/").split("/")[-1]
    assert SettingLink.objects.filter(token_hash__contains=secret).count() == 0
    assert len(secret) >= 40


def test_unknown_expired_and_revoked_are_one_page(world, link, client):
    unknown = client.get("/v/no-such-token/")
    assert unknown.status_code == 404
    assert "Ask the person who sent it" in unknown.content.decode()
    with clock.travelled_to(date(2024, 5, 29)):
        assert client.get(link).status_code == 200
    with clock.travelled_to(date(2024, 5, 30)):
        expired = client.get(link)
    links.revoke_setting_link(by=world.lano, visit=world.visit)
    revoked = client.get(link)
    assert expired.status_code == revoked.status_code == 404
    assert expired.content == revoked.content == unknown.content
    for answer in (unknown, expired, revoked):
        assert answer["Cache-Control"] == "no-store, private"


def test_a_new_link_ends_the_old_one(world, link, client):
    newer = links.make_setting_link(by=world.lano, visit=world.visit).removeprefix("https://inspections.example")
    assert client.get(link).status_code == 404
    assert client.get(newer).status_code == 200


def test_dropping_the_setting_ends_its_page(world, link, client):
    visits.drop(by=world.lead, visit=world.visit, reason="Closed")
    assert client.get(link).status_code == 404
    with pytest.raises(Refused):
        links.make_setting_link(by=world.lano, visit=world.visit)


def test_a_link_made_while_the_setting_is_dropped_does_not_work(world, link, client):
    SiteVisit.objects.filter(pk=world.visit.pk).update(dropped_at=clock.now())
    assert SettingLink.objects.working().exists()
    assert client.get(link).status_code == 404


@pytest.mark.parametrize("state", ["cancelled", "deferred"])
def test_a_cancelled_inspection_ends_its_pages(world, link, client, state):
    Inspection.objects.filter(pk=world.inspection.pk).update(state=state)
    assert client.get(link).status_code == 404


def test_the_form_is_saved_for_the_inspectors(world, link, client):
    sent = {"version": "1", "parking": "Behind the hall", "communication": "BSL interpreter for one parent"}
    answer = client.post(link, sent, follow=True)
    assert "Thank you" in answer.content.decode()
    world.visit.arrival.refresh_from_db()
    assert world.visit.arrival.parking == "Behind the hall"
    assert world.visit.arrival.changed_by is None
    both = client.post(link, sent | {"parking": "Somewhere else"}).content.decode()
    assert "Someone else changed this" in both
    assert "Somewhere else" in both


def test_a_script_is_stopped(world, link, client, monkeypatch):
    monkeypatch.setattr(limits, "MOST", 1)
    client.post(link, {"version": "9"})
    assert client.post(link, {"version": "9"}).status_code == 429
    assert client.get(link).status_code == 200


def test_the_link_by_e_mail(world, settings):
    settings.SITE_URL = "https://inspections.example"
    whole = links.make_setting_link(by=world.lano, visit=world.visit, send=True)
    outbox.relay()
    mail = SentMail.objects.get(to="robin@example.org")
    assert whole in mail.body
    assert "do not need to prepare extra documents" in mail.body
    assert whole not in str(list(OutboxRow.objects.values_list("payload", flat=True)))


def test_without_an_address_the_link_is_copied(world):
    world.site.contact = None
    world.site.save()
    world.visit.refresh_from_db()
    with pytest.raises(Refused, match="no contact"):
        links.make_setting_link(by=world.lano, visit=world.visit, send=True)


def test_the_page_shows_the_link_once(world, client):
    client.force_login(world.lano)
    address = world.visit.get_absolute_url() + "link/"
    answer = client.post(address, {"how": "copy", "submission_key": "k1"})
    assert "/v/" in answer.content.decode()
    again = client.post(address, {"how": "copy", "submission_key": "k1"})
    assert again.status_code == 302
    assert "/v/" not in client.get(world.visit.get_absolute_url()).content.decode()
    assert SettingLink.objects.count() == 1
