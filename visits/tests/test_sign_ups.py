"""Signing up to an open meeting: a window with set times, no names, addresses deleted afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import SentMail
from core import clock, outbox
from core.errors import Conflict, Refused
from visits.models import SignUp
from visits.queries.sign_ups import open_meetings
from visits.services import sign_ups
from visits.tests.conftest import at, meeting


@pytest.fixture
def sheet(world):
    made = meeting(world, 7, at(2024, 5, 14, 18), kind="open", title="Open meeting for families", online=True)
    return sign_ups.set_up(
        by=world.lano,
        meeting=made,
        opens_at=at(2024, 4, 30, 12),
        closes_at=at(2024, 5, 13, 10, 30),
        families_invited=200,
    )


def see(client, sheet, when):
    with clock.travelled_to(when):
        return client.get(sheet.get_absolute_url()).content.decode()


def test_the_window_opens_and_closes_at_its_times(world, sheet, client):
    assert "Signing up opens on 30 April 2024 at midday" in see(client, sheet, at(2024, 4, 30, 11, 59))
    assert "How many of you will come?" in see(client, sheet, at(2024, 4, 30, 12))
    assert "Signing up closed on 13 May 2024 at 10:30am" in see(client, sheet, at(2024, 5, 13, 10, 30))
    with clock.travelled_to(at(2024, 5, 13, 10, 30)):
        client.post(sheet.get_absolute_url(), {"people": "2"})
    assert SignUp.objects.count() == 0
    with pytest.raises(Refused):  # the clock of the fixture: not open yet
        sign_ups.sign_up(by=None, page=sheet, key="k", people=1)


def test_a_family_signs_up_once(world, sheet, client):
    with clock.travelled_to(at(2024, 5, 1, 9)):
        for _ in range(2):
            answer = client.post(sheet.get_absolute_url(), {"people": "2", "submission_key": "one"}, follow=True)
        assert "You are signed up" in answer.content.decode()
        row = open_meetings(world.inspection, now=clock.now())[0]
    assert (row.families, row.people, row.share) == (1, 2, "1 of 200 (under 1%)")


def test_the_joining_link_goes_out_once_and_the_address_is_deleted(world, sheet):
    with clock.travelled_to(at(2024, 5, 1, 9)):
        sign_ups.sign_up(by=None, page=sheet, key="a", people=1, email="family@example.org", needs="An interpreter")
        assert SentMail.objects.count() == 0
        sheet.meeting.link = "https://example.org/join"
        sheet.meeting.save()
        assert sign_ups.send_joining_links(by=world.lano, page=sheet) == 1
        assert sign_ups.send_joining_links(by=world.lano, page=sheet) == 0
        outbox.relay()
    assert "https://example.org/join" in SentMail.objects.get(to="family@example.org").body
    with clock.travelled_to(at(2024, 5, 21, 17)):
        outbox.relay()
    assert SignUp.objects.get().email == "family@example.org"
    with clock.travelled_to(at(2024, 5, 21, 18)):
        outbox.relay()
    kept = SignUp.objects.get()
    assert (kept.email, kept.needs, kept.people) == ("", "", 1)


def test_a_meeting_moved_later_keeps_the_addresses_longer(world, sheet):
    with clock.travelled_to(at(2024, 5, 1, 9)):
        sign_ups.sign_up(by=None, page=sheet, key="a", people=1, email="family@example.org")
    sheet.meeting.starts_at += timedelta(days=2)
    sheet.meeting.save()
    with clock.travelled_to(at(2024, 5, 22, 9)):
        outbox.relay()
    assert SignUp.objects.get().email == "family@example.org"
    with clock.travelled_to(at(2024, 5, 23, 18)):
        outbox.relay()
        outbox.relay()
    assert SignUp.objects.get().email == ""


def test_a_cancelled_meeting_takes_nobody(world, sheet, client):
    type(sheet.meeting).objects.filter(pk=sheet.meeting_id).update(state="cancelled")
    assert "over, has begun or was cancelled" in see(client, sheet, at(2024, 5, 1, 9))


@pytest.mark.parametrize(
    ("opens", "closes"), [(at(2024, 5, 2, 9), at(2024, 5, 2, 9)), (at(2024, 5, 2, 9), at(2024, 5, 14, 18, 1))]
)
def test_a_window_that_makes_no_sense(world, sheet, opens, closes):
    with pytest.raises(Refused):
        sign_ups.set_up(by=world.lano, meeting=sheet.meeting, opens_at=opens, closes_at=closes, version=sheet.version)


def test_only_open_meetings_take_sign_ups(world):
    with pytest.raises(Refused):
        sign_ups.set_up(by=world.lano, meeting=world.meeting, opens_at=at(2024, 5, 1, 9), closes_at=at(2024, 5, 2, 9))


def test_two_people_changing_the_page(world, sheet):
    facts = {"by": world.lano, "meeting": sheet.meeting, "opens_at": sheet.opens_at, "closes_at": sheet.closes_at}
    sign_ups.set_up(**facts, version=sheet.version)
    with pytest.raises(Conflict):
        sign_ups.set_up(**facts, version=1)


def test_setting_up_on_the_page(world, sheet, client):
    client.force_login(world.lano)
    address = "/inspections/seaborough-2024/sign-ups/7/"
    assert "Open meeting for families" in client.get(address).content.decode()
    sent = {
        "version": "1",
        "opens_on_0": "1",
        "opens_on_1": "5",
        "opens_on_2": "2024",
        "opens_time": "9am",
        "closes_on_0": "10",
    }
    sent |= {"closes_on_1": "5", "closes_on_2": "2024", "closes_time": "5pm"}
    assert client.post(address, sent).status_code == 302
    sheet.refresh_from_db()
    assert sheet.closes_at == at(2024, 5, 10, 17)
    assert client.get("/inspections/seaborough-2024/sign-ups/1/").status_code == 404


def test_the_list_shows_open_meetings_whole_and_other_groups_in_a_line(world, sheet, client):
    meeting(world, 8, None, title="Group of headteachers")
    client.force_login(world.lead)
    seen = client.get("/inspections/seaborough-2024/sign-ups/").content.decode()
    assert sheet.get_absolute_url() in seen
    assert "Other groups that can take sign-ups" in seen
    assert "Group of headteachers" in seen
    assert "No time yet" in seen
