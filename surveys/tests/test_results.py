"""The results page: its figures are those of the answers, small ones hidden, for inspectors alone, at a cost that does not grow."""

from __future__ import annotations

import random
import re
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from surveys.choices import Dimension
from surveys.models import DayCount, Response, Survey, Tally, Wave
from surveys.queries import reports, suppression
from surveys.queries.counts import groups
from surveys.queries.results import EVERYBODY, Tallies, View, comparisons, earlier_survey, results, view_of
from surveys.services.release import move
from surveys.tests import answers as given
from surveys.tests.results_world import answered
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    return answered(120)


def page(world: SimpleNamespace, by: str = "", name: str = "results", who: Any = None) -> Any:
    client = Client()
    client.force_login(who or world.lead)
    address = reverse(f"surveys:{name}", args=[world.inspection.reference, world.survey.audience])
    return client.get(f"{address}?by={by}" if by else address)


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_the_figures_are_those_of_the_answers(world):
    small = 0
    for each in results(Tallies(world.survey)):
        counted: Counter[str] = Counter()
        for response in Response.objects.all():
            chosen = response.answers.get(each.question.code, "")
            counted.update(chosen if isinstance(chosen, list) else [chosen])
        assert any(line.count for line in each.lines)
        for line in each.lines:
            if 0 < counted[line.code] < 5:
                small += 1
                assert line.count is line.share is None
            elif line.count is not None:
                assert (line.count, line.share) == (counted[line.code], round(100 * counted[line.code] / 120))
    assert small


def test_a_group_is_the_answers_of_its_people(world):
    of_group = [each for each in Response.objects.all() if each.answers.get("setting") == "mainstream"]
    counted = Counter(each.answers["involved"] for each in of_group)
    view = View("setting", "mainstream")
    found = {each.question.code: each for each in results(Tallies(world.survey, ["setting"]), view)}
    assert "setting" not in found
    lines = found["involved"].lines
    assert any(line.count for line in lines)
    assert all(line.count in (None, counted[line.code]) for line in lines)


def test_a_group_beside_the_others_shows_the_same_as_alone(world):
    """Whoever puts the pages beside each other learns nothing that either of them hides."""
    for dimension in Dimension:
        tallies = Tallies(world.survey, [dimension])
        for each in comparisons(tallies, dimension):
            for at, (group, _, _) in enumerate(each.groups):
                alone = {one.question.code: one for one in results(tallies, View(dimension, group))}
                counts = [line.count for line in alone[each.question.code].lines]
                assert counts == [row[1][at] for row in each.rows]


def test_two_dimensions_hide_the_same_whichever_is_asked_by_the_other(world):
    tallies = Tallies(world.survey, ["setting", "age_band"])
    by_age = tallies.by_group(tallies.asked["setting"], "age_band")
    by_setting = tallies.by_group(tallies.asked["age_band"], "setting")
    assert None in by_age["special"].values()
    for setting, ages in by_age.items():
        for age, count in ages.items():
            assert by_setting[age][setting] == count


def crossed(world: SimpleNamespace, table: dict[str, dict[str, int]]) -> Tallies:
    """The survey as if these many of each age (columns) had answered from each setting (rows), and nothing else were asked."""
    Tally.objects.filter(survey=world.survey).delete()
    counts: Counter[tuple[str, str, str, str]] = Counter()
    for setting, ages in table.items():
        for age, count in ages.items():
            for dimension, group in (("", ""), ("setting", setting), ("age_band", age)):
                for question, option in (("", ""), ("setting", setting), ("age-band", age)):
                    counts[question, option, dimension, group] += count
    names = ("question", "option", "dimension", "group")
    Tally.objects.bulk_create(
        Tally(survey=world.survey, count=count, **dict(zip(names, cell, strict=True))) for cell, count in counts.items()
    )
    return Tallies(world.survey, ["setting", "age_band"])


def test_two_dimensions_hide_the_same_for_many_tables(world):
    chance = random.Random(5)
    settings, ages = ("mainstream", "special", "none", ""), ("under-5", "5-10", "11-15", "16-25", "")
    for _ in range(25):
        table = {one: {age: chance.choice((0, 1, 2, 6, 6, 7, 12, 30)) for age in ages} for one in settings}
        tallies = crossed(world, table)
        by_age = tallies.by_group(tallies.asked["setting"], "age_band")
        by_setting = tallies.by_group(tallies.asked["age_band"], "setting")
        assert by_age == {one: {age: by_setting[age][one] for age in ages} for one in settings}


def test_the_counts_the_area_sees_reckon_with_those_who_did_not_say(world):
    """Two did not say: with the total known, the smallest group must go too, in both places."""
    tallies = crossed(
        world, {"mainstream": {"5-10": 40}, "special": {"5-10": 9}, "none": {"5-10": 20}, "": {"5-10": 2}}
    )
    shown = {code: count for of in groups(world.survey) if of.dimension == "setting" for code, _, count in of.rows}
    assert shown == {"mainstream": 40, "special": None, "none": 20}
    assert tallies.sizes("setting") == shown | {"": None}


def test_the_sizes_of_groups_hide_what_the_question_hides(world):
    tallies = Tallies(world.survey)
    for dimension, question in tallies.asked.items():
        assert tallies.sizes(dimension) == tallies.everybody(question)


def test_the_counts_the_area_sees_hide_the_same(world):
    """Else who sees both pages could fill in one from the other."""
    tallies = Tallies(world.survey)
    shown = {(of.dimension, code): count for of in groups(world.survey) for code, _, count in of.rows}
    assert None in shown.values()
    for (dimension, code), count in shown.items():
        assert tallies.sizes(dimension)[code] == count


def test_no_small_number_is_on_any_page(world):
    """Every number of every table of every view, read from the page itself."""
    tallies = Tallies(world.survey)
    for by, _ in reports.views(tallies):
        response = page(world, by)
        assert response.status_code == 200
        cells = re.findall(
            r'<td class="govuk-table__cell govuk-table__cell--numeric">([^<]*)</td>', response.content.decode()
        )
        assert len(cells) > 20
        counts = [int(cell) for cell in cells if cell.isdigit()]
        assert not [count for count in counts if 0 < count < 5], by
    assert suppression.EXPLAINED in text_of(page(world))


def test_control_without_the_guard_small_numbers_are_on_the_page(world, monkeypatch):
    monkeypatch.setattr(suppression, "one_way", dict)
    monkeypatch.setattr(
        suppression, "two_way", lambda table, **hidden: {row: dict(cells) for row, cells in table.items()}
    )
    with pytest.raises(AssertionError, match="assert not"):
        test_no_small_number_is_on_any_page(world)


def test_a_hidden_group_is_not_offered_and_not_shown(world):
    tallies = Tallies(world.survey)
    hidden = [group for group, size in tallies.sizes("age_band").items() if size is None]
    assert hidden
    assert not {f"age_band:{group}" for group in hidden} & {by for by, _ in reports.views(tallies)}
    shown = page(world, f"age_band:{hidden[0]}")
    assert "These answers are hidden" in text_of(shown)
    assert "<svg" not in shown.content.decode()
    beside = page(world, "age_band")
    assert "Hidden" in text_of(beside)


@pytest.mark.parametrize("by", ["nonsense", "nonsense:1", ":x", "setting:special:need:autism"])
def test_only_one_breakdown_can_be_asked_for(world, by):
    response = page(world, by)
    assert (
        response.status_code == 404
        or "These answers are hidden" in text_of(response)
        or "0 answers" in text_of(response)
    )
    assert "<svg" not in response.content.decode() or "0 answers" in text_of(response)


@pytest.mark.parametrize("view", [EVERYBODY, View("setting", None), View("setting", "special"), View("setting", "")])
def test_a_view_is_told_by_its_address(view):
    assert view_of(str(view)) == view


def test_the_page_says_how_many_it_shows(world):
    assert "Results show all 120 answers." in text_of(page(world))
    given.some(world.survey, 14, start=500)
    assert "Results show 120 of 134 answers; those that came late follow when there are 10" in text_of(page(world))
    Survey.objects.filter(pk=world.survey.pk).update(state="open")
    assert "Results show 120 of 134 answers; the rest follow in groups of at least 10." in text_of(page(world))


def test_before_the_first_batch_the_page_says_why_it_is_empty(db):
    world = answered(0)
    given.some(world.survey, 9)
    shown = page(world)
    assert "No results yet." in text_of(shown)
    assert "<svg" not in shown.content.decode()


def test_fewer_than_five_answers_show_nothing_of_themselves(db):
    world = answered(4)
    shown = page(world)
    assert "These answers are hidden" in text_of(shown)
    assert "<svg" not in shown.content.decode()


def test_notes_say_what_the_figures_cannot(world):
    DayCount.objects.create(survey=world.survey, on=world.survey.opens_at.date(), started=200, repeated=3)
    Wave.objects.create(survey=world.survey, number=2, opened_at=world.survey.opens_at, reason="The link was broken")
    shown = text_of(page(world))
    assert "3 answers look as if one person had answered more than once. None was taken out." in shown
    assert "The survey was open 2 times (The link was broken)." in shown


def test_those_helped_are_counted_and_hidden_when_few(db):
    for helped, words in (
        (30, "30 of 60 were helped by somebody to answer."),
        (2, "How many were helped to answer is hidden."),
    ):
        world = answered(0, reference=f"area-{helped}", area=make.PartnershipFactory.create())
        rows = given.some(world.survey, 60)
        for row in rows[:helped]:
            row.helped = True
            row.save()
        move(world.survey, last=True)
        assert words in text_of(page(world))


def test_the_earlier_inspection_stands_beside_the_same_questions(world):
    before = answered(80, reference="seaborough-2021", year=2021, area=world.area)
    # Another audience and another area are no comparison.
    answered(30, reference="seaborough-2022", year=2022, area=world.area, audience="children")
    answered(30, reference="elsewhere-2023", year=2023, area=make.PartnershipFactory.create())
    assert earlier_survey(world.survey) == before.survey
    then = {each.question.code: each for each in results(Tallies(before.survey))}
    now = {each.question.code: each for each in results(Tallies(world.survey), EVERYBODY, Tallies(before.survey))}
    pairs = list(zip(now["involved"].lines, then["involved"].lines, strict=True))
    assert [line.earlier for line, _ in pairs] == [old.share for _, old in pairs]
    shown = text_of(page(world))
    assert "In 2021" in shown
    assert "what 80 answers said then" in shown
    assert "In 2026" not in text_of(page(before))


def test_every_picture_has_its_words_and_its_table(world):
    html = page(world).content.decode()
    pictures = html.count("<svg")
    assert pictures == 2 * 5  # each drawn for two widths
    assert html.count("<desc") == html.count("<title id=") == pictures
    assert html.count('<table class="govuk-table"') == 5
    idents = re.findall(r' id="([^"]+)"', html)
    assert len(idents) == len(set(idents))


def test_the_cost_of_a_page_does_not_grow_with_the_answers(db):
    few, many = answered(10), answered(1000, reference="many-2026", area=make.PartnershipFactory.create())
    for by in ("", "setting"):
        used = []
        for world in (few, many):
            page(world, by)
            with CaptureQueriesContext(connection) as captured:
                assert page(world, by).status_code == 200
            used.append([query["sql"] for query in captured])
        assert len(used[0]) == len(used[1])
        read = " ".join(used[1])
        assert "surveys_response" not in read
        assert "surveys_comment" not in read
        assert read.count('FROM "surveys_tally"') == 1


def test_what_a_page_reads_is_as_long_for_a_thousand_as_for_a_hundred(world):
    before = Tally.objects.filter(survey=world.survey).count()
    given.some(world.survey, 1000, start=1000)
    move(world.survey, last=True)
    assert Tally.objects.filter(survey=world.survey).count() < 1.5 * before


def test_no_figure_less_another_is_a_count_of_a_few(world):
    """Everybody’s count less a group’s, and a group less those of it who chose one of several: people too."""
    given.some(world.survey, 60, seed=3, start=1000)
    Survey.objects.filter(pk=world.survey.pk).update(state="closed")
    move(world.survey, last=True, late=True)
    tallies, looked = Tallies(world.survey, list(Dimension)), 0
    for question in tallies.questions:
        everybody, several = tallies.everybody(question), question.kind == "several"
        for dimension in tallies.dimensions():
            table, overlap = tallies.by_group(question, dimension), dimension == Dimension.NEED
            for group, size in tallies.sizes(dimension).items():
                for option, count in everybody.items():
                    shown = table[option][group]
                    if not size or count is None or shown is None:
                        continue
                    looked += 1
                    assert not (overlap and suppression.is_small(count - shown)), (question.code, option, group)
                    assert not (several and suppression.is_small(size - shown)), (question.code, option, group)
                if overlap and size:
                    assert not suppression.is_small(tallies.total - size)
    assert looked > 100
    needs = {each.dimension: each for each in groups(world.survey)}[Dimension.NEED]
    assert {code: count for code, _, count in needs.rows} == {
        code: size for code, size in tallies.sizes(Dimension.NEED).items() if code
    }
