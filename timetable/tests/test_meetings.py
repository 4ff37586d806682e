"""Meetings: added, moved, confirmed; the gate of consent; who came; notes of two sides."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from audit.models import Entry
from cases.models import TrackedCase
from core import clock
from core.errors import Conflict, Refused
from timetable.models import Meeting, MeetingPerson
from timetable.services import attendance, meetings
from timetable.services import week as services
from timetable.tests.conftest import moment


def test_meetings_are_numbered_on_and_a_time_is_proposed(week):
    one, two = week.meeting("One"), week.meeting("Two", moment(0, 10))
    assert [(m.reference, m.state) for m in (one, two)] == [("M1", "requested"), ("M2", "proposed")]
    assert Entry.objects.filter(verb="meeting.added").count() == 2


def test_a_day_outside_the_weeks_is_refused(week):
    with pytest.raises(Refused, match="Choose a day from Monday 29 April 2024 to Friday 17 May 2024"):
        week.meeting("Late", datetime(2024, 5, 20, 10, tzinfo=clock.LONDON))


def test_a_meeting_ends_the_day_it_begins(week):
    with pytest.raises(Refused, match="past midnight"):
        week.meeting("Night", moment(0, 23, 30), minutes=31)
    meeting = week.meeting("Late", moment(0, 23, 30), minutes=30)
    with pytest.raises(Refused, match="past midnight"):
        meetings.change_meeting(by=week.lano, meeting=meeting, version=meeting.version, minutes=720)


def test_a_case_without_consent_gets_no_time(week):
    case = TrackedCase.objects.create(inspection=week.inspection, code="A", state="coordinator_assigned")
    meeting = week.meeting("Tracking meeting, Case A", kind="tracking", case=case)
    with pytest.raises(Refused, match="Case A has no recorded consent"):
        meetings.move_meeting(by=week.lano, meeting=meeting, starts_at=moment(0, 10))
    case.consent_on = date(2024, 5, 2)
    case.save(update_fields=["consent_on"])
    meeting = Meeting.objects.get(pk=meeting.pk)
    meeting = meetings.move_meeting(by=week.lano, meeting=meeting, starts_at=moment(0, 10))
    meetings.confirm(by=week.lano, meeting=meeting)
    case.refresh_from_db()
    assert case.meeting_references == [meeting.reference]


def test_a_clash_stops_confirming_until_it_is_kept_with_a_reason(week):
    one = week.meeting("One", moment(0, 10))
    week.meeting("Two", moment(0, 10, 30))
    with pytest.raises(Refused, match="Sarah is in two meetings at once"):
        meetings.confirm(by=week.lano, meeting=one)
    from timetable.queries.conflicts import blocks_of

    (block,) = blocks_of(week.inspection)
    with pytest.raises(Refused, match="Say why"):
        services.keep_conflict(by=week.lano, inspection=week.inspection, fingerprint=block.fingerprint, reason=" ")
    services.keep_conflict(
        by=week.lano, inspection=week.inspection, fingerprint=block.fingerprint, reason="Half of each"
    )
    assert meetings.confirm(by=week.lano, meeting=one).state == "confirmed"


def test_an_overridden_clash_asks_again_once_a_meeting_moves(week):
    from timetable.queries.conflicts import blocks_of

    week.meeting("One", moment(0, 10))
    two = week.meeting("Two", moment(0, 10, 30))
    (block,) = blocks_of(week.inspection)
    services.keep_conflict(
        by=week.lano, inspection=week.inspection, fingerprint=block.fingerprint, reason="Half of each"
    )
    meetings.move_meeting(by=week.lano, meeting=two, starts_at=moment(0, 10, 15))
    assert len(blocks_of(week.inspection)) == 1


def test_moving_a_confirmed_meeting_needs_a_reason_and_asks_to_confirm_again(week):
    meeting = meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 10)))
    with pytest.raises(Refused, match="Say why the meeting moves"):
        meetings.move_meeting(by=week.lano, meeting=meeting, starts_at=moment(1, 10))
    assert Meeting.objects.get().starts_at == moment(0, 10)
    moved = meetings.move_meeting(by=week.lano, meeting=meeting, starts_at=moment(1, 10), reason="School trip")
    assert (moved.state, moved.starts_at) == ("proposed", moment(1, 10))


def test_two_who_change_a_meeting_at_once(week):
    meeting = week.meeting("One")
    meetings.change_meeting(by=week.lano, meeting=Meeting.objects.get(), version=meeting.version, title="Mine")
    with pytest.raises(Conflict):
        meetings.change_meeting(by=week.lead, meeting=Meeting.objects.get(), version=meeting.version, title="Theirs")
    assert Meeting.objects.get().title == "Mine"


def test_a_cancelled_meeting_needs_a_reason_and_is_changed_no_more(week):
    meeting = week.meeting("One", moment(0, 10))
    with pytest.raises(Refused, match="Give a reason"):
        meetings.cancel(by=week.lano, meeting=meeting, reason="")
    meetings.cancel(by=week.lano, meeting=meeting, reason="Not needed")
    with pytest.raises(Refused, match="not changed any more"):
        attendance.set_inspectors(by=week.lano, meeting=meeting, inspectors=[])


def test_inspectors_meetings_ask_nobody_of_the_area(week):
    with pytest.raises(Refused, match="cannot be the inspectors’ own"):
        week.meeting("Team", kind="team", inspectors_only=True, people=[week.contact("Robin")])


def test_who_did_not_come_needs_a_reason(week):
    meeting = meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 10), people=[week.contact("Robin")]))
    person = MeetingPerson.objects.get()
    with pytest.raises(Refused, match="Say why Robin did not come"):
        attendance.tick(by=week.lano, meeting=meeting, answers={person.pk: (False, "")})
    attendance.tick(by=week.lano, meeting=meeting, answers={person.pk: (False, "Ill")})
    person.refresh_from_db()
    assert (person.attended, person.absence_reason) == (False, "Ill")


def test_a_note_of_a_held_meeting_moves_it_on_and_the_record_does_not_quote_it(week):
    meeting = meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 10)))
    with pytest.raises(Refused, match="once the meeting has begun"):
        attendance.write_note(by=week.lead, meeting=meeting, side="inspectors", text="Secret words")
    meetings.act(by=week.lano, meeting=meeting, move="hold")
    attendance.write_note(by=week.lead, meeting=meeting, side="inspectors", text="Secret words")
    assert Meeting.objects.get().state == "notes_added"
    assert not [e for e in Entry.objects.all() if "Secret" in str(e.changes) + e.reason]
