"""Calendars: read by two libraries, right in summer and winter, honest about changes, closed to those who left."""

from __future__ import annotations

from datetime import UTC, date, timedelta

import icalendar
import pytest
import vobject

from accounts.choices import Role
from cases.models import TrackedCase
from core import clock
from tests import factories as make
from timetable.models import Meeting, MeetingInspector
from visits.models import FeedEntry, FeedScope
from visits.queries.feeds import Feed, addresses, token
from visits.services import feeds
from visits.tests.conftest import TODAY, at, meeting


def address_of(user, scope=FeedScope.PERSON, subject=0, generation=0):
    return f"/calendar/{token(Feed(user, scope, subject), generation)}.ics"


def events(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer.content
    calendar = icalendar.Calendar.from_ical(answer.content)
    return {str(event["SUMMARY"]): event for event in calendar.walk("VEVENT")}


def whole(world):
    return address_of(world.lead, FeedScope.INSPECTION, world.inspection.pk)


def test_both_libraries_read_the_same(world, client):
    meeting(world, 2, at(2024, 1, 15, 9), title="Winter meeting")
    answer = client.get(whole(world))
    assert answer["Content-Type"].startswith("text/calendar")
    one = icalendar.Calendar.from_ical(answer.content)
    other = vobject.readOne(answer.content.decode())
    assert str(one["METHOD"]) == other.method.value == "PUBLISH"
    first = {str(event["UID"]): event.decoded("DTSTART") for event in one.walk("VEVENT")}
    second = {event.uid.value: event.dtstart.value for event in other.vevent_list}
    assert {uid: start.astimezone(UTC) for uid, start in first.items()} == {
        uid: start.astimezone(UTC) for uid, start in second.items()
    }
    assert len(first) == 2


def test_summer_and_winter_are_right(world, client):
    meeting(world, 2, at(2024, 1, 15, 9), title="Winter meeting")
    raw = client.get(whole(world)).content.decode()
    assert "DTSTART;TZID=Europe/London:20240115T090000" in raw
    assert "DTSTART;TZID=Europe/London:20240515T090000" in raw
    # vobject knows the zone only from the VTIMEZONE of the file itself.
    starts = {event.summary.value: event.dtstart.value.astimezone(UTC) for event in vobject.readOne(raw).vevent_list}
    assert starts["Winter meeting"].hour == 9
    assert starts["Visit to Northfield School"].hour == 8


@pytest.mark.parametrize("on", [date(2024, 3, 30), date(2024, 3, 31), date(2024, 10, 26), date(2024, 10, 27)])
def test_the_days_around_the_change_of_the_clocks(world, client, on):
    meeting(world, 2, at(on.year, on.month, on.day, 9), title="Near the change")
    raw = client.get(whole(world)).content.decode()
    starts = {event.summary.value: event.dtstart.value for event in vobject.readOne(raw).vevent_list}
    assert starts["Near the change"].astimezone(UTC) == at(on.year, on.month, on.day, 9).astimezone(UTC)


def test_what_a_calendar_needs(world, client):
    long = "A very long title with ümlauts " * 6
    meeting(world, 2, at(2024, 5, 14, 9), title=long.strip())
    raw = client.get(whole(world)).content
    text = raw.decode()
    for line in (
        "VERSION:2.0", "REFRESH-INTERVAL;VALUE=DURATION:PT1H", "X-PUBLISHED-TTL:PT1H", "METHOD:PUBLISH", "BEGIN:VTIMEZONE",
        "TZID:Europe/London", "STATUS:CONFIRMED", "SEQUENCE:0", "LAST-MODIFIED:", "DTSTAMP:",
    ):  # fmt: skip
        assert line in text
    assert max(len(line) for line in raw.split(b"\r\n")) <= 75
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert long.strip() in events(client, whole(world))


def test_a_move_keeps_the_uid_and_raises_the_sequence(world, client):
    before = events(client, whole(world))["Visit to Northfield School"]
    with clock.travelled_to(at(2024, 5, 1, 9)):
        Meeting.objects.filter(pk=world.meeting.pk).update(starts_at=at(2024, 5, 16, 14))
        after = events(client, whole(world))["Visit to Northfield School"]
    assert after["UID"] == before["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert after.decoded("LAST-MODIFIED") > before.decoded("LAST-MODIFIED")
    assert after.decoded("DTSTART") == at(2024, 5, 16, 14)
    with clock.travelled_to(at(2024, 5, 2, 9)):
        Meeting.objects.filter(pk=world.meeting.pk).update(starts_at=at(2024, 5, 15, 9))
        assert events(client, whole(world))["Visit to Northfield School"]["SEQUENCE"] == 2  # moved back: still up


def test_asking_again_changes_nothing(world, client):
    first = client.get(whole(world))
    second = client.get(whole(world), headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 304
    assert second["Cache-Control"].startswith("private")
    with clock.travelled_to(TODAY + timedelta(days=1)):
        assert client.get(whole(world)).content == first.content
    assert FeedEntry.objects.get().sequence == 0


def test_a_cancelled_meeting_stays_for_a_week_as_cancelled(world, client):
    events(client, whole(world))
    Meeting.objects.filter(pk=world.meeting.pk).update(state="cancelled")
    event = events(client, whole(world))["Cancelled: Visit to Northfield School"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    with clock.travelled_to(TODAY + timedelta(days=7)):
        assert events(client, whole(world))
        assert events(client, address_of(world.lead))
    with clock.travelled_to(TODAY + timedelta(days=9)):
        assert events(client, whole(world)) == {}


def test_taken_up_again_it_is_confirmed_with_a_higher_sequence(world, client):
    events(client, whole(world))
    for state, number in (("cancelled", 1), ("confirmed", 2)):
        Meeting.objects.filter(pk=world.meeting.pk).update(state=state)
        (event,) = events(client, whole(world)).values()
        assert event["SEQUENCE"] == number
    assert str(event["STATUS"]) == "CONFIRMED"


def test_no_case_is_told_apart(world, client):
    case = TrackedCase.objects.create(inspection=world.inspection, code="A", coordinator=world.lano)
    meeting(
        world, 2, at(2024, 5, 14, 9), kind="tracking", title="Tracking meeting for Case A", case=case, purpose="Canary"
    )
    raw = client.get(whole(world)).content.decode()
    assert "SUMMARY:Tracking meeting\r\n" in raw
    assert "Case A" not in raw
    assert "Canary" not in raw


def test_drafts_and_inspectors_own_meetings_are_kept_from_the_area(world, client):
    meeting(world, 2, at(2024, 5, 14, 9), title="Draft", state="proposed")
    meeting(world, 3, at(2024, 5, 14, 17), kind="team", title="Team talk", inspectors_only=True)
    assert "Team talk" in events(client, whole(world))
    of_lano = events(client, address_of(world.lano, FeedScope.INSPECTION, world.inspection.pk))
    assert set(of_lano) == {"Visit to Northfield School"}


def test_a_person_has_the_meetings_they_take_or_are_asked_to(world, client):
    meeting(world, 2, at(2024, 5, 14, 9), title="Not theirs")
    asked = meeting(world, 3, at(2024, 5, 14, 11), title="Theirs", link="https://example.org/join")
    world.head.user = make.member(world.area, Role.PARTNERSHIP_OFFICER)
    world.head.save()
    asked.people.create(contact=world.head)
    assert set(events(client, address_of(world.lead))) == {"Visit to Northfield School"}
    own = events(client, address_of(world.head.user))
    assert set(own) == {"Theirs"}
    assert "https://example.org/join" in str(own["Theirs"]["DESCRIPTION"])
    assert "https://example.org/join" not in client.get(whole(world)).content.decode()


def test_one_setting(world, client):
    meeting(world, 2, at(2024, 5, 14, 9), title="Elsewhere")
    assert set(events(client, address_of(world.lead, FeedScope.SITE, world.visit.pk))) == {"Visit to Northfield School"}


def test_who_left_the_team_sees_nothing_more(world, client):
    assert events(client, address_of(world.lead))
    world.inspection.team_places.filter(user=world.lead).update(ends_on=TODAY - timedelta(days=1))
    assert events(client, address_of(world.lead)) == {}
    assert client.get(whole(world)).status_code == 404
    assert client.get(address_of(world.lead, FeedScope.SITE, world.visit.pk)).status_code == 404


def test_a_closed_account_has_no_calendar(world, client):
    world.lead.is_active = False
    world.lead.save()
    assert client.get(address_of(world.lead)).status_code == 404


def test_reset_ends_the_old_address(world, client):
    old = address_of(world.lead)
    feeds.reset(by=world.lead, scope=FeedScope.PERSON)
    assert client.get(old).status_code == 404
    (own, *_) = addresses(world.lead)
    assert events(client, own.https[own.https.index("/calendar/") :])
    # the other addresses of the person stay
    assert client.get(whole(world)).status_code == 200


@pytest.mark.parametrize("scope", [FeedScope.INSPECTION, FeedScope.SITE])
def test_somebody_who_never_had_the_right(world, client, scope):
    stranger = make.UserFactory.create()
    subject = world.inspection.pk if scope == FeedScope.INSPECTION else world.visit.pk
    assert client.get(address_of(stranger, scope, subject)).status_code == 404
    assert client.get(address_of(world.lead, scope, 999)).status_code == 404


def test_a_tampered_address(world, client):
    own = address_of(world.lead)
    assert client.get(own.replace("person", "inspection")).status_code == 404
    assert client.get("/calendar/person.1.0.0.ics").status_code == 404


def test_the_page_of_addresses(world, client):
    client.force_login(world.lano)
    seen = client.get("/calendars/").content.decode()
    assert "webcal://" in seen
    assert "Outlook" in seen
    assert "Seaborough: the whole timetable" in seen
    assert "Seaborough: Northfield School" in seen
    answer = client.post(f"/calendars/inspection/{world.inspection.pk}/reset/", {}, follow=True)
    assert "The address was changed" in answer.content.decode()
    assert client.get(address_of(world.lano, FeedScope.INSPECTION, world.inspection.pk)).status_code == 404
    assert client.post("/calendars/inspection/999/reset/", {}).status_code == 404


def test_two_calendars_asking_at_once_raise_the_sequence_once(world):
    feeds.bring_up_to_date(inspection=world.inspection)
    entry = FeedEntry.objects.get()
    Meeting.objects.filter(pk=world.meeting.pk).update(starts_at=at(2024, 5, 16, 14))
    feeds.bring_up_to_date(inspection=world.inspection)
    feeds._swap(entry, changed_at=clock.now())  # the other reader still holds the row as it was
    assert FeedEntry.objects.get().sequence == 1


def test_the_calendar_costs_the_same_for_one_meeting_and_for_three(world, client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(whole(world))
    with CaptureQueriesContext(connection) as one:
        client.get(whole(world))
    for number in (2, 3):
        made = meeting(world, number, at(2024, 5, 14, 9 + number))
        MeetingInspector.objects.create(meeting=made, user=world.lead)
    client.get(whole(world))
    with CaptureQueriesContext(connection) as three:
        client.get(whole(world))
    assert len(three) == len(one)


def test_the_calendar_of_a_settings_own_page(world, client, settings):
    from visits.services import links

    settings.SITE_URL = "https://inspections.example"
    page = links.make_setting_link(by=world.lano, visit=world.visit).removeprefix("https://inspections.example")
    meeting(world, 2, at(2024, 5, 14, 9), title="Elsewhere")
    meeting(world, 3, at(2024, 5, 15, 9), title="Team talk", inspectors_only=True, site=world.site)
    assert set(events(client, f"{page}visit.ics")) == {"Visit to Northfield School"}
    links.revoke_setting_link(by=world.lano, visit=world.visit)
    assert client.get(f"{page}visit.ics").status_code == 404


def test_who_is_taken_off_a_meeting_has_it_as_cancelled_for_a_week(world, client):
    other = make.team(world.inspection, Role.OFSTED_INSPECTOR)
    MeetingInspector.objects.create(meeting=world.meeting, user=other)
    own = address_of(world.lead)
    assert events(client, own)["Visit to Northfield School"]["SEQUENCE"] == 0
    taken = world.meeting.inspectors.filter(user=world.lead)
    taken.delete()
    # What is changed in the same breath is no longer theirs to see.
    Meeting.objects.filter(pk=world.meeting.pk).update(starts_at=at(2024, 5, 16, 14), title="Elsewhere")
    event = events(client, own)["Cancelled: Visit to Northfield School"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 1)
    assert event.decoded("DTSTART") == at(2024, 5, 15, 9)
    assert str(events(client, address_of(other))["Elsewhere"]["STATUS"]) == "CONFIRMED"
    assert client.get(own).content == client.get(own).content
    with clock.travelled_to(TODAY + timedelta(days=7)):
        assert events(client, own)
    with clock.travelled_to(TODAY + timedelta(days=9)):
        assert events(client, own) == {}
        # Asked back after all that, it is theirs again with a higher number.
        MeetingInspector.objects.create(meeting=world.meeting, user=world.lead)
        event = events(client, own)["Elsewhere"]
        assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CONFIRMED", 2)


def test_somebody_added_to_a_meeting_changes_the_event_for_nobody_else(world, client):
    events(client, address_of(world.lead))
    MeetingInspector.objects.create(meeting=world.meeting, user=make.team(world.inspection, Role.OFSTED_INSPECTOR))
    assert events(client, address_of(world.lead))["Visit to Northfield School"]["SEQUENCE"] == 0
