"""Answering a survey through its pages, as a browser without JavaScript does."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from core import clock
from surveys.models import Answering, Concern, DayCount, Survey
from surveys.tests.world import survey as survey_of
from tests import factories as make

TODAY = date(2024, 4, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    with clock.travelled_to(TODAY):
        yield survey_of(make.InspectionFactory.create(state="preparation", notified_on=date(2024, 4, 29)))


def at(survey: Survey, name: str, *args: Any) -> str:
    return reverse(f"surveys:answer-{name}", args=[survey.token, *args])


def ask(client: Client, survey: Survey, code: str, answer: Any = None, go: str = "next") -> Any:
    sent = {"go": go} | ({} if answer is None else {"answer": answer})
    return client.post(at(survey, "question", code), sent)


def begin(survey: Survey, **ways: str) -> Client:
    client = Client()
    assert client.post(at(survey, "start"), ways).status_code == 302
    return client


def test_the_whole_way(survey: Survey):
    client = begin(survey)
    assert ask(client, survey, "age-band", "5-10").headers["Location"] == at(survey, "question", "setting")
    ask(client, survey, "setting", "mainstream")
    ask(client, survey, "need", ["autism", "speech"])
    ask(client, survey, "involved", "agree")
    # "disagree" brings a further question
    assert ask(client, survey, "right-help", "disagree").headers["Location"] == at(survey, "question", "why-not")
    ask(client, survey, "why-not", "Speech therapy\r\nat school")
    assert ask(client, survey, "best", go="skip").headers["Location"] == at(survey, "check")
    page = client.get(at(survey, "check")).content.decode()
    assert "Autism" in page
    assert "Speech therapy" in page
    assert "Not answered" in page
    done = client.post(at(survey, "check"))
    assert done.headers["Location"] == at(survey, "sent")
    row = Answering.objects.get()
    assert row.sent_on == TODAY
    assert row.answers == {
        "age-band": "5-10", "setting": "mainstream", "need": ["autism", "speech"], "involved": "agree", "right-help": "disagree",
        "why-not": "Speech therapy\nat school",
    }  # fmt: skip
    assert row.reference
    assert row.reference in client.get(at(survey, "sent")).content.decode()


def test_opening_pages_changes_nothing(survey: Survey):
    client = Client()
    for _ in range(5):
        assert client.get(at(survey, "start")).status_code == 200
        assert client.head(at(survey, "start")).status_code == 200
    assert client.get(at(survey, "question", "age-band")).headers["Location"] == at(survey, "start")
    assert not Answering.objects.exists()
    assert not DayCount.objects.exists()


def test_sent_twice_is_sent_once(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "The school")
    cookie = client.cookies["answers"].value
    first = client.post(at(survey, "check"))
    reference = Answering.objects.get().reference
    again = Client()
    again.cookies["answers"] = cookie  # the second of two clicks
    second = again.post(at(survey, "check"))
    assert first.headers["Location"] == second.headers["Location"] == at(survey, "sent")
    assert Answering.objects.get().reference == reference
    assert reference in again.get(at(survey, "sent")).content.decode()
    # Back and changing: what was sent stays as it was, and the words go back.
    page = ask(again, survey, "best", "Something else")
    assert page.status_code == 409
    assert reference in page.content.decode()
    assert "Something else" in page.content.decode()
    assert again.post(at(survey, "check")).headers["Location"] == at(survey, "sent")
    assert Answering.objects.get().answers == {"best": "The school"}


def test_nothing_answered_cannot_be_sent(survey: Survey):
    client = begin(survey)
    page = client.post(at(survey, "check"))
    assert "Answer at least one question" in page.content.decode()
    assert Answering.objects.get().sent_on is None


def test_back_saves_what_is_on_the_page(survey: Survey):
    client = begin(survey)
    ask(client, survey, "age-band", "5-10")
    answer = ask(client, survey, "setting", "special", go="back")
    assert answer.headers["Location"] == at(survey, "question", "age-band")
    assert Answering.objects.get().answers == {"age-band": "5-10", "setting": "special"}


def test_skip_leaves_an_answer_as_it_was(survey: Survey):
    client = begin(survey)
    ask(client, survey, "age-band", "5-10")
    ask(client, survey, "age-band", "11-15", go="skip")
    assert Answering.objects.get().answers == {"age-band": "5-10"}


def test_what_is_no_longer_asked_is_taken_away(survey: Survey):
    client = begin(survey)
    ask(client, survey, "right-help", "disagree")
    ask(client, survey, "why-not", "Transport")
    ask(client, survey, "right-help", "agree")
    assert Answering.objects.get().answers == {"right-help": "agree"}


def test_an_answer_nobody_offered_is_none(survey: Survey):
    client = begin(survey)
    ask(client, survey, "age-band", "<script>")
    assert Answering.objects.get().answers == {}
    assert ask(client, survey, "no-such-question", "x").headers["Location"] == at(survey, "continue")


def test_too_long_is_said_and_kept(survey: Survey):
    client = begin(survey)
    page = ask(client, survey, "best", "long " * 900)
    assert "must be 4000 characters or fewer. It has 4499" in page.content.decode()
    assert "long long" in page.content.decode()
    assert Answering.objects.get().answers == {}


def test_markup_and_control_characters_are_text(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "\x00<script>alert(1)</script>\u202e=1+1")
    assert Answering.objects.get().answers["best"] == "<script>alert(1)</script>=1+1"
    page = client.get(at(survey, "check")).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_code_brings_the_answers_to_another_device(survey: Survey):
    phone = begin(survey)
    ask(phone, survey, "age-band", "5-10")
    assert ask(phone, survey, "setting", "special", go="save").headers["Location"] == at(survey, "later")
    code = code_on(phone, survey)
    row = Answering.objects.get()
    assert row.code_hash
    assert code not in row.code_hash
    library = Client()
    back = library.post(at(survey, "code"), {"code": code.lower().replace("-", " ")})
    assert back.headers["Location"] == at(survey, "continue")
    assert library.get(at(survey, "continue")).headers["Location"] == at(survey, "question", "need")
    # One device at a time: the telephone is told, and what was typed there is still there.
    page = ask(phone, survey, "best", "typed on the telephone")
    assert page.status_code == 409
    assert "typed on the telephone" in page.content.decode()
    assert "I have a code" in page.content.decode()
    ask(library, survey, "need", ["autism"])
    library.post(at(survey, "check"))
    assert Answering.objects.get().answers == {"age-band": "5-10", "setting": "special", "need": ["autism"]}
    # The code is used up with the answers.
    assert "No saved answers have this code" in Client().post(at(survey, "code"), {"code": code}).content.decode()


def code_on(client: Client, survey: Survey) -> str:
    page = client.post(at(survey, "later"), {"go": "code"}).content.decode()
    return page.split('<strong dir="ltr">')[1].split("<")[0]


def test_codes_are_guessed_slowly_and_nobody_is_followed(survey: Survey, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("surveys.services.limits.WRONG_CODES_A_MINUTE", 3)
    statuses = [Client().post(at(survey, "code"), {"code": f"wrong {number}"}).status_code for number in range(5)]
    assert statuses == [200, 200, 200, 429, 429]


def test_leaving_takes_the_answers_off_the_device(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "The school")
    code = code_on(client, survey)
    left = client.post(at(survey, "later"), {"go": "leave"})
    assert left.status_code == 200
    assert client.get(at(survey, "check")).headers["Location"] == at(survey, "start")
    assert "Go on with them" not in client.get(at(survey, "start")).content.decode()
    client.post(at(survey, "code"), {"code": code})
    assert "The school" in client.get(at(survey, "check")).content.decode()


def test_version_and_language_change_midway_and_answers_stay(survey: Survey):
    client = begin(survey)
    ask(client, survey, "involved", "agree")
    client.post(at(survey, "ways"), {"variant": "easy_read", "language": "ar", "helped": "yes"})
    row = Answering.objects.get()
    assert (row.variant, row.language, row.helped, row.answers) == ("easy_read", "ar", True, {"involved": "agree"})
    page = client.get(at(survey, "question", "involved")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "surveys/pictures/talking" in page
    # Easy Read leaves out what has no easy words.
    assert client.get(at(survey, "question", "age-band")).headers["Location"] == at(survey, "continue")


@pytest.mark.parametrize(
    ("state", "status", "words"),
    [
        ("scheduled", 404, "not open yet"),
        ("paused", 503, "has stopped for a while"),
        ("closed", 410, "The survey is closed"),
        ("purged", 410, "The survey is closed"),
    ],
)
def test_a_survey_that_takes_no_answers_says_so_and_gives_back_what_was_typed(
    survey: Survey, state: str, status: int, words: str
):
    client = begin(survey)
    Survey.objects.update(state=state)
    assert client.get(at(survey, "start")).status_code == status
    page = ask(client, survey, "best", "A long and careful answer")
    assert page.status_code == status
    assert words in page.content.decode()
    assert ("A long and careful answer" in page.content.decode()) == (status != 404)
    assert client.post(at(survey, "check")).status_code == status
    assert Answering.objects.get().answers == {}


@pytest.mark.parametrize("token", ["unknown", "x" * 300, "%00", "ünï"])
def test_a_link_that_never_was_is_a_kind_page(survey: Survey, token: str):
    answer = Client().get(reverse("surveys:answer-start", args=[token]))
    assert answer.status_code == 404
    assert "This link does not work" in answer.content.decode()


def test_the_thanks_stay_after_the_survey_has_closed(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "The school")
    client.post(at(survey, "check"))
    Survey.objects.update(state="closed")
    Answering.objects.all().delete()
    assert "Your answers were sent" in client.get(at(survey, "sent")).content.decode()
    assert Client().get(at(survey, "sent")).status_code == 410


def test_nothing_is_kept_of_the_visit(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "The school")
    page = client.get(at(survey, "check"))
    assert page.headers["Cache-Control"] == "no-store"
    assert "sessionid" not in client.cookies
    for name in ("answers",):
        cookie = client.cookies[name]
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == f"/s/{survey.token}/"
        assert not cookie["max-age"]


def test_worrying_words_are_kept_for_the_duty_reader_when_sent(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "My teacher hit me and I am scared of him")
    assert not Concern.objects.exists()
    client.post(at(survey, "check"))
    concern = Concern.objects.get()
    assert concern.words == ["hit me", "scared of"]
    assert not concern.alerted


def test_a_box_no_person_sees_is_for_machines(survey: Survey):
    Client().post(at(survey, "start"), {"website": "https://example.org"})
    assert not Answering.objects.exists()


def test_repeats_are_counted_and_never_refused(survey: Survey):
    client = begin(survey)
    ask(client, survey, "best", "The school")
    client.post(at(survey, "check"))
    client.post(at(survey, "start"))
    count = DayCount.objects.get()
    assert (count.started, count.repeated) == (2, 1)


def test_a_question_costs_one_query(survey: Survey, django_assert_num_queries: Any):
    client = begin(survey)
    client.get(at(survey, "question", "involved"))  # the survey's own questions are read once for each process
    with django_assert_num_queries(1):
        client.get(at(survey, "question", "involved"))


@pytest.mark.parametrize(("error", "status"), [(OperationalError("gone"), 503), (RuntimeError("secret words"), 500)])
def test_when_something_breaks_the_words_go_back_and_into_no_log(
    survey: Survey, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception, status: int
):
    client = begin(survey)

    def broken(**_: Any) -> None:
        raise error

    monkeypatch.setattr("surveys.services.answering.save", broken)
    page = ask(client, survey, "best", "A long and careful answer")
    assert page.status_code == status
    assert "A long and careful answer" in page.content.decode()
    assert "problem" in page.content.decode()
    logged = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    for word in ("careful", "secret words", "127.0.0.1", client.cookies["answers"].value):
        assert word not in logged


def test_a_form_in_parts_without_their_boundary_is_a_bad_request(survey: Survey):
    client = begin(survey)
    where = at(survey, "question", "best")
    assert client.generic("POST", where, b"x", content_type="multipart/form-data").status_code == 400


@pytest.mark.parametrize("language", ["pl", "ar", "uk"])
def test_the_counter_of_letters_has_every_form_its_language_asks_for(survey: Survey, language: str):
    client = begin(survey, language=language)
    page = client.get(at(survey, "question", "best")).content.decode()
    for form in ("few", "many", "other"):
        assert f"data-i18n.characters-under-limit.{form}=" in page


def test_the_notice_of_the_inspectors_is_marked_as_english(survey: Survey):
    Survey.objects.update(banner="Mended <b>now</b>.", state="paused")
    page = Client().get(at(survey, "start") + "?language=ar").content.decode()
    assert 'dir="rtl"' in page
    assert 'lang="en" dir="ltr">Mended &lt;b&gt;now&lt;/b&gt;.</p>' in page
