"""What must not be lost or told wrongly when an answer arrives, and its reply does not; and two who send at once."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from core import clock
from surveys.models import Answering, Concern, DayCount, Receipt, Survey
from surveys.services import answering, release
from surveys.tests.world import survey as survey_of
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 30)


@pytest.fixture
def survey():
    with clock.travelled_to(TODAY):
        yield survey_of(make.InspectionFactory.create(state="preparation", notified_on=date(2024, 4, 29)))


def at(survey: Survey, name: str, *args: Any) -> str:
    return reverse(f"surveys:answer-{name}", args=[survey.token, *args])


def begin(survey: Survey, client: Client | None = None, **ways: str) -> Client:
    client = client or Client()
    assert client.post(at(survey, "start"), ways).status_code == 302
    return client


def write(client: Client, survey: Survey, text: str = "The school", **more: str) -> Any:
    return client.post(at(survey, "question", "best"), {"answer": text, "go": "next", "kind": "written"} | more)


def test_a_reply_that_was_lost_is_asked_for_again_after_the_answers_were_moved_and_the_survey_has_closed(
    survey: Survey,
):
    client = begin(survey)
    write(client, survey)
    secret = client.cookies["answers"].value
    client.post(at(survey, "check"))
    reference = Answering.objects.get().reference
    Survey.objects.update(state="closed")
    survey.refresh_from_db()
    assert release.move(survey, last=True, late=True) == 1
    assert Receipt.objects.get().reference == reference
    unaware = Client()
    unaware.cookies["answers"] = secret
    again = unaware.post(at(survey, "check"))
    assert again.headers["Location"] == at(survey, "sent")
    assert reference in unaware.get(at(survey, "sent")).content.decode()
    assert reference in unaware.get(at(survey, "start")).content.decode()


def test_whoever_did_not_send_before_the_end_is_told(survey: Survey):
    client = begin(survey)
    write(client, survey)
    Survey.objects.update(state="closed")
    page = client.post(at(survey, "check"))
    assert page.status_code == 410
    assert "saved but not sent before the survey closed" in page.content.decode()
    assert "saved but not sent" not in Client().get(at(survey, "start")).content.decode()


def test_thanks_come_in_the_language_and_version_of_the_answers(survey: Survey):
    client = begin(survey, language="ar", variant="large_print")
    write(client, survey)
    client.post(at(survey, "check"))
    page = client.get(at(survey, "sent")).content.decode()
    assert 'lang="ar" dir="rtl"' in page
    assert "app-answer--large" in page


def test_language_and_version_go_along_before_anything_is_kept(survey: Survey):
    page = Client().get(at(survey, "start") + "?language=pl&version=easy_read").content.decode()
    assert f"{at(survey, 'code')}?language=pl&amp;version=easy_read" in page
    assert "app-answer--easy" in page
    assert 'value="easy_read" checked' in page
    wrong = Client().get(at(survey, "start") + "?language=xx&version=%00").content.decode()
    assert 'lang="en" dir="ltr"' in wrong
    sent_on = Client().get(at(survey, "check") + "?language=pl")
    assert sent_on.headers["Location"] == at(survey, "start") + "?language=pl"


def test_days_and_hours_are_said_in_the_language_of_the_page(survey: Survey):
    assert survey.closes_at is not None
    assert "3 May 2024 at" in Client().get(at(survey, "start")).content.decode()
    assert "3 maja 2024" in Client().get(at(survey, "start") + "?language=pl").content.decode()


def test_without_cookies_nothing_is_taken_and_the_words_go_back(survey: Survey):
    strict = Client(enforce_csrf_checks=True)
    page = strict.post(at(survey, "start"), {"variant": "standard"})
    assert page.status_code == 403
    assert "needs cookies" in page.content.decode()
    assert not Answering.objects.exists()
    strict.cookies["answers"] = begin(survey).cookies["answers"].value
    assert "A long answer" in write(strict, survey, "A long answer").content.decode()
    assert Answering.objects.get().answers == {}
    # With the token of the page it is taken.
    token = (
        str(strict.get(at(survey, "question", "best")).content).split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    )
    assert write(strict, survey, csrfmiddlewaretoken=token).status_code == 302
    assert Answering.objects.get().answers == {"best": "The school"}


def test_words_typed_after_the_browser_forgot_go_back(survey: Survey):
    page = write(Client(), survey, "A long answer")
    assert page.status_code == 409
    assert "A long answer" in page.content.decode()


def test_a_code_of_a_chosen_answer_is_not_given_back_as_somebodys_words(survey: Survey):
    client = begin(survey)
    Survey.objects.update(state="paused")
    page = client.post(at(survey, "question", "involved"), {"answer": "strongly_agree", "kind": "chosen"})
    assert "strongly_agree" not in page.content.decode()
    assert 'name="kind" value="chosen"' not in page.content.decode()


def test_families_answer_while_the_cache_is_away(survey: Survey, settings: Any):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }
    client = begin(survey)
    write(client, survey)
    assert "No saved answers" in client.post(at(survey, "code"), {"code": "wrong"}).content.decode()
    assert client.post(at(survey, "check")).headers["Location"] == at(survey, "sent")


def test_the_ceiling_of_starts_is_the_surveys_and_nobodys(survey: Survey, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("surveys.services.limits.STARTS_A_MINUTE", 2)
    statuses = [Client().post(at(survey, "start"), {}).status_code for _ in range(4)]
    assert statuses == [302, 302, 503, 503]
    with clock.travelled_to(date(2024, 5, 1)):
        assert Client().post(at(survey, "start"), {}).status_code == 302


@pytest.mark.trust("P9", "after sending, what the browser holds")
def test_finishing_leaves_no_cookie(survey: Survey):
    client = begin(survey, Client(enforce_csrf_checks=False))
    write(client, survey)
    client.get(at(survey, "check"))
    client.post(at(survey, "check"))
    client.get(at(survey, "sent"))
    assert {name for name, cookie in client.cookies.items() if cookie.value} == {"sent", "csrftoken"}
    page = client.post(at(survey, "sent"))
    assert "Nothing of the survey is left on this device" in page.content.decode()
    assert {name for name, cookie in client.cookies.items() if cookie.value} == set()
    assert client.get(at(survey, "sent")).headers["Location"] == at(survey, "start")


def test_a_cookie_somebody_made_up_opens_nothing(survey: Survey):
    other = survey_of(make.InspectionFactory.create())
    mine = begin(other)
    client = Client()
    client.cookies["answers"] = mine.cookies["answers"].value  # of another survey
    client.cookies["sent"] = "SV-1234:made:up"
    assert client.get(at(survey, "sent")).headers["Location"].startswith(at(survey, "start"))
    assert client.get(at(survey, "check")).status_code == 409
    assert write(client, survey).status_code == 409
    assert Answering.objects.get().answers == {}


def test_entered_answers_are_sent_at_once_and_read_for_dangers(survey: Survey):
    reference = answering.submit_entry(
        survey=survey, answers={"best": "My teacher hit me"}, mode="telephone", language="ur"
    )
    row = Answering.objects.get()
    assert (row.reference, row.mode, row.language, row.sent_on) == (reference, "telephone", "ur", TODAY)
    assert Concern.objects.count() == 1


@pytest.mark.trust("P8", "one long text sent many times")
def test_the_same_long_answer_sent_many_times_is_counted_and_kept(survey: Survey):
    long = "The school has never once answered our letters about this."
    for text in (long, long, long, "Nothing", "Nothing", *(f"{long} {number}" for number in range(6))):
        answering.submit_entry(survey=survey, answers={"involved": "agree", "best": text}, mode="online")
    Survey.objects.update(state="closed")
    survey.refresh_from_db()
    assert release.move(survey, last=True) == 11
    assert DayCount.objects.get().repeated == 2


@pytest.mark.django_db(transaction=True)
def test_two_who_send_the_same_answers_at_once_get_one_reference() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time and refuses the second")
    with clock.travelled_to(TODAY):
        survey = survey_of(make.InspectionFactory.create())
        opened = answering.start(survey=survey)
        key = opened.answering.pk
        answering.save(key=key, code="best", value="My teacher hit me")
        both = threading.Barrier(2)
        told: list[str] = []

        def send() -> None:
            try:
                both.wait(10)
                told.append(answering.send(key=key))
            finally:
                connection.close()

        threads = [threading.Thread(target=send) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert len(told) == 2
    assert set(told) == {Answering.objects.get().reference}
    assert Concern.objects.count() == 1


def test_answers_in_which_nothing_was_found_are_sent_by_one_statement(survey: Survey, django_assert_num_queries: Any):
    client = begin(survey)
    write(client, survey, "The speech therapist listens")
    with django_assert_num_queries(1):
        sent = client.post(at(survey, "check"))
    assert sent.headers["Location"] == at(survey, "sent")
    assert Answering.objects.get().reference in client.get(at(survey, "sent")).text


@pytest.mark.parametrize("listed", ["", "an older one"])
def test_what_was_not_found_clear_of_todays_words_is_read_when_it_is_sent(survey: Survey, listed: str):
    """Saved before a word was listed, or with one in it: the quick way, which keeps nothing for the duty reader, is not taken."""
    client = begin(survey)
    write(client, survey, "He was beaten at home")
    assert Answering.objects.get().clear_by == ""
    Answering.objects.update(clear_by=listed)
    assert client.post(at(survey, "check")).headers["Location"] == at(survey, "sent")
    assert Concern.objects.filter(survey=survey, question="best").count() == 1


def test_the_quick_way_sends_only_what_is_there_to_send(survey: Survey):
    made = answering.start(survey=survey)
    key, token = made.answering.pk, survey.token
    assert answering.send_clear(key=key, token=token) is None  # nothing was answered
    answering.save(key=key, code="best", value="He was beaten at home")
    assert answering.send_clear(key=key, token=token) is None  # a duty reader must see it
    answering.save(key=key, code="best", value="He is well")
    assert answering.send_clear(key=key, token="another") is None
    Survey.objects.update(state="paused")
    assert answering.send_clear(key=key, token=token) is None
    assert Answering.objects.get().sent_on is None
    Survey.objects.update(state="extended")
    sent = answering.send_clear(key=key, token=token)
    assert sent is not None
    assert Answering.objects.get().reference == sent.reference
    assert answering.send_clear(key=key, token=token) is None
    assert answering.send(key=key) == sent.reference
