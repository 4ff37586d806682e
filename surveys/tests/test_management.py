"""Moving a survey by hand, who is told, and the pages: list, detail, share, moves."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from accounts.models import Notice
from audit.models import Entry
from core import clock
from core.errors import Conflict, Refused
from core.models import OutboxRow
from inspections.tests.pages import signed_in, statements, text_of
from surveys.models import Answering, Batch, Comment, Concern, DayCount, Print, Receipt, Response, Survey, Tally, Wave
from surveys.services import purging, surveys, windows
from surveys.tests.places import CLOSES, OPENS, at, called

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    """The parents' survey is open; the clock stands at one on Wednesday 18 February."""
    made = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    with clock.travelled_to(OPENS):
        windows.open_and_close_due()
    made.survey = parents()
    with clock.travelled_to(at(18, 13)):
        yield made


def parents() -> Survey:
    return Survey.objects.get(audience="parents")


def told(person: Any) -> list[str]:
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("subject", flat=True))


def page(world: SimpleNamespace, name: str, *args: str) -> str:
    return reverse(f"surveys:{name}", args=[world.inspection.reference, *args])


def test_pause_ends_the_wave_and_reopening_begins_another(world: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Give a reason"):
        surveys.pause(by=world.lead, survey=world.survey, reason=" ", banner="Stopped")
    surveys.pause(by=world.lead, survey=world.survey, reason="The link broke", banner="Stopped for an hour")
    held = parents()
    assert (held.state, held.banner, held.is_taking_answers) == ("paused", "Stopped for an hour", False)
    assert held.waves.get().ended_at == at(18, 13)
    with clock.travelled_to(at(19, 9)):
        surveys.reopen(by=world.lead, survey=held, reason="Mended", banner="Open again")
    held = parents()
    assert (held.state, held.wave, held.banner) == ("open", 2, "Open again")
    assert [(w.number, w.opened_at, w.ended_at, w.reason) for w in held.waves.all()] == [
        (1, OPENS, at(18, 13), ""),
        (2, at(19, 9), None, "Mended"),
    ]
    assert Entry.objects.get(verb="survey.pause").reason == "The link broke"


def test_an_extension_needs_a_later_time_and_a_reason_and_is_audited(world: SimpleNamespace) -> None:
    for wrong, reason in ((CLOSES, "Late"), (at(17, 9), "Late"), (CLOSES + timedelta(days=1), "")):
        with pytest.raises(Refused):
            surveys.extend(by=world.lead, survey=parents(), closes_at=wrong, reason=reason)
    surveys.extend(by=world.lead, survey=parents(), closes_at=CLOSES + timedelta(days=1), reason="The outage")
    held = parents()
    assert (held.state, held.closes_at) == ("open", CLOSES + timedelta(days=1))
    entry = Entry.objects.filter(verb="survey.window_changed", reason="The outage").get()
    assert "closes_at" in entry.changes
    with clock.travelled_to(CLOSES):
        windows.open_and_close_due()
    assert parents().state == "open"


def test_closing_early_needs_a_reason_and_ends_at_once(world: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Give a reason"):
        surveys.close(by=world.lead, survey=parents())
    surveys.close(by=world.lead, survey=parents(), reason="Wrong questions")
    held = parents()
    assert (held.state, held.closes_at, held.waves.get().ended_at) == ("closed", at(18, 13), at(18, 13))


def test_the_window_of_an_open_survey_is_not_changed(world: SimpleNamespace) -> None:
    with pytest.raises(Refused, match="Extend it or close it"):
        surveys.change_window(by=world.lead, survey=parents(), opens_at=at(19, 9), closes_at=at(20, 9))


def test_a_window_must_end_after_it_begins_and_in_the_future(world: SimpleNamespace) -> None:
    Survey.objects.update(state="scheduled")
    for opens, closes in ((at(20, 9), at(20, 9)), (at(16, 9), at(17, 9))):
        with pytest.raises(Refused) as refused:
            surveys.change_window(by=world.lead, survey=parents(), opens_at=opens, closes_at=closes)
        assert refused.value.reasons[0].field == "closes_on"
    held = parents()
    surveys.change_window(by=world.lead, survey=held, opens_at=at(19, 9), closes_at=at(20, 9), version=held.version)
    with pytest.raises(Conflict):
        surveys.change_window(
            by=world.lead, survey=parents(), opens_at=at(19, 10), closes_at=at(20, 9), version=held.version - 1
        )


def test_a_window_that_has_begun_opens_at_once(world: SimpleNamespace) -> None:
    Survey.objects.filter(audience="parents").update(state="scheduled")
    Wave.objects.filter(survey__audience="parents").delete()
    surveys.change_window(by=world.lead, survey=parents(), opens_at=at(18, 9), closes_at=at(20, 9))
    assert parents().state == "open"


@pytest.mark.parametrize("act", ["make", "window", "pause", "close", "extend", "banner", "archive", "purge"])
def test_only_those_who_may_move_it_do(world: SimpleNamespace, act: str) -> None:
    given: dict[str, Any] = {
        "make": lambda by: surveys.make(by=by, inspection=world.inspection),
        "window": lambda by: surveys.change_window(by=by, survey=parents(), opens_at=at(19, 9), closes_at=at(20, 9)),
        "pause": lambda by: surveys.pause(by=by, survey=parents(), reason="x", banner="x"),
        "close": lambda by: surveys.close(by=by, survey=parents(), reason="x"),
        "extend": lambda by: surveys.extend(by=by, survey=parents(), closes_at=at(25, 9), reason="x"),
        "banner": lambda by: surveys.change_banner(by=by, survey=parents(), banner="x"),
        "archive": lambda by: surveys.archive(by=by, survey=parents()),
        "purge": lambda by: surveys.purge(by=by, survey=parents()),
    }
    for person in (world.lano, world.pcf, world.inspector):
        with pytest.raises(PermissionDenied):
            given[act](person)


def test_the_lano_and_the_forum_are_told_and_nobody_twice(world: SimpleNamespace) -> None:
    for person in (world.lano, world.pcf):
        assert [subject.split(":")[0] for subject in told(person)] == [
            "The survey of children and young people is open",
            "The survey of parents and carers is open",
            "The survey of practitioners is open",
        ]
    surveys.pause(by=world.lead, survey=world.survey, reason="Broken", banner="Stopped")
    surveys.reopen(by=world.lead, survey=world.survey, reason="Mended")
    surveys.extend(by=world.lead, survey=world.survey, closes_at=at(24, 9), reason="Lost time")
    with clock.travelled_to(at(24, 9)):
        windows.open_and_close_due()
    mine = [subject for subject in told(world.lano) if "parents and carers" in subject]
    assert [subject.removeprefix("The survey of parents and carers ").split(":")[0] for subject in mine] == [
        "is open",
        "is stopped for the moment",
        "is open again",
        "is open for longer",
        "has closed",
    ]
    assert not told(world.inspector)


def test_reading_begins_once_closed_and_the_answers_go_when_they_need_not_be_kept(world: SimpleNamespace) -> None:
    with pytest.raises(Refused):
        surveys.start_reading(by=world.lead, survey=parents())
    with clock.travelled_to(CLOSES):
        windows.open_and_close_due()
        surveys.start_reading(by=world.lead, survey=parents())
        Survey.objects.filter(audience="parents").update(state="analysed")
        surveys.archive(by=world.lead, survey=parents())
    filled(parents())
    with (
        clock.travelled_to(CLOSES.replace(year=2029) - timedelta(days=1)),
        pytest.raises(Refused, match="must still be kept"),
    ):
        surveys.purge(by=world.lead, survey=parents())
    with clock.travelled_to(CLOSES.replace(year=2029)):
        surveys.purge(by=world.lead, survey=parents())
        row = OutboxRow.objects.get(kind="purge_survey")
        assert row.payload == {"survey": parents().pk}
        purging.purge(row)
        purging.purge(row)
    for table in (Answering, Response, Comment, Tally, Receipt):
        assert not table.objects.filter(survey=parents()).exists(), table
    assert DayCount.objects.get(survey=parents()).sent == 2
    assert Batch.objects.get(survey=parents()).size == 2


def test_reading_does_not_end_while_something_is_kept_back_for_safeguarding(world: SimpleNamespace) -> None:
    Survey.objects.filter(audience="parents").update(state="reviewing")
    concern = Concern.objects.create(survey=parents(), question="best", text="…", raised_on=at(18, 9).date())
    with pytest.raises(Refused, match="not resolved yet"):
        surveys.finish_reading(by=world.lead, survey=parents())
    Concern.objects.filter(pk=concern.pk).update(outcome="no_concern", worked_by=world.lead, worked_at=at(18, 9))
    surveys.finish_reading(by=world.lead, survey=parents())
    assert parents().state == "analysed"


def filled(survey: Survey) -> None:
    """Two answers that were moved, one with a comment."""
    batch = Batch.objects.create(survey=survey, number=1, size=2, made_on=at(19, 9).date())
    for _ in range(2):
        response = Response.objects.create(
            survey=survey, batch=batch, wave=1, variant="standard", language="en", mode="online", answers={},
            answered_on=at(18, 9).date(),
        )  # fmt: skip
    Comment.objects.create(survey=survey, response=response, question="best", text="Kind people", order=1)
    Tally.objects.create(survey=survey, count=2)
    Receipt.objects.create(key_hash="0" * 64, survey=survey, reference="ABC")


def test_the_list_shows_each_audience_and_asks_the_same_for_one_and_for_three(world: SimpleNamespace) -> None:
    browser = signed_in(world.lano)
    url = page(world, "survey-list")
    text = text_of(browser.get(url))
    assert text.count("Open until 23 February 2026 at 9am") == 3
    assert "Make the surveys" not in text
    three = statements(browser, url)
    Survey.objects.exclude(audience="parents").delete()
    assert statements(browser, url) == three


def test_a_manager_makes_what_is_missing(world: SimpleNamespace) -> None:
    Survey.objects.all().delete()
    browser = signed_in(world.lead)
    assert "Make the surveys" in text_of(browser.get(page(world, "survey-list")))
    assert "Make the surveys" not in text_of(signed_in(world.lano).get(page(world, "survey-list")))
    for _ in range(2):
        assert browser.post(page(world, "survey-make")).status_code == 302
    assert Survey.objects.count() == 3


def test_the_detail_offers_only_the_moves_that_can_be_made_by_this_person(world: SimpleNamespace) -> None:
    url = page(world, "survey-detail", "parents")
    text = text_of(signed_in(world.lead).get(url))
    for button in ("Pause", "Extend", "Close early", "Change the notice"):
        assert button in text
    for none in ("Open again", "Archive", "Delete the answers", "Change when it opens"):
        assert none not in text
    for person in (world.lano, world.pcf):
        seen = text_of(signed_in(person).get(url))
        assert "Close early" not in seen and "Answers by day" in seen


def read() -> dict[str, int]:
    """What a form says of the survey it was loaded with."""
    return {"version": parents().version}


BY_HAND = {
    "banner": ("survey-step", "banner", {"banner": "Mine"}),
    "pause": ("survey-change", "pause", {"reason": "Broken", "banner": "Mine"}),
    "extend": (
        "survey-change", "extend",
        {"reason": "Lost", "closes_on_0": "24", "closes_on_1": "2", "closes_on_2": "2026", "closes_time": "9am"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("act", BY_HAND)
def test_of_two_with_the_same_survey_open_the_second_sees_what_the_first_wrote(
    world: SimpleNamespace, act: str
) -> None:
    name, move, typed = BY_HAND[act]
    browser, url = signed_in(world.lead), page(world, name, "parents", move)
    old = {"version": browser.get(url).context["form"]["version"].value()}
    if act == "extend":
        surveys.extend(by=world.lead, survey=parents(), closes_at=at(25, 10), reason="An outage")
        theirs, later = "At what time does it close? Their text 10am Your text 9am", {"closes_on_0": "26"}
    else:
        surveys.change_banner(by=world.lead, survey=parents(), banner="Theirs")
        theirs, later = "Their text Theirs Your text Mine", {}
    before = Survey.objects.filter(audience="parents").values().get()
    answer = browser.post(url, old | typed | later)
    shown = text_of(answer)
    assert "Someone else changed this" in shown and theirs in shown
    assert Survey.objects.filter(audience="parents").values().get() == before
    assert not Entry.objects.filter(verb="survey.pause").exists()
    assert browser.post(url, read() | typed | later).status_code == 302
    assert parents().version == before["version"] + 1


def test_moves_by_their_forms(world: SimpleNamespace) -> None:
    browser = signed_in(world.lead)
    pause = page(world, "survey-change", "parents", "pause")
    assert "Enter" in text_of(browser.post(pause, {"reason": "", "banner": ""}))
    assert browser.post(pause, read() | {"reason": "Broken", "banner": "Stopped"}).status_code == 302
    assert parents().state == "paused"
    shown = text_of(browser.post(pause, read() | {"reason": "Broken", "banner": "Stopped"}))
    assert "There is a problem" in shown
    browser.post(
        page(world, "survey-change", "parents", "reopen"), read() | {"reason": "Mended", "banner": "Open again"}
    )
    later = {
        "closes_on_0": "24",
        "closes_on_1": "2",
        "closes_on_2": "2026",
        "closes_time": "9am",
        "reason": "Lost time",
    }
    browser.post(page(world, "survey-change", "parents", "extend"), read() | later)
    assert (parents().wave, parents().closes_at) == (2, at(24, 9))
    browser.post(page(world, "survey-step", "parents", "banner"), read() | {"banner": ""})
    assert parents().banner == ""
    assert browser.get(page(world, "survey-change", "parents", "purge")).status_code == 404
    assert browser.get(page(world, "survey-detail", "nobody")).status_code == 404


def test_the_window_form_says_what_somebody_else_chose_meanwhile(world: SimpleNamespace) -> None:
    Survey.objects.filter(audience="parents").update(state="scheduled")
    browser = signed_in(world.lead)
    url = page(world, "survey-change", "parents", "window")
    sent = {
        "version": str(parents().version), "opens_on_0": "19", "opens_on_1": "2", "opens_on_2": "2026", "opens_time": "9am",
        "closes_on_0": "20", "closes_on_1": "2", "closes_on_2": "2026", "closes_time": "10am",
    }  # fmt: skip
    surveys.change_window(by=world.lead, survey=parents(), opens_at=at(19, 8), closes_at=at(21, 9))
    assert "Someone else changed this" in text_of(browser.post(url, sent))
    assert browser.post(url, sent | {"version": str(parents().version)}).status_code == 302
    assert (parents().opens_at, parents().closes_at) == (at(19, 9), at(20, 10))


def test_sharing_gives_the_link_its_code_and_texts(world: SimpleNamespace) -> None:
    browser = signed_in(world.pcf)
    answer = browser.get(page(world, "survey-share", "parents"))
    text, token = text_of(answer), world.survey.token
    assert text.count(f"/s/{token}/") >= 6
    assert text.count("23 February 2026 at 9am") >= 6
    assert "Being made" in text
    assert "<svg" in answer.content.decode()
    for kind, start in (("png", b"\x89PNG"), ("svg", b"<?xml")):
        file = browser.get(page(world, "survey-qr", "parents", kind))
        assert file.content.startswith(start) and "attachment" in file["Content-Disposition"]
    assert browser.get(page(world, "survey-qr", "parents", "exe")).status_code == 404
    assert browser.get(page(world, "survey-print", "parents", "poster", "standard")).status_code == 404
    Print.objects.filter(survey=world.survey, kind="poster").update(pdf=b"%PDF-", made_at=at(18, 9))
    assert browser.get(page(world, "survey-print", "parents", "poster", "standard")).content == b"%PDF-"
