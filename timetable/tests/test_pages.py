"""The pages: who sees which meetings, how many questions they cost, and the forms."""

from __future__ import annotations

import subprocess

import pytest
from django.urls import reverse

from core import clock
from inspections.tests.pages import signed_in, statements, text_of
from timetable.models import Meeting, MeetingNote, Release
from timetable.services import meetings, releases
from timetable.services.attendance import set_inspectors
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


@pytest.mark.parametrize(("name", "box"), [("meeting-inspectors", "inspectors"), ("meeting-people", "required")])
@pytest.mark.parametrize("number", ["9223372036854775808", "9" * 30, "-5", "abc"])
def test_a_number_that_no_row_can_have_is_no_choice(week, name, box, number):
    meeting = week.meeting("One", moment(0, 10))
    sent = {box: number, "version": meeting.version}
    answer = signed_in(week.lead).post(page(name, week, meeting.number), sent)
    assert answer.status_code == 200
    assert answer.context["form"].errors[box]


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
    client.post(page("meeting-move", week, 1) + "?day=2024-05-14", moved_to(week, moment(1, 9)))
    assert Meeting.objects.get().starts_at == moment(1, 9)


def moved_to(week, starts_at):
    return {"starts_at": starts_at.isoformat(), "version": Meeting.objects.get().version}


def test_with_no_free_time_left_a_time_is_typed(week):
    week.meeting("One", moment(0, 10))
    client, url = signed_in(week.lano), page("meeting-move", week, 1)
    with clock.travelled_to(moment(5, 10)):
        empty = client.post(url, {"version": 1})
        assert empty.context["form"].errors == {"on": ["Enter the day and the start"]}
        assert "starts_at" not in empty.context["form"].fields
    assert "id_starts_at" in client.get(url).content.decode()


CONFLICT = "Someone else changed this while you were writing"


def test_of_two_who_move_a_meeting_the_second_sees_the_first(week):
    week.meeting("One", moment(0, 10))
    old = moved_to(week, moment(1, 9))
    client, url = signed_in(week.lano), page("meeting-move", week, 1) + "?day=2024-05-14"
    meetings.move_meeting(by=week.lead, meeting=Meeting.objects.get(), starts_at=moment(2, 14))
    answer = client.post(url, old)
    shown = text_of(answer)
    assert Meeting.objects.get().starts_at == moment(2, 14)
    assert CONFLICT in shown
    assert "Their text Wednesday 15 May 2024, 2pm to 3pm Your text Tuesday 14 May 2024, 9am to 10am" in shown
    client.post(url, old | {"version": answer.context["form"]["version"].value()})
    assert Meeting.objects.get().starts_at == moment(1, 9)


@pytest.mark.parametrize("name", ["meeting-people", "meeting-inspectors"])
def test_of_two_who_choose_who_comes_the_second_sees_the_first(week, name):
    week.meeting("One", moment(0, 10), inspectors=[])
    ada, robin = week.contact("Ada"), week.contact("Robin")
    field, theirs, mine = ("required", ada, robin) if name == "meeting-people" else ("inspectors", week.lead, week.cqc)
    client, url = signed_in(week.lano), page(name, week, 1)
    old = {"version": client.get(url).context["form"]["version"].value()}
    assert client.post(url, old | {field: [theirs.pk]}).status_code == 302
    answer = client.post(url, old | {field: [mine.pk]})
    shown = text_of(answer)
    assert client.get(url).content.decode().count(" checked") == 1
    assert CONFLICT in shown
    assert f"Their text {theirs.name} Your text {mine.name}" in shown
    kept = Meeting.objects.get()
    assert {one.contact for one in kept.people.all()} | {one.user for one in kept.inspectors.all()} == {theirs}
    new = old | {"version": answer.context["form"]["version"].value()}
    assert client.post(url, new | {field: [mine.pk]}).status_code == 302


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
    shown = client.get(page("release", week))
    assert "Version 1: 1 changed meeting and 1 person who will be told" in text_of(shown)
    client.post(page("release", week), shown.context["form"].initial)
    assert Release.objects.get().number == 1
    assert "All 1 meetings were new" in text_of(client.get(page("version", week, 1)))
    assert releases.preview(week.inspection).changes == []


@pytest.mark.parametrize("size", ["a3", "a4"])
def test_the_timetable_as_a_pdf(week, size):
    many(week, 2)
    answer = signed_in(week.lead).get(page("print-pdf", week) + f"?size={size}")
    assert answer.content.startswith(b"%PDF-")


def pdf_text(answer):
    done = subprocess.run(["pdftotext", "-", "-"], input=answer.content, capture_output=True, check=True, timeout=60)
    return " ".join(done.stdout.decode().split())


@pytest.mark.parametrize("size", ["a3", "a4"])
def test_a_print_carries_a_versions_number_only_while_it_says_what_the_version_says(week, size):
    one = meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 10)))
    client, pdf = signed_in(week.lead), page("print-pdf", week) + f"?size={size}"
    assert "Draft, not released yet, printed" in pdf_text(client.get(pdf))
    digest = releases.preview(week.inspection).digest
    releases.release(by=week.lano, inspection=week.inspection, number=1, digest=digest)
    assert "Version 1, printed" in pdf_text(client.get(pdf))
    meetings.move_meeting(by=week.lano, meeting=one, starts_at=moment(0, 11), reason="Room")
    assert "Draft since version 1, not released, printed" in pdf_text(client.get(pdf))
    assert "Draft since version 1, not released." in text_of(client.get(page("print", week)))


@pytest.mark.parametrize("change", ["cancelled", "added", "somebody left"])
def test_a_print_is_a_draft_after_any_change_that_it_shows(week, change):
    one = meetings.confirm(by=week.lano, meeting=week.meeting("One", moment(0, 10)))
    digest = releases.preview(week.inspection).digest
    releases.release(by=week.lano, inspection=week.inspection, number=1, digest=digest)
    if change == "cancelled":
        meetings.cancel(by=week.lano, meeting=one, reason="Not needed")
    elif change == "added":
        week.meeting("Two", moment(0, 12))
    else:
        set_inspectors(by=week.lano, meeting=one, inspectors=[week.cqc])
    assert "Draft since version 1" in text_of(signed_in(week.lead).get(page("print", week)))


def test_a_time_chosen_and_another_typed_is_a_question_and_not_a_guess(week):
    week.meeting(starts_at=moment(1, 9))
    on = {"on_0": "15", "on_1": "5", "on_2": "2024", "start": "3pm"}
    url = page("meeting-move", week, 1) + "?day=2024-05-14"
    answer = signed_in(week.lano).post(url, moved_to(week, moment(1, 11)) | on)
    assert "Choose a time or enter another one, not both" in text_of(answer)
    assert Meeting.objects.get().starts_at == moment(1, 9)
