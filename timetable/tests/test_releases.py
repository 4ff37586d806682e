"""A release is a snapshot; it tells those whose own meeting changed, each once, and nobody else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.choices import Role
from accounts.models import Notice, SentMail
from core import outbox
from core.errors import Refused
from inspections.tests.pages import signed_in, text_of
from partnerships.services.contacts import offer_members
from tests.factories import UserFactory, member
from timetable.models import Release
from timetable.services import meetings, releases
from timetable.services.attendance import set_inspectors, set_people
from timetable.services.meetings import NewMeeting, add_many, confirm_all
from timetable.tests.conftest import moment


def release(week, number, digest=None):
    digest = digest or releases.preview(week.inspection).digest
    return releases.release(by=week.lano, inspection=week.inspection, number=number, digest=digest)


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


@pytest.mark.parametrize(
    "sql", ["UPDATE timetable_release SET snapshot = '[]'", "DELETE FROM timetable_release WHERE number = 1"]
)
def test_the_database_refuses_to_change_or_remove_a_version(week, released, sql):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(sql)
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.update(sha256="")
    with pytest.raises(DatabaseError), transaction.atomic():
        Release.objects.get().delete()
    assert len(Release.objects.get().snapshot) > 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_database_with_a_version_can_be_emptied(week, turn):
    """Twice, so that the second begins with an empty table and with the triggers back in place."""
    meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 9)))
    release(week, 1)
    with pytest.raises(DatabaseError):
        Release.objects.update(sha256="")


def test_a_contact_who_gets_an_account_is_the_same_person_and_is_told_nothing(week, released):
    robin = UserFactory.create(name="Robin", email="robin@example.org")
    member(week.inspection.partnership, Role.HEALTH_LEAD, robin)
    offer_members(by=week.lano, partnership=week.inspection.partnership)
    assert releases.preview(week.inspection).told == []
    meetings.cancel(by=week.lano, meeting=released[0], reason="Not needed")
    assert [(one.name, one.user) for one in releases.preview(week.inspection).told] == [
        ("Robin", robin.pk), ("Sarah", week.lead.pk),
    ]  # fmt: skip
    assert len(told_of(week, "Robin").changes) == 1


def told_of(week, name):
    return next(one for one in releases.preview(week.inspection).told if one.name == name)


def test_who_is_left_out_is_told_when_it_was_and_of_no_new_time(week, released):
    set_people(by=week.lano, meeting=released[0], required=[])
    (change,) = told_of(week, "Robin").changes
    assert (change.what, change.text) == (
        "No longer yours", "Was Monday 13 May 2024, 9am to 10am. It still takes place, without you.",
    )  # fmt: skip


def test_the_list_of_changes_says_who_came_and_who_left_and_only_they_are_told(week, released):
    set_people(by=week.lano, meeting=released[0], required=[week.contact("Ada", email="ada@example.org")])
    set_inspectors(by=week.lano, meeting=released[1], inspectors=[week.lead, week.cqc])
    release(week, 2)
    client = signed_in(week.lano)
    shown = text_of(client.get(reverse("timetable:version", args=[week.inspection.reference, 2])))
    assert "Who takes part: M1 Headteachers. Added: Ada. Left: Robin." in shown
    assert "Who takes part: M2 Forum. Added: Priya." in shown
    assert told(2) == {"ada@example.org", "robin@example.org", "Priya"}


def test_what_was_not_previewed_does_not_go_out(week, released):
    meetings.cancel(by=week.lano, meeting=released[0], reason="Not needed")
    client, url = signed_in(week.lead), reverse("timetable:release", args=[week.inspection.reference])
    old = client.get(url).context["form"].initial
    meetings.cancel(by=week.lano, meeting=released[1], reason="Not needed either")
    again = client.post(url, old)
    assert Release.objects.count() == 1
    assert "The timetable changed while you were looking" in text_of(again)
    assert "Cancelled: M2 Forum" in text_of(again)
    form = again.context["form"]
    client.post(url, {name: form[name].value() for name in ("number", "digest")})
    assert Release.objects.count() == 2


def test_a_version_somebody_else_released_meanwhile_is_not_taken_for_ones_own(week, released):
    meetings.cancel(by=week.lano, meeting=released[0], reason="Not needed")
    seen = releases.preview(week.inspection).digest
    meetings.cancel(by=week.lano, meeting=released[1], reason="Not needed either")
    release(week, 2)
    with pytest.raises(Refused, match="Another version"):
        release(week, 2, seen)
