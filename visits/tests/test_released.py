"""Once a version of the timetable is released, calendars and settings see that version and no draft."""

from __future__ import annotations

import pytest

from timetable.models import Meeting
from visits.queries.programme import agreed
from visits.queries.visits import days_at
from visits.services import feeds
from visits.tests.conftest import at, entry, meeting, release
from visits.tests.test_feeds import events, whole


@pytest.fixture
def released(world):
    release(world, entry(world.meeting))
    return world


def test_a_move_that_is_not_released_is_not_seen(released, client):
    Meeting.objects.filter(pk=released.meeting.pk).update(starts_at=at(2024, 5, 16, 14), title="Draft title", site=None)
    (slot,) = agreed(released.inspection)
    assert (slot.title, slot.starts_at, slot.site) == (
        "Visit to Northfield School",
        at(2024, 5, 15, 9),
        released.site.pk,
    )
    assert [day.date for day in days_at(released.visit)] == ["Wednesday 15 May 2024"]
    assert "1 North Street" in str(events(client, whole(released))["Visit to Northfield School"]["LOCATION"])


def test_a_meeting_confirmed_after_the_release_waits_for_the_next(released, client):
    later = meeting(released, 2, at(2024, 5, 14, 9), title="Later")
    assert "Later" not in events(client, whole(released))
    release(released, entry(released.meeting), entry(later))
    assert "Later" in events(client, whole(released))


def test_the_next_release_moves_and_cancels(released, client):
    before = events(client, whole(released))["Visit to Northfield School"]
    release(released, entry(released.meeting, starts_at=at(2024, 5, 16, 14).isoformat()))
    after = events(client, whole(released))["Visit to Northfield School"]
    assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)
    assert after.decoded("DTSTART") == at(2024, 5, 16, 14)
    release(released, entry(released.meeting, cancelled=True))
    event = events(client, whole(released))["Cancelled: Visit to Northfield School"]
    assert (str(event["STATUS"]), event["SEQUENCE"]) == ("CANCELLED", 2)


def test_a_person_taken_off_the_meeting_loses_it_with_a_new_sequence(released):
    feeds.bring_up_to_date(inspection=released.inspection)
    release(released, entry(released.meeting, inspectors=[]))
    feeds.bring_up_to_date(inspection=released.inspection)
    kept = released.meeting.feed_entry
    assert kept.audience["users"] == []
    assert kept.sequence == 1


def test_the_place_is_found_by_the_longest_name(released):
    from partnerships.models import Site

    Site.objects.create(partnership=released.area, name="School", kind="primary")
    release(released, entry(released.meeting, place="Hall, Northfield School"))
    (slot,) = agreed(released.inspection)
    assert slot.site == released.site.pk
    assert slot.place == "Hall, Northfield School, 1 North Street, SB1 1AA"
