"""What is printed: asked for when a survey is made, made again when its window changes, each question with its number."""

from __future__ import annotations

from typing import Any

import pytest

from core import clock, outbox
from core.models import OutboxRow
from surveys.models import Print, Survey
from surveys.services import prints, surveys, windows
from surveys.tests.places import CLOSES, at, called

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Any:
    made = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
        yield made


def test_a_poster_and_three_questionnaires_are_asked_for_each(world: Any) -> None:
    survey = Survey.objects.get(audience="parents")
    assert [(each.kind, each.variant) for each in survey.prints.all()] == [
        ("poster", "standard"),
        ("questionnaire", "easy_read"),
        ("questionnaire", "large_print"),
        ("questionnaire", "standard"),
    ]
    assert all(set(row.payload) == {"print", "asked"} for row in OutboxRow.objects.filter(kind="survey_print"))


def test_a_newer_asking_overtakes_an_older_one_and_each_is_drawn_once(world: Any) -> None:
    survey = Survey.objects.get(audience="parents")
    poster = survey.prints.get(kind="poster")
    older = OutboxRow.objects.filter(payload={"print": poster.pk, "asked": poster.asked}).get()
    surveys.change_window(by=world.lead, survey=survey, opens_at=at(18, 9), closes_at=at(20, 9))
    prints.make(older)
    poster.refresh_from_db()
    assert (poster.pdf, poster.asked) == (None, poster.asked), "the older one draws nothing"
    newest = OutboxRow.objects.get(payload={"print": poster.pk, "asked": poster.asked})
    assert outbox.run(newest.pk)
    poster.refresh_from_db()
    assert bytes(poster.pdf or b"").startswith(b"%PDF-")
    first = bytes(poster.pdf or b"")
    Print.objects.filter(pk=poster.pk).update(pdf=b"kept")
    prints.make(newest)
    assert bytes(Print.objects.get(pk=poster.pk).pdf or b"") == b"kept" != first


def test_the_poster_says_until_when_and_where(world: Any) -> None:
    survey = Survey.objects.get(audience="children")
    html = prints.document(survey, "poster", "standard")
    assert f"/s/{survey.token}/" in html and "23 February 2026 at 9am" in html and "<svg" in html
    assert survey.closes_at == CLOSES


@pytest.mark.parametrize("audience", ["children", "parents", "practitioners"])
def test_a_questionnaire_asks_everything_and_names_the_questions_it_depends_on(world: Any, audience: str) -> None:
    survey = Survey.objects.get(audience=audience)
    for variant in ("standard", "easy_read", "large_print"):
        html = prints.document(survey, "questionnaire", variant)
        assert html.count('<div class="question">') == len(survey.questions)
        assert "Number of this sheet" in html
    standard = prints.document(survey, "questionnaire", "standard")
    if audience == "parents":
        assert (
            "Only if your answer to question 3 was “An education, health and care plan” or “SEN support, without a plan”."
            in standard
        )
    easy = prints.document(survey, "questionnaire", "easy_read")
    assert easy.count('class="picture"') == len(survey.questions)
    assert "Strongly agree" not in easy and "Sometimes" not in easy
