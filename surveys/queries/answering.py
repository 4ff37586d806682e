"""What a page that answers a survey shows."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from rulebook.frameworks.surveys import Question
from surveys import questions
from surveys.choices import Variant
from surveys.models import Answering, Receipt, Survey

MOST_TEXT = 4000


# By hand, since every request asks this, and making the statement takes longer than answering it. The questions of a survey are
# large and never change (surveys.questions keeps them), so they are left out.
_OWN = (
    "key_hash",
    "wave",
    "variant",
    "language",
    "mode",
    "helped",
    "answers",
    "code_hash",
    "clear_by",
    "saved_on",
    "sent_on",
    "reference",
)
_OPENED = f"""
    SELECT s.id, s.inspection_id, s.audience, s.title, s.easy_title, s.state, s.token, s.opens_at, s.closes_at, s.wave, s.banner,
    s.retention_years, {", ".join(f"a.{name} AS own_{name}" for name in _OWN)}
    FROM surveys_survey s LEFT JOIN surveys_answering a ON a.survey_id = s.id AND a.key_hash = %s WHERE s.token = %s
"""  # noqa: S608  (our own words)


def opened(token: str, key: str = "") -> tuple[Survey | None, Answering | Receipt | None]:
    """The survey of an open link, as far as the pages show it (None for a link that never was), and the answers to it that have
    this key, or the receipt they left when they were moved. One statement, but for a key without answers."""
    if len(token) > 40 or not token.isprintable():
        return None, None
    survey = next(iter(Survey.objects.raw(_OPENED, [key, token])), None)
    if survey is None or not key:
        return survey, None
    own = {name: survey.__dict__.pop(f"own_{name}") for name in _OWN}
    if own["key_hash"] is None:
        return survey, Receipt.objects.filter(pk=key, survey=survey).first()
    days = {name: Answering._meta.get_field(name).to_python(own[name]) for name in ("saved_on", "sent_on")}
    values = own | days | {"survey_id": survey.pk, "answers": json.loads(own["answers"]), "helped": bool(own["helped"])}
    names = [field.attname for field in Answering._meta.concrete_fields]
    found = Answering.from_db(connection.alias, names, [values[name] for name in names])
    found.survey = survey
    return survey, found


@dataclass(frozen=True)
class Way:
    """Where somebody is among the questions they are asked. `number` counts from 1."""

    questions: tuple[Question, ...]
    question: Question
    number: int

    @property
    def before(self) -> Question | None:
        return self.questions[self.number - 2] if self.number > 1 else None

    @property
    def after(self) -> Question | None:
        return self.questions[self.number] if self.number < len(self.questions) else None


def asked(answering: Answering, survey: Survey) -> tuple[Question, ...]:
    return tuple(questions.asked(questions.of(survey), answering.variant, answering.answers))


def way_at(answering: Answering, survey: Survey, code: str) -> Way | None:
    """None for a question this person is not asked."""
    found = asked(answering, survey)
    for number, question in enumerate(found, start=1):
        if question.code == code:
            return Way(found, question, number)
    return None


def first_open(answering: Answering, survey: Survey) -> Question | None:
    """The first question without an answer; None when all have one."""
    return next((each for each in asked(answering, survey) if each.code not in answering.answers), None)


# A text at least so long is hardly written twice by chance.
LONG = 40


def alike(sent: Iterable[Mapping[str, Any]]) -> int:
    """How many of these answers are the same as another before them, letter for letter, with a long text among them."""
    written = (each for each in sent if any(isinstance(given, str) and len(given) >= LONG for given in each.values()))
    same = Counter(json.dumps(each, sort_keys=True) for each in written)
    return sum(times - 1 for times in same.values())


def words_of(question: Question, variant: str) -> str:
    """The question in the language of the page, and in the variant's words."""
    return _(question.easy_text if variant == Variant.EASY_READ and question.easy_text else question.text)


def hint_of(question: Question, variant: str) -> str:
    hint = question.easy_hint if variant == Variant.EASY_READ else question.hint
    return _(hint) if hint else ""


def choices_of(question: Question, variant: str) -> list[tuple[str, str]]:
    """(code, words) of each answer to choose from."""
    easy = variant == Variant.EASY_READ
    return [(each.code, _(each.easy_text if easy else each.text)) for each in questions.offered(question, variant)]


def given_words(question: Question, variant: str, answers: Mapping[str, Any]) -> list[str]:
    """An answer as it was given, line by line; empty for none. An option of another variant keeps its own words."""
    given = answers.get(question.code)
    if given in (None, "", []):
        return []
    if question.kind == "text":
        return str(given).split("\n")
    words = {each.code: _(each.text) for each in question.options} | dict(choices_of(question, variant))
    return [str(words.get(code, code)) for code in (given if isinstance(given, list) else [given])]
