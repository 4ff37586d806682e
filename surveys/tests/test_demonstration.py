"""The demonstration’s surveys: as many answers as East Sussex had, the same every time, invented, and quick to load."""

from __future__ import annotations

from collections import Counter

import pytest

from accounts.choices import Role
from core import clock
from surveys import demonstration, worrying
from surveys.choices import Audience
from surveys.models import Answering, Batch, Comment, Concern, DayCount, Entry, Print, Response, Survey, Tally
from surveys.queries.suppression import is_small
from surveys.queries.surveys import counts
from surveys.services.release import SMALLEST
from surveys.tests.places import CLOSES, at, called
from tests import factories as make


def cast_of(world):
    return {Role.LEAD_INSPECTOR: world.lead, Role.CQC_LEAD: make.team(world.inspection, Role.CQC_LEAD)}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for the tests that only look; undone at the end."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travelled_to(at(16, 17)):
            world = called()
            demonstration.answered(cast=cast_of(world), inspection=world.inspection)
        yield world
        transaction.set_rollback(True)


def by_audience(inspection):
    return {survey.audience: survey for survey in Survey.objects.filter(inspection=inspection)}


def test_as_many_as_east_sussex_in_three_waves(loaded):
    surveys = by_audience(loaded.inspection)
    sent = {audience: counts([survey])[survey.pk].sent for audience, survey in surveys.items()}
    assert sent == {"parents": 2234, "children": 372, "practitioners": 751} == demonstration.ANSWERED
    assert {survey.state for survey in surveys.values()} == {"reviewing"}
    for survey in surveys.values():
        assert survey.waves.count() == 3 and not survey.waves.filter(ended_at=None).exists()
        assert {row.wave for row in survey.responses.all()} == {1, 2, 3}
        days = set(survey.responses.values_list("answered_on", flat=True))
        assert min(days) == survey.opens_at.date() and max(days) <= CLOSES.date() and len(days) > 4
        assert sum(survey.day_counts.values_list("repeated", flat=True)) > 0
    assert not Answering.objects.exists()
    assert min(Batch.objects.values_list("size", flat=True)) >= SMALLEST


def test_comments_differ_and_only_the_meant_ones_are_worrying(loaded):
    texts = list(Comment.objects.values_list("text", flat=True))
    assert len(set(texts)) > 900 and max(Counter(texts).values()) < 60
    assert {"ł", "ч", "ا", "ہ"} <= set("".join(texts)), "some in Polish, Ukrainian, Arabic and Urdu"
    flagged = [text for text in texts if worrying.found(text)]
    assert sorted(flagged) == sorted(text for _, _, text in demonstration.WORRYING)
    assert sorted(Concern.objects.values_list("text", flat=True)) == sorted(flagged)


def test_some_groups_are_small(loaded):
    for dimension in ("setting", "language", "variant", "mode"):
        sizes = Tally.objects.filter(
            survey__inspection=loaded.inspection, question="", option="", dimension=dimension
        ).values_list("count", flat=True)
        assert any(is_small(size) for size in sizes), dimension


def test_every_question_is_answered_in_many_ways(loaded):
    parents = by_audience(loaded.inspection)[Audience.PARENTS]
    for question in parents.questions:
        if question["kind"] != "text":
            given = parents.tallies.filter(question=question["code"], dimension="").exclude(option="")
            assert given.count() >= len(question["options"]) - 1, question["code"]


def test_sheets_stand_for_the_answers_on_paper(loaded):
    assert Entry.objects.count() == Response.objects.exclude(mode="online").count() > 50
    assert not Entry.objects.exclude(first={}, second={}).exists()


def test_nothing_is_printed_for_a_survey_that_is_over(loaded):
    assert not Print.objects.exists()


@pytest.fixture
def day_of_the_call(db):
    with clock.travelled_to(at(16, 17)):
        yield called()


def test_surveys_stay_open_for_a_stranger(day_of_the_call, client):
    demonstration.furnish(cast=cast_of(day_of_the_call), inspection=day_of_the_call.inspection)
    for survey in by_audience(day_of_the_call.inspection).values():
        found = counts([survey])[survey.pk]
        assert (found.sent, found.unsent) == (number := demonstration.FIRST_DAY[survey.audience], number // 6)
        assert found.started == number + number // 6
    with clock.travelled_to(at(10, 9, month=3)):
        for survey in by_audience(day_of_the_call.inspection).values():
            assert survey.state == "open" and survey.closes_at > clock.now()
            assert client.get(f"/s/{survey.token}/").status_code == 200
    assert DayCount.objects.count() == 3


def test_the_same_people_every_time(day_of_the_call):
    drawn = [
        [
            (row.answers, row.variant, row.language)
            for row in demonstration.people(survey, 60, [1] * 60, [clock.today()] * 60)
        ]
        for survey in demonstration.surveys.make(by=day_of_the_call.lead, inspection=day_of_the_call.inspection)
        for _ in range(2)
    ]
    assert all(one == other for one, other in zip(drawn[::2], drawn[1::2], strict=True))
    assert drawn[0] != drawn[2]
