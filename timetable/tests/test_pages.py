"""The pages: who sees which meetings, how many questions they cost, and the forms."""

from __future__ import annotations

import pytest
from django.urls import reverse

from inspections.tests.pages import signed_in, statements, text_of
from timetable.models import Meeting, MeetingNote, Release
from timetable.services import meetings, releases
from timetable.services.meetings import NewMeeting, add_many
from timetable.tests.conftest import moment


def page(name, week, *args):
    return reverse(f"timetable:{name}", args=[week.inspection.reference, *args])


def many(week, number):
    robin = week.contact(f"Robin {Meeting.objects.count()}")
    add_many(
        by=week.lano, inspection=week.inspection,
        meetings=[
            NewMeeting("visit", f"Visit {at}", moment(at % 5, 9), (robin,), (), (week.lead, week.cqc), {"site": week.north})
            for at in range(number)
        ],
    )  # fmt: skip


@pytest.mark.parametrize(
    "name", ["timetable", "meeting-list", "meeting-table", "my-day", "print", "conflicts", "release"]
)
def test_a_page_costs_the_same_with_more_meetings(week, name):
    client = signed_in(week.lead)
    many(week, 1)
    few = statements(client, page(name, week))
    many(week, 2)
    assert statements(client, page(name, week)) == few


def test_one_who_sees_only_their_own(week):
    joy = week.contact("Joy", user=week.forum)
    week.meeting("Forum meeting", moment(0, 10), people=[joy])
    other = week.meeting("Headteachers", moment(0, 12))
    client = signed_in(week.forum)
    for name in ("timetable", "meeting-list", "meeting-table", "print"):
        seen = text_of(client.get(page(name, week)))
        assert "Forum meeting" in seen
        assert "Headteachers" not in seen
    assert client.get(page("meeting-detail", week, other.number)).status_code == 404


def test_the_inspectors_own_meetings_are_nowhere_for_the_area(week):
    meeting = week.meeting("Hard questions", moment(0, 10), kind="team", inspectors_only=True)
    week.meeting("Clash", moment(0, 10, 15))
    for name in ("timetable", "meeting-list", "meeting-table", "print", "conflicts", "release"):
        assert "Hard questions" not in text_of(signed_in(week.lano).get(page(name, week))), name
        if name not in ("conflicts", "release"):
            assert "Hard questions" in text_of(signed_in(week.lead).get(page(name, week))), name
    assert signed_in(week.lano).get(page("meeting-detail", week, meeting.number)).status_code == 404


def test_notes_are_read_by_their_own_side(week):
    meeting = week.meeting("One", moment(0, 10))
    for side, text in (("inspectors", "What we thought"), ("area", "What they asked")):
        MeetingNote.objects.create(meeting=meeting, side=side, text=text, by=week.lano)
    lead, lano = (text_of(signed_in(who).get(page("meeting-detail", week, 1))) for who in (week.lead, week.lano))
    assert ("What we thought" in lead, "What they asked" in lead) == (True, False)
    assert ("What we thought" in lano, "What they asked" in lano) == (False, True)


def test_moving_by_choosing_a_time(week):
    week.meeting("One", moment(0, 10))
    client = signed_in(week.lano)
    assert "9am" in text_of(client.get(page("meeting-move", week, 1) + "?day=2024-05-14"))
    client.post(page("meeting-move", week, 1) + "?day=2024-05-14", {"starts_at": moment(1, 9).isoformat()})
    assert Meeting.objects.get().starts_at == moment(1, 9)


def test_rows_are_shown_and_saved_only_once_confirmed(week):
    week.contact("Robin Ellery")
    rows = (
        "Title\tKind\tDay\tStart\tMinutes\tPlace\tPeople\n"
        "Heads\tFocus group\t14/05/2024\t9:30am\t45\tNorthfield School\tRobin Ellery; New Person <new@example.org>\n"
    )
    client = signed_in(week.lano)
    wrong = text_of(client.post(page("paste", week), {"rows": rows, "unknown": "refuse"}))
    assert "New Person <new@example.org> is not in the directory" in wrong
    shown = client.post(page("paste", week), {"rows": rows, "unknown": "add"})
    assert Meeting.objects.count() == 0
    assert "New contacts: New Person, new@example.org" in text_of(shown)
    confirm = shown.context["confirm"]
    sent = {name: confirm[name].value() for name in ("rows", "unknown", "confirmed", "submission_key")}
    for _ in range(2):
        answer = client.post(page("paste", week), sent)
        assert answer.status_code == 302, text_of(answer)
    made = Meeting.objects.get()
    assert (made.starts_at, made.minutes, made.site) == (moment(1, 9, 30), 45, week.north)
    assert {asked.contact.name for asked in made.people.all()} == {"Robin Ellery", "New Person"}


def test_faults_are_named_by_row_and_column(week):
    rows = "Title\tKind\tDay\tStart\tMinutes\tPlace\nX\tParty\t32/05/2024\tnoonish\tlong\tMoon\n"
    seen = text_of(signed_in(week.lano).post(page("paste", week), {"rows": rows, "unknown": "refuse"}))
    for fault in (
        "‘Party’ is not a kind",
        "‘32/05/2024’ is not a day",
        "‘noonish’ is not a time",
        "‘long’ is not",
        "‘Moon’ is",
    ):
        assert fault in seen


def test_a_release_previewed_and_its_version(week):
    meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 10)))
    client = signed_in(week.lano)
    assert "Version 1: 1 changed meeting and 1 person who will be told" in text_of(client.get(page("release", week)))
    client.post(page("release", week), {"number": "1"})
    assert Release.objects.get().number == 1
    assert "All 1 meetings were new" in text_of(client.get(page("version", week, 1)))
    assert releases.preview(week.inspection).changes == []


@pytest.mark.parametrize("size", ["a3", "a4"])
def test_the_timetable_as_a_pdf(week, size):
    many(week, 2)
    answer = signed_in(week.lead).get(page("print-pdf", week) + f"?size={size}")
    assert answer.content.startswith(b"%PDF-")
