"""One person's answers as the cells of the tallies they are counted in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from rulebook.frameworks.surveys import Question
from surveys.choices import Dimension
from surveys.models import Response

# Known from how the survey was answered; the other dimensions are asked.
KNOWN = {
    Dimension.VARIANT: "variant",
    Dimension.LANGUAGE: "language",
    Dimension.MODE: "mode",
    Dimension.WAVE: "wave",
}


# Counted like a question, but asked with the variant: {"yes": how many were helped to answer}.
HELPED = "_helped"


class Cell(NamedTuple):
    """`question` "" counts people; `option` "" no answer. `dimension` "" is everybody; `group` "" in a dimension: they did not say."""

    question: str
    option: str
    dimension: str
    group: str


def closed_answers(asked: Iterable[Question], answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers to questions with options: {code: code of an option, or list of codes}. What the set does not know is left out."""
    kept: dict[str, Any] = {}
    for question in asked:
        if question.kind == "text":
            continue
        chosen = chosen_of(question, answers)
        if chosen:
            kept[question.code] = chosen if question.kind == "several" else chosen[0]
    return kept


def chosen_of(question: Question, answers: Mapping[str, Any]) -> list[str]:
    """The codes chosen, each once and in the order of the options."""
    given = answers.get(question.code)
    codes = given if isinstance(given, list) else [given]
    chosen = [option.code for option in question.options if option.code in codes]
    return chosen if question.kind == "several" else chosen[:1]


def free_texts(asked: Iterable[Question], answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(code of the question, what was written) for every box that is not empty."""
    for question in asked:
        text = answers.get(question.code)
        if question.kind == "text" and isinstance(text, str) and text.strip():
            yield question.code, text


def cells_of(asked: Sequence[Question], response: Response) -> Iterator[Cell]:
    """Every cell this response counts in. Somebody with several needs counts in the group of each."""
    groups = [("", "")]
    for question in asked:
        if question.dimension:
            groups += [(question.dimension, group) for group in chosen_of(question, response.answers) or [""]]
    groups += [(str(dimension), str(getattr(response, name))) for dimension, name in KNOWN.items()]
    answered = [("", "")]
    for question in asked:
        if question.kind != "text":
            answered += [(question.code, option) for option in chosen_of(question, response.answers) or [""]]
    for dimension, group in groups:
        for code, option in answered:
            yield Cell(code, option, dimension, group)
    if response.helped:
        yield Cell(HELPED, "yes", "", "")
