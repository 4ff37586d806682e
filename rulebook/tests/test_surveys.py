"""The question sets: whole, short, and each answerable in Easy Read; and when a survey opens."""

from __future__ import annotations

import pytest

from rulebook import frameworks
from rulebook.frameworks.base import Framework
from rulebook.frameworks.survey_parts import PICTURES
from rulebook.frameworks.surveys import Question, SurveySpec, minutes

SETS = [
    (framework, edition.code, kind.code, spec)
    for framework in frameworks.ALL
    for edition in framework.editions
    for kind in edition.kinds.values()
    for spec in kind.weeks.surveys
]
DISTINCT = {spec.version: (framework, spec) for framework, _, _, spec in SETS}
EACH = pytest.mark.parametrize(("framework", "spec"), DISTINCT.values(), ids=DISTINCT)
DIMENSIONS = {"setting", "age_band", "need", "support", "sector", ""}


def test_who_is_asked_in_which_inspection() -> None:
    assert {(framework.code, kind, spec.audience) for framework, _, kind, spec in SETS} == {
        ("area-send-2023", "full", "children"),
        ("area-send-2023", "full", "parents"),
        ("area-send-2023", "full", "practitioners"),
        ("local-area-send-2016", "revisit", "parents"),
    }
    assert len(DISTINCT) == 4, "a version names one set"


@EACH
def test_a_set_is_whole(framework: Framework, spec: SurveySpec) -> None:
    codes = [question.code for question in spec.questions]
    assert len(set(codes)) == len(codes)
    criteria = {area.code for area in framework.kind("full").questions}
    for place, question in enumerate(spec.questions):
        options = [option.code for option in question.options]
        assert len(set(options)) == len(options), question.code
        assert question.kind in ("one", "several", "text"), question.code
        assert bool(options) == (question.kind != "text"), question.code
        assert question.dimension in DIMENSIONS, question.code
        assert question.criterion in criteria | {""}, question.code
        assert len(question.code) <= 50 and all(len(option) <= 50 for option in options)
        for earlier, wanted in (question.only_if or {}).items():
            assert earlier in codes[:place], f"{question.code} is asked only after a question that comes later"
            assert set(wanted) <= {option.code for option in spec.question(earlier).options}, question.code


@EACH
def test_every_statement_speaks_of_a_criterion_and_every_group_of_none(framework: Framework, spec: SurveySpec) -> None:
    stated = [question for question in spec.questions if question.kind == "one" and "sometimes" in _codes(question)]
    stated += [question for question in spec.questions if "not_applicable" in _codes(question)]
    assert len(stated) >= 12
    assert all(question.criterion for question in stated)
    assert not [question.code for question in spec.questions if question.dimension and question.criterion]
    if spec.audience != "practitioners":
        asked = {question.dimension for question in spec.questions}
        assert {"age_band", "setting", "need", "support"} <= asked
    else:
        assert "sector" in {question.dimension for question in spec.questions}


def test_a_full_inspection_asks_about_every_criterion() -> None:
    kind = frameworks.get("area-send-2023").kind("full")
    spoken = {question.criterion for spec in kind.weeks.surveys for question in spec.questions} - {""}
    assert spoken == {area.code for area in kind.questions}


@EACH
def test_it_takes_five_to_ten_minutes(framework: Framework, spec: SurveySpec) -> None:
    assert 5 <= minutes(spec.questions) <= 10
    assert sum(question.kind == "text" for question in spec.questions) == 2


@EACH
def test_easy_read_asks_every_question_with_few_answers_and_a_picture(framework: Framework, spec: SurveySpec) -> None:
    for question in spec.questions:
        assert question.easy_text, question.code
        assert question.picture in PICTURES, question.code
        assert len(question.easy_text.split()) <= 12, question.easy_text
        offered = [option for option in question.options if option.easy_text]
        if question.criterion:
            assert [option.easy_text for option in offered] == ["Yes", "No", "Not sure"], question.code
        elif question.options:
            assert len(offered) >= 2, question.code


@EACH
def test_a_box_to_write_in_asks_for_no_names(framework: Framework, spec: SurveySpec) -> None:
    for question in spec.questions:
        if question.kind == "text":
            assert "name" in question.hint and "name" in question.easy_hint


@EACH
def test_nothing_official_is_claimed(framework: Framework, spec: SurveySpec) -> None:
    assert not spec.confirmed
    assert spec.source.key
    assert spec.retention_years == 3


def test_a_revisit_branches_by_what_concerns_the_family() -> None:
    spec = frameworks.get("local-area-send-2016").kind("revisit").weeks.surveys[0]
    branches = {tuple((question.only_if or {}).items()) for question in spec.questions} - {()}
    assert branches == {(("support", ("ehc", "waiting")),), (("need", ("autism",)),)}


def test_minutes_of_nothing_is_one() -> None:
    assert minutes([]) == 1
    assert minutes([Question("a", "A", kind="text")] * 4) == 5


def _codes(question: Question) -> set[str]:
    return {option.code for option in question.options}
