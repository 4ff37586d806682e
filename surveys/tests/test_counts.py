"""How many answered, by day and by group with small numbers hidden, and the sentences on who has not been heard."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import StoredFile
from information.models import AnswerFile, ListCheck, RequestItem
from inspections.tests.pages import signed_in, statements, text_of
from partnerships.models import Indicator, IndicatorValue, Level
from surveys.models import Answering, Batch, DayCount, Response, Survey, Tally
from surveys.queries import counts, heard, surveys
from surveys.queries.counts import Groups
from surveys.queries.heard import Population
from surveys.services import windows
from surveys.tests.places import OPENS, at, called

pytestmark = pytest.mark.django_db
DAY = date(2026, 2, 18)


@pytest.fixture
def world() -> Any:
    made = called()
    with clock.travelled_to(at(16, 10)):
        windows.make_due()
    with clock.travelled_to(OPENS):
        windows.open_and_close_due()
    made.survey = Survey.objects.get(audience="parents")
    with clock.travelled_to(at(20, 13)):
        yield made


def waiting(survey: Survey, name: str, sent_on: date | None) -> None:
    Answering.objects.create(
        key_hash=name.ljust(64, "0"),
        survey=survey,
        wave=1,
        saved_on=DAY,
        sent_on=sent_on,
        reference=name[:12] if sent_on else None,
    )


def moved(survey: Survey, number: int, on: date) -> None:
    batch = Batch.objects.create(survey=survey, number=survey.batches.count() + 1, size=number, made_on=on)
    Response.objects.bulk_create(
        Response(
            survey=survey, batch=batch, wave=1, variant="standard", language="en", mode="online", answers={}, answered_on=on
        )
        for _ in range(number)
    )  # fmt: skip


def tallied(survey: Survey, dimension: str, **groups: int) -> None:
    Tally.objects.bulk_create(
        Tally(survey=survey, dimension=dimension, group=group.replace("_", "-").strip("-"), count=count)
        for group, count in groups.items()
    )


def test_answers_are_counted_whether_they_wait_or_were_moved(world: SimpleNamespace) -> None:
    survey = world.survey
    assert counts.per_day(survey) == []
    DayCount.objects.create(survey=survey, on=DAY, started=30, repeated=2)
    moved(survey, 12, DAY)
    waiting(survey, "a", DAY)
    waiting(survey, "b", date(2026, 2, 20))
    waiting(survey, "c", None)
    assert [(day.on.day, day.started, day.sent, day.repeated) for day in counts.per_day(survey)] == [
        (18, 30, 13, 2),
        (19, 0, 0, 0),
        (20, 0, 1, 0),
    ]
    assert surveys.counts([survey])[survey.pk] == surveys.Counted(started=30, sent=14, unsent=1, repeated=2)


def test_the_counts_of_three_surveys_cost_what_those_of_one_do(world: SimpleNamespace) -> None:
    found = surveys.of_inspection(world.inspection)
    assert [survey.audience for survey in found] == ["children", "parents", "practitioners"]
    for survey in found:
        moved(survey, 2, DAY)
        DayCount.objects.create(survey=survey, on=DAY, started=1)
    costs = []
    for some in (found[:1], found):
        with CaptureQueriesContext(connection) as seen:
            surveys.counts(some)
        costs.append(len(seen))
    assert costs == [3, 3]


def test_small_groups_are_hidden_on_the_page_of_the_area(world: SimpleNamespace) -> None:
    tallied(world.survey, "age_band", **{"0-4": 3, "5-10": 60, "11-15": 57, "16-18": 9, "19-25": 0})
    tallied(world.survey, "variant", standard=129)
    found = {group.dimension: {code: n for code, _, n in group.rows} for group in counts.groups(world.survey)}
    assert found["age_band"]["0-4"] is None, "a number under 5"
    assert list(found["age_band"].values()).count(None) >= 2, "and another, or it could be told from the sum"
    assert found["age_band"]["5-10"] == 60
    assert found["variant"] == {"standard": 129, "easy_read": 0, "large_print": 0}
    text = text_of(
        signed_in(world.pcf).get(reverse("surveys:survey-detail", args=[world.inspection.reference, "parents"]))
    )
    assert "Under 5 hidden" in text and "5 to 10 60" in text
    assert "Under 5 3" not in text


def test_a_group_of_another_question_is_not_counted(world: SimpleNamespace) -> None:
    Tally.objects.create(
        survey=world.survey, question="involved", option="agree", dimension="age_band", group="5-10", count=40
    )
    Tally.objects.create(survey=world.survey, dimension="wave", group="1", count=40)
    assert counts.groups(world.survey) == []


def rows(dimension: str, title: str, **numbers: int | None) -> Groups:
    return Groups(dimension, title, tuple((code, code.title(), number) for code, number in numbers.items()))


def test_sentences_name_who_is_missing_and_say_what_cannot_be_compared(world: SimpleNamespace) -> None:
    groups = [
        rows("age_band", "Age band", **{"0-4": None, "5-10": 60, "16-18": None, "19-25": 0}),
        rows("setting", "Type of setting", special=0, primary=80),
        rows("need", "Need", other=0, speech=50),
    ]
    told = heard.heard(world.survey, 96, groups, Population({"list-1": 1900, "list-2": 2900}))
    assert told.reach == (
        "If each answer is about another child, we have heard from the families of about 2 in 100 of the "
        "4,800 children and young people on the area’s lists."
    )
    assert told.gaps == (
        "Age band: no answers yet about young people aged 19 to 25.",
        "Age band: the numbers about children under 5 and young people aged 16 to 18 are hidden, "
        "because they would show a group of fewer than 5.",
        "Type of setting: no answers yet about special.",
    )
    assert "not compared" in told.limits


@pytest.mark.parametrize(
    ("plan", "support", "sentence"),
    [
        (10, 90, "We have heard too little from families with an education, health and care plan: 10 in 100"),
        (80, 20, "We have heard too little from families with SEN support: 20 in 100"),
        (40, 60, ""),
    ],
)
def test_plans_are_compared_with_the_lists(world: SimpleNamespace, plan: int, support: int, sentence: str) -> None:
    told = heard.heard(
        world.survey,
        100,
        [rows("support", "Support", ehc=plan, support=support)],
        Population({"list-1": 40, "list-2": 60}),
    )
    assert len(told.gaps) == bool(sentence)
    assert all(gap.startswith(sentence) and "on the area’s own lists it is" in gap for gap in told.gaps)


def test_nothing_is_compared_with_what_is_not_known(world: SimpleNamespace) -> None:
    told = heard.heard(world.survey, 100, [rows("support", "Support", ehc=10, support=90)], Population({"list-1": 40}))
    assert told.gaps == ()
    assert "once the area has shared both of its lists" in told.reach
    assert "Nothing is known either of how many have a plan" in told.limits
    hidden = heard.heard(
        world.survey,
        100,
        [rows("support", "Support", ehc=None, support=None)],
        Population({"list-1": 40, "list-2": 60}),
    )
    assert not [gap for gap in hidden.gaps if "too little" in gap], "a hidden number is not told by a comparison"
    practitioners = Survey.objects.get(audience="practitioners")
    assert "Nobody knows how many" in heard.heard(practitioners, 1, [], Population({})).reach


def test_the_population_comes_from_lists_the_area_shared_and_published_shares(world: SimpleNamespace) -> None:
    for code, value in ((heard.PLAN, "5.0"), (heard.SUPPORT, "15.0")):
        indicator = Indicator.objects.create(
            code=code, lait_code=code, name=code, description="", source_link="https://example.org"
        )
        for year, figure in ((2024, "1.0"), (2025, value)):
            IndicatorValue.objects.create(
                indicator=indicator, level=Level.AUTHORITY, area_code=world.area.authority.dfe_code, area_name="Seaborough", year=year,
                value=Decimal(figure),
            )  # fmt: skip
    known = heard.population(world.inspection)
    assert (known.listed, known.plan, known.support, known.year) == ({}, Decimal("5.0"), Decimal("15.0"), 2025)
    assert known.plan_share is not None and known.plan_share[0] == Decimal("0.25")
    shared(world, "1", "list-1", 1200)
    shared(world, "2", "list-2", 3400, shared_at=None)
    assert heard.population(world.inspection).listed == {"list-1": 1200}, "a list not shared yet is the area’s own"
    assert heard.population(world.inspection).all_listed is None


def shared(world: SimpleNamespace, number: str, kind: str, rows: int, **more: Any) -> None:
    """A list with as many rows, checked, accepted and shared."""
    item = RequestItem.objects.create(
        inspection=world.inspection, number=number, place=int(number), code=kind, group="Lists", title=kind, body="authority",
        person_list=kind,
    )  # fmt: skip
    stored = StoredFile.objects.create(
        name="list.csv",
        kind="csv",
        size=1,
        sha256="0" * 64,
        stored_as=f"list-{number}",
        given_by=world.lano,
        given_at=clock.now(),
    )
    given = {"shared_at": clock.now()} | more
    answer = AnswerFile.objects.create(
        item=item, part=1, title="List", file=stored, given_by=world.lano, given_at=clock.now(), **given
    )
    ListCheck.objects.create(item=item, by=world.lano, at=clock.now(), result="accepted", rows=rows, answer=answer)


def test_a_page_costs_the_same_for_few_answers_and_for_many(world: SimpleNamespace) -> None:
    url = reverse("surveys:survey-detail", args=[world.inspection.reference, "parents"])
    browser = signed_in(world.lano)
    moved(world.survey, 1, DAY)
    few = statements(browser, url)
    for day in (17, 18, 19):
        moved(world.survey, 20, date(2026, 2, day))
    tallied(world.survey, "age_band", **{"5-10": 60})
    assert statements(browser, url) == few
