"""Two people have the same page open: who changes another box takes nothing back, who changes the same one is told both values."""

from __future__ import annotations

import json

import pytest
from django.urls import reverse

from audit.models import Entry
from inspections.tests.pages import signed_in, text_of
from timetable.models import Away, MeetingPerson
from timetable.queries.conflicts import levels_of
from timetable.services import week as services
from timetable.tests.conftest import moment

TOLD = "Changed since you opened the page, and kept: "
CONFLICT = "Someone else changed this while you were writing"


def page(name, week, *args):
    return reverse(f"timetable:{name}", args=[week.inspection.reference, *args])


def as_shown(client, url):
    """What a browser sends when nobody touches anything."""
    form = client.get(url).context["form"]
    return {name: form.shows(name) for name in form.boxes()} | {"shown": form["shown"].value()}


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
    first, second, third = mine["available"][:3]
    other.post(url, theirs | {"available": [half for half in theirs["available"] if half not in (first, third)]})
    answer = one.post(
        url, mine | {"available": [half for half in mine["available"] if half not in (second, third)]}, follow=True
    )
    assert as_shown(one, url)["available"] == mine["available"][3:]
    assert Away.objects.filter(user=week.cqc).count() == 3
    assert f"{TOLD}‘Monday 29 April 2024, morning’ is not ticked" in text_of(answer)
    assert "Tuesday 30 April 2024, morning’ is not ticked" not in text_of(answer)
    # Back again, of one half alone; what nobody touched is not written anew.
    kept = set(Away.objects.values_list("pk", flat=True))
    shown = as_shown(one, url)
    one.post(url, shown | {"available": [first, *shown["available"]]})
    assert set(Away.objects.values_list("pk", flat=True)) < kept
    assert Away.objects.count() == 2


def test_a_service_without_a_page_replaces_the_half_days_of_its_days_only(week):
    days = [moment(0, 9).date(), moment(1, 9).date()]
    services.set_halves(by=None, inspection=week.inspection, available=[], days=days, user=week.cqc)
    services.set_halves(by=None, inspection=week.inspection, available=[(days[0], "am")], days=days[:1], user=week.cqc)
    starts = [moment(0, 12), moment(1, 0), moment(1, 12)]
    assert [away.starts_at for away in Away.objects.all()] == starts


@pytest.mark.parametrize(
    "shown", ["", "x", "[]", "[" * 5000, '{"lunch": 1}', '{"lunch": ["block"]}', '{"lunch": {"a": "b"}}', "9" * 5000]
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
