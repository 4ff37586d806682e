"""Two people have the same page open: who changes another box takes nothing back, who changes the same one is told both values."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.urls import reverse

from audit.models import Entry
from core import clock
from core.box_pages import BoxesMixin
from inspections.tests.pages import signed_in, text_of
from timetable.models import Away, MeetingPerson
from timetable.queries.conflicts import levels_of
from timetable.services import week as services
from timetable.tests.conftest import moment
from timetable.views.attendance import MeetingAttendance

TOLD = "Changed since you opened the page, and kept: "
CONFLICT = "Someone else changed this while you were writing"


def page(name, week, *args):
    return reverse(f"timetable:{name}", args=[week.inspection.reference, *args])


def as_shown(client, url):
    """What a browser sends when nobody touches anything."""
    form = client.get(url).context["form"]
    hidden = {name: form[name].value() for name in ("shown", "labels")}
    return {name: form.shows(name) for name in form.boxes()} | hidden


@pytest.fixture
def both(week):
    return signed_in(week.lead), signed_in(week.lano)


@pytest.fixture
def three(week):
    people = [week.contact(name) for name in ("Ada", "Bea", "Cy")]
    meeting = week.meeting("One", moment(0, 10), people=people)
    type(meeting).objects.filter(pk=meeting.pk).update(state="confirmed")
    return [person.pk for person in MeetingPerson.objects.order_by("contact__name")]


def came():
    return list(MeetingPerson.objects.order_by("contact__name").values_list("attended", "absence_reason"))


def test_each_ticks_another_person(week, both, three):
    (one, other), url = both, page("meeting-attendance", week, 1)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    assert other.post(url, theirs | {f"came_{three[0]}": "yes"}).status_code == 302
    answer = one.post(url, mine | {f"came_{three[2]}": "no", f"why_{three[2]}": "Ill"}, follow=True)
    assert came() == [(True, ""), (None, ""), (False, "Ill")]
    assert f"Attendance saved. {TOLD}‘Did Ada come?’ is ‘Yes’" in text_of(answer)
    assert "Did Cy come?’ is" not in text_of(answer)
    assert [list(entry.changes) for entry in Entry.objects.filter(verb="meeting.attendance_ticked").order_by("pk")] == [
        [f"came_{three[0]}"], [f"came_{three[2]}"],
    ]  # fmt: skip


def test_the_summary_leads_to_the_box_in_dispute(week, both, three):
    (one, other), url = both, page("meeting-attendance", week, 1)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    other.post(url, theirs | {f"came_{three[1]}": "no", f"why_{three[1]}": "Ill"})
    text = one.post(url, mine | {f"came_{three[1]}": "yes"}).content.decode()
    summary = text[text.index("There is a problem") :]
    assert f'href="#id_came_{three[1]}"' in summary[: summary.index("Their text and your text")]
    assert f'id="id_came_{three[1]}"' in text


def test_of_two_who_tick_the_same_person_the_second_sees_both(week, both, three):
    (one, other), url = both, page("meeting-attendance", week, 1)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    other.post(url, theirs | {f"came_{three[0]}": "no", f"why_{three[0]}": "Ill", f"came_{three[1]}": "yes"})
    answer = one.post(url, mine | {f"came_{three[0]}": "yes", f"came_{three[2]}": "yes"})
    assert came() == [(False, "Ill"), (True, ""), (None, "")]
    words = text_of(answer)
    assert CONFLICT in words
    assert "Did Ada come? Their text No Your text Yes" in words
    assert "Why did Ada not come? Their text Ill Your text Empty" in words
    assert "Did Bea come? Their text" not in words
    # What went wrong comes first, and leads to the box in dispute and not to the first one.
    page_now = answer.content.decode()
    assert page_now.count("There is a problem") == 1
    assert (
        page_now.index("There is a problem")
        < page_now.index("Their text and your text")
        < page_now.index(f'id="id_came_{three[0]}"')
    )
    # What they typed is in the form still, and what somebody else said of Bea now too.
    form = answer.context["form"]
    sent = {name: form[name].value() for name in (*form.boxes(), "shown")}
    assert sent[f"came_{three[1]}"] == sent[f"came_{three[0]}"] == sent[f"came_{three[2]}"] == "yes"
    assert one.post(url, sent).status_code == 302
    assert came() == [(True, ""), (True, ""), (True, "")]


def test_the_same_answer_twice_is_no_clash(week, both, three):
    (one, other), url = both, page("meeting-attendance", week, 1)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    for client, form in ((other, theirs), (one, mine)):
        assert client.post(url, form | {f"came_{three[0]}": "yes"}).status_code == 302
    assert came()[0] == (True, "")


def test_somebody_asked_meanwhile_is_not_unticked(week, both, three):
    (one, _), url = both, page("meeting-attendance", week, 1)
    mine = as_shown(one, url)
    new = MeetingPerson.objects.create(
        meeting=MeetingPerson.objects.get(pk=three[0]).meeting, contact=week.contact("Di"), attended=True
    )
    assert one.post(url, mine | {f"came_{three[0]}": "yes"}).status_code == 302
    new.refresh_from_db()
    assert (new.attended, came()[0][0]) == (True, True)


@pytest.mark.parametrize("other_fault", [False, True])
def test_what_was_written_about_somebody_taken_off_meanwhile_is_told(week, both, three, other_fault):
    (one, _), url = both, page("meeting-attendance", week, 1)
    mine = as_shown(one, url) | {f"came_{three[2]}": "no", f"why_{three[2]}": "At a funeral", f"came_{three[0]}": "yes"}
    MeetingPerson.objects.get(pk=three[2]).delete()
    answer = one.post(url, mine | ({f"came_{three[1]}": "perhaps"} if other_fault else {}))
    words = text_of(answer)
    assert came() == [(None, ""), (None, "")]
    assert CONFLICT in words
    assert "Did Cy come? Their text Not on this page any more" in words
    assert "Your text No Why did Cy not come?" in words and "Your text At a funeral" in words
    # Told once; the rest is saved with the next press.
    form = answer.context["form"]
    sent = {name: form[name].value() for name in (*form.boxes(), "shown", "labels")} | {f"came_{three[1]}": ""}
    assert one.post(url, sent).status_code == 302
    assert came() == [(True, ""), (None, "")]


def test_who_is_taken_off_while_the_answer_is_saved_is_told_too(week, both, three, monkeypatch):
    """Between the reading of the form and the lock of the service."""
    (one, _), url = both, page("meeting-attendance", week, 1)
    mine = as_shown(one, url) | {f"came_{three[2]}": "no", f"why_{three[2]}": "At a funeral"}

    def slower(self, form):
        MeetingPerson.objects.filter(pk=three[2]).delete()
        return BoxesMixin.form_valid(self, form)

    monkeypatch.setattr(MeetingAttendance, "form_valid", slower)
    answer = one.post(url, mine)
    assert "Your text At a funeral" in text_of(answer)
    assert f"came_{three[2]}" not in answer.context["form"].fields


def people_page(client, url):
    """What a browser sends of the page of who is asked when nobody touches anything."""
    form = client.get(url).context["form"]
    return {name: form[name].value() for name in ("required", "may_come", "version")}


@pytest.mark.parametrize("still_there", [True, False])
def test_an_old_page_of_who_is_asked_does_not_wipe_who_came(week, both, three, still_there):
    (lead, lano), url = both, page("meeting-people", week, 1)
    cy = MeetingPerson.objects.get(pk=three[2]).contact
    old = people_page(lano, url)
    tick = page("meeting-attendance", week, 1)
    lead.post(tick, as_shown(lead, tick) | {f"came_{three[2]}": "no", f"why_{three[2]}": "At a funeral"})
    type(cy).objects.filter(pk=cy.pk).update(is_active=still_there)
    without = old | {"required": [pk for pk in old["required"] if pk != cy.pk]}
    answer = lano.post(url, without)
    assert came() == [(None, ""), (None, ""), (False, "At a funeral")]
    assert "It is recorded whether Cy came. Keep Cy ticked" in text_of(answer)
    # As they typed it, with Cy ticked again; and who has left the directory since is there to be ticked.
    assert lano.post(url, without | {"required": [cy.pk], "may_come": []}).status_code == 302
    assert came() == [(False, "At a funeral")]


@pytest.mark.parametrize("said", ["yes", ""])
def test_a_reason_beside_another_answer_than_no_is_not_thrown_away(week, both, three, said):
    (one, _), url = both, page("meeting-attendance", week, 1)
    mine = as_shown(one, url) | {f"came_{three[0]}": said, f"why_{three[0]}": "Came late"}
    answer = one.post(url, mine)
    assert "A reason belongs to ‘No’. Say that Ada did not come, or take the reason out" in text_of(answer)
    assert "Came late" in answer.content.decode()
    assert came()[0] == (None, "")
    assert one.post(url, mine | {f"why_{three[0]}": ""}).status_code == 302


def test_nobody_is_told_of_somebody_taken_off_about_whom_they_said_nothing(week, both, three):
    (one, _), url = both, page("meeting-attendance", week, 1)
    mine = as_shown(one, url)
    MeetingPerson.objects.get(pk=three[2]).delete()
    assert one.post(url, mine | {f"came_{three[0]}": "yes"}).status_code == 302
    assert came() == [(True, ""), (None, "")]


def test_who_was_asked_and_ticked_while_a_clash_is_found_keeps_the_tick(week, both, three, monkeypatch):
    (one, other), url = both, page("meeting-attendance", week, 1)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    other.post(url, theirs | {f"came_{three[0]}": "no", f"why_{three[0]}": "Ill"})

    def slower(self, form):
        MeetingPerson.objects.create(meeting=self.meeting, contact=week.contact("Di"), attended=True)
        return BoxesMixin.form_valid(self, form)

    with monkeypatch.context() as patched:
        patched.setattr(MeetingAttendance, "form_valid", slower)
        form = one.post(url, mine | {f"came_{three[0]}": "yes"}).context["form"]
    assert one.post(url, {name: form[name].value() for name in (*form.boxes(), "shown")}).status_code == 302
    assert came() == [(True, ""), (None, ""), (None, ""), (True, "")]


def test_a_rule_made_strict_stays_so(week, both):
    (one, other), url = both, page("rules", week)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    other.post(url, theirs | {"travel": "block"})
    answer = one.post(url, mine | {"lunch": "block"}, follow=True)
    assert [levels_of(week.inspection)[rule] for rule in ("travel", "lunch")] == ["block", "block"]
    assert f"{TOLD}‘Too little time to get from one place to the next’ is ‘Block: nothing" in text_of(answer)
    mine, theirs = as_shown(one, url), as_shown(other, url)
    other.post(url, theirs | {"travel": "ignore"})
    answer = one.post(url, mine | {"travel": "warn"})
    assert levels_of(week.inspection)["travel"] == "ignore"
    assert "from one place to the next Their text Ignore: it is not looked for Your text Warn: it is" in text_of(answer)


def test_half_days_are_kept_one_by_one(week, both):
    (one, other), url = both, page("availability-halves", week, f"user-{week.cqc.pk}")
    mine, theirs = as_shown(one, url), as_shown(other, url)
    box = "week_20240506"
    first, second, third = mine[box][:3]
    other.post(url, theirs | {box: [half for half in theirs[box] if half not in (first, third)]})
    answer = one.post(url, mine | {box: [half for half in mine[box] if half not in (second, third)]}, follow=True)
    assert as_shown(one, url)[box] == mine[box][3:]
    assert Away.objects.filter(user=week.cqc).count() == 3
    assert f"{TOLD}‘Monday 6 May 2024, morning’ is not ticked" in text_of(answer)
    assert "Tuesday 7 May 2024, morning’ is not ticked" not in text_of(answer)
    # Back again, of one half alone; what nobody touched is not written anew.
    kept = set(Away.objects.values_list("pk", flat=True))
    shown = as_shown(one, url)
    one.post(url, shown | {box: [first, *shown[box]]})
    assert set(Away.objects.values_list("pk", flat=True)) < kept
    assert Away.objects.count() == 2


def test_half_days_stand_under_their_week_without_days_that_are_over(week, both):
    url = page("availability-halves", week, f"user-{week.cqc.pk}")
    over = services.add_away(
        by=None,
        inspection=week.inspection,
        starts_at=moment(-7, 0),
        ends_at=moment(-7, 12),
        user=week.cqc,
        source="ticks",
    )
    with clock.travelled_to(date(2024, 5, 8)):
        old = as_shown(both[0], url)
        assert [len(old[name]) for name in ("week_20240506", "week_20240513")] == [6, 10]
        words = text_of(both[0].get(url))
        assert "Week of Monday 6 May 2024 Wednesday 8 May 2024, morning" in words
        both[0].post(url, old | {"week_20240506": old["week_20240506"][1:]})
    assert Away.objects.filter(pk=over.pk).exists(), "what is over stays as it was"
    assert [away.starts_at for away in Away.objects.exclude(pk=over.pk)] == [moment(-5, 0)]
    # A week that ended while the page was open.
    with clock.travelled_to(date(2024, 5, 13)):
        told = text_of(both[0].post(url, old | {"week_20240506": old["week_20240506"][:1]}))
    assert "Week of Monday 6 May 2024 Their text Not on this page any more" in told
    assert "Your text Wednesday 8 May 2024, morning" in told


def test_a_service_without_a_page_replaces_the_half_days_of_its_days_only(week):
    days = [moment(0, 9).date(), moment(1, 9).date()]
    services.set_halves(by=None, inspection=week.inspection, available=[], days=days, user=week.cqc)
    services.set_halves(by=None, inspection=week.inspection, available=[(days[0], "am")], days=days[:1], user=week.cqc)
    starts = [moment(0, 12), moment(1, 0), moment(1, 12)]
    assert [away.starts_at for away in Away.objects.all()] == starts


@pytest.mark.parametrize(
    "shown",
    ["", "x", "[]", "{}", "[" * 5000, '{"lunch": 1}', '{"lunch": ["block"]}', '{"lunch": {"a": "b"}}', "9" * 5000],
)
def test_a_page_that_does_not_say_what_it_showed_saves_nothing(week, both, shown):
    url = page("rules", week)
    sent = as_shown(both[0], url) | {"lunch": "block", "shown": shown}
    assert "This page is incomplete. Load it again before you save" in text_of(both[0].post(url, sent))
    assert levels_of(week.inspection)["lunch"] == "warn"


def test_what_was_shown_may_be_less(week, both):
    """A box the page did not show is not written."""
    url = page("rules", week)
    sent = as_shown(both[0], url)
    sent |= {"lunch": "block", "travel": "block", "shown": json.dumps({"lunch": "warn", "zzz": "warn"})}
    assert both[0].post(url, sent).status_code == 302
    assert [levels_of(week.inspection)[rule] for rule in ("travel", "lunch")] == ["warn", "block"]
