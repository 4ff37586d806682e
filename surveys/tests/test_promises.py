"""What the answering pages promise comes to pass by itself: unsent answers go after the survey closed, all go when their time is over."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from core.models import OutboxRow
from inspections.models import LegalHold
from surveys import tasks
from surveys.models import Answering, Comment, Concern, Response, Survey
from surveys.queries.surveys import retention_ends_on
from surveys.services import purging
from surveys.services.release import move
from surveys.tests import answers as given
from surveys.tests.world import survey as survey_of
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2024, 4, 30)


@pytest.fixture
def survey(db: Any):
    with clock.travelled_to(TODAY):
        yield survey_of(make.InspectionFactory.create(state="preparation", notified_on=date(2024, 4, 29)))


def begun(survey: Survey, key: str) -> Answering:
    row = given.one(survey, key, {"best": "Half written"}, sent_on=None, reference=None)
    row.save()
    return row


def test_what_was_never_sent_is_deleted_a_day_after_the_survey_closed(survey: Survey):
    still_open = survey_of(make.InspectionFactory.create(), audience="children")
    Survey.objects.filter(pk=still_open.pk).update(closes_at=clock.now() + timedelta(days=30))
    for each in (survey, still_open):
        begun(each, "half")
    given.some(survey, 3)
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    assert survey.closes_at is not None
    with clock.travelled_to(survey.closes_at + timedelta(hours=23)):
        assert purging.forget_unsent() == 0
    with clock.travelled_to(survey.closes_at + timedelta(hours=25)):
        tasks.tick()
        assert purging.forget_unsent() == 0
    left = Answering.objects.filter(sent_on=None)
    assert [row.survey_id for row in left] == [still_open.pk]
    # What was sent was moved into the results.
    assert Response.objects.filter(survey=survey).count() == 3


@pytest.mark.parametrize("state", ["closed", "reviewing", "analysed", "archived"])
def test_all_answers_go_at_the_end_of_their_time_whether_or_not_anybody_read_them(survey: Survey, state: str):
    given.some(survey, 12)
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    move(Survey.objects.get(pk=survey.pk), last=True)
    Concern.objects.create(survey=survey, question="best", text="He hit me", raised_on=TODAY)
    Survey.objects.filter(pk=survey.pk).update(state=state)
    ends_on = retention_ends_on(Survey.objects.get(pk=survey.pk))
    assert ends_on == date(2027, 5, 3)
    with clock.travelled_to(ends_on - timedelta(days=1)):
        tasks.tick()
        assert not OutboxRow.objects.filter(kind="purge_survey").exists()
    with clock.travelled_to(ends_on):
        tasks.tick()
        tasks.tick()
        assert purging.purge_due() == 0
        purging.purge(OutboxRow.objects.get(kind="purge_survey"))
    assert Survey.objects.get(pk=survey.pk).state == "purged"
    assert not Response.objects.exists()
    assert not Comment.objects.exists()
    assert Concern.objects.get().text == ""


def test_a_survey_that_is_open_or_was_never_open_is_not_purged(survey: Survey):
    for state in ("draft", "scheduled", "open", "paused"):
        Survey.objects.filter(pk=survey.pk).update(state=state)
        with clock.travelled_to(date(2040, 1, 1)):
            assert purging.purge_due() == 0


def test_what_stands_under_a_legal_hold_waits_for_its_end(survey: Survey):
    Survey.objects.filter(pk=survey.pk).update(state="closed")
    held = LegalHold.objects.create(inspection=survey.inspection, why="A court asks", placed_at=clock.now())
    with clock.travelled_to(date(2030, 1, 1)):
        assert purging.purge_due() == 0
        LegalHold.objects.filter(pk=held.pk).update(lifted_at=clock.now())
        assert purging.purge_due() == 1


def test_the_page_says_what_is_done(survey: Survey):
    answer = Client().get(reverse("surveys:answer-start", args=[survey.token]))
    assert "deleted 3 years after the survey closes" in answer.content.decode()
    # Gone with the browser, so that nothing tells later that a survey was answered on this device.
    assert answer.cookies["csrftoken"]["max-age"] == ""
    assert answer.cookies["csrftoken"]["expires"] == ""
    Survey.objects.update(state="closed")
    closed = Client().get(reverse("surveys:answer-start", args=[survey.token]))
    assert closed.status_code == 410
    assert "Published reports about this area" in closed.content.decode()
