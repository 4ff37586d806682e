"""A release is a snapshot; it tells those whose own meeting changed, each once, and nobody else."""

from __future__ import annotations

import pytest

from accounts.models import Notice, SentMail
from core import outbox
from core.errors import Refused
from timetable.models import Release
from timetable.services import meetings, releases
from timetable.services.meetings import NewMeeting, add_many, confirm_all
from timetable.tests.conftest import moment


def release(week, number):
    return releases.release(by=week.lano, inspection=week.inspection, number=number)


@pytest.fixture
def released(week):
    """Three confirmed meetings, released as version 1: Sarah's with Robin (no account) and with the forum, Priya's with nobody."""
    robin = week.contact("Robin", email="robin@example.org")
    joy = week.contact("Joy", email=week.forum.email, user=week.forum)
    made = add_many(
        by=week.lano, inspection=week.inspection,
        meetings=[
            NewMeeting("focus_group", "Headteachers", moment(0, 9), (robin,), (), (week.lead,)),
            NewMeeting("forum", "Forum", moment(1, 9), (joy,), (), (week.lead,)),
            NewMeeting("focus_group", "Health", moment(2, 9), (), (), (week.cqc,)),
        ],
    )  # fmt: skip
    confirm_all(by=week.lano, inspection=week.inspection, meetings=made)
    release(week, 1)
    outbox.relay()
    return made


def told(number):
    """Who was told of a version: names of people with an account, addresses of those without."""
    outbox.relay()
    users = set(Notice.objects.filter(key__endswith=f":{number}").values_list("person__name", flat=True))
    return users | set(
        SentMail.objects.filter(body__contains=f"Version {number} of").values_list("to", flat=True)
    ) - set(Notice.objects.values_list("person__email", flat=True))


def test_the_first_version_tells_everybody_in_it(week, released):
    assert told(1) == {"Sarah", "Priya", "Joy", "robin@example.org"}


def test_only_those_whose_meeting_moved_are_told_once(week, released):
    moved = meetings.move_meeting(by=week.lano, meeting=released[1], starts_at=moment(3, 9), reason="School run")
    meetings.confirm(by=week.lano, meeting=moved)
    release(week, 2)
    release(week, 2)
    assert Release.objects.count() == 2
    assert told(2) == {"Sarah", "Joy"}
    notice = Notice.objects.get(person=week.forum, key__endswith=":2")
    assert notice.subject == f"1 of your meetings changed: {week.inspection.partnership.name} inspection"
    assert "Moved: Forum. Now Thursday 16 May 2024" in notice.body


def test_a_cancelled_meeting_is_told_and_a_new_one_only_to_its_people(week, released):
    meetings.cancel(by=week.lano, meeting=released[0], reason="Not needed")
    new = week.meeting("New", moment(4, 9), inspectors=[week.cqc])
    meetings.confirm(by=week.lano, meeting=new)
    release(week, 2)
    assert told(2) == {"Sarah", "Priya", "robin@example.org"}


def test_somebody_who_is_left_out_of_a_meeting_is_told(week, released):
    from timetable.services.attendance import set_people

    set_people(by=week.lano, meeting=released[0], required=[])
    release(week, 2)
    assert told(2) == {"robin@example.org"}


def test_nothing_new_is_not_released(week, released):
    with pytest.raises(Refused, match="Nothing has changed"):
        release(week, 2)


def test_a_version_skipped_is_refused(week, released):
    with pytest.raises(Refused, match="Another version"):
        release(week, 5)


def test_a_block_stops_a_release(week, released):
    week.meeting("Clash", moment(0, 9, 30))
    with pytest.raises(Refused, match="Sarah is in two meetings"):
        release(week, 2)


def test_a_released_version_is_never_changed(week, released):
    kept = Release.objects.get()
    kept.snapshot = "[]"
    with pytest.raises(TypeError):
        kept.save()
