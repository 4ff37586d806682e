"""The questions of one survey: kept with it as plain data, read back as what the rulebook calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from rulebook.frameworks.surveys import Option, Question
from surveys.choices import Variant
from surveys.models import Survey


def frozen(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """What Survey.questions keeps."""
    return [asdict(question) for question in questions]


# The questions of the surveys answered lately. They never change once the survey is made, so a page need not read them again.
_KEPT: dict[tuple[int, str], tuple[Question, ...]] = {}
_MOST_KEPT = 100


def of(survey: Survey) -> tuple[Question, ...]:
    """The questions of this survey, in order. Where they were not loaded with it, they are read from the database once."""
    if "questions" not in survey.get_deferred_fields():
        return _read_all(survey)
    key = (survey.pk, survey.token)
    if key not in _KEPT:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        _KEPT[key] = _read_all(survey)
    return _KEPT[key]


def _read_all(survey: Survey) -> tuple[Question, ...]:
    return tuple(_read(row) for row in survey.questions)


def _read(row: Mapping[str, Any]) -> Question:
    options = tuple(Option(**option) for option in row["options"])
    only_if = {code: tuple(chosen) for code, chosen in row["only_if"].items()} if row["only_if"] else None
    return Question(**(dict(row) | {"options": options, "only_if": only_if}))


def asked(questions: Iterable[Question], variant: str, answers: Mapping[str, Any]) -> list[Question]:
    """Those put to somebody who answers in this variant and has given these answers so far."""
    return [
        question
        for question in questions
        if (variant != Variant.EASY_READ or question.easy_text) and _is_meant(question, answers)
    ]


def _is_meant(question: Question, answers: Mapping[str, Any]) -> bool:
    for earlier, wanted in (question.only_if or {}).items():
        given = answers.get(earlier)
        if not set(given if isinstance(given, list) else [given]) & set(wanted):
            return False
    return True


def offered(question: Question, variant: str) -> list[Option]:
    """The answers to choose from; Easy Read offers fewer, by the same codes."""
    return [option for option in question.options if variant != Variant.EASY_READ or option.easy_text]
