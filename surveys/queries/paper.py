"""Sheets of a survey: what stands in their way, and where two enterings of one sheet differ. Answers are shown nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rulebook.frameworks.surveys import Option, Question
from surveys import questions
from surveys.choices import Mode, Variant
from surveys.models import Entry, Survey
from surveys.queries.answering import MOST_TEXT

BEGUN, ONCE, DIFFERS, SENT = "begun", "once", "differs", "sent"
STAGES = {
    BEGUN: ("Begun, not entered yet", "grey"),
    ONCE: ("Entered once", "blue"),
    DIFFERS: ("To be settled", "yellow"),
    SENT: ("Sent", "green"),
}
# A sheet may come in by post after the survey was closed; once the answers are analysed it is too late.
TAKES_SHEETS = ("open", "extended", "paused", "closed", "reviewing")


@dataclass(frozen=True)
class Sheet:
    """A row of the list. `may` is what this person may do with it: "enter", "correct", "again", "settle" or ""."""

    number: int
    mode: str
    variant: str
    stage: str
    words: str
    colour: str
    first_by: str
    second_by: str
    may: str


@dataclass(frozen=True)
class Difference:
    """One question two people entered differently. `first` and `second` are in words."""

    code: str
    text: str
    first: str
    second: str


def stage(entry: Entry) -> str:
    """Where a sheet stands: BEGUN, ONCE, DIFFERS or SENT."""
    if entry.sent_on:
        return SENT
    if entry.second_by_id:
        return DIFFERS
    return ONCE if entry.first else BEGUN


def may(entry: Entry, person: Any) -> str:
    """The next thing this person may do with the sheet. Nobody enters one twice, and only the two who entered it settle it."""
    own = entry.first_by_id == person.pk
    match stage(entry):
        case "begun":
            return "enter" if own else ""
        case "once":
            return "correct" if own else "again"
        case "differs":
            return "settle" if own or entry.second_by_id == person.pk else ""
    return ""


def sheets(survey: Survey, person: Any) -> list[Sheet]:
    """Every sheet of a survey, by number. One query."""
    rows = Entry.objects.filter(survey=survey).select_related("first_by", "second_by").order_by("number")
    return [_listed(entry, person) for entry in rows]


def _listed(entry: Entry, person: Any) -> Sheet:
    found = stage(entry)
    words, colour = STAGES[found]
    mode, variant = entry.get_mode_display(), entry.get_variant_display()
    second_by = str(entry.second_by or "")
    return Sheet(entry.number, mode, variant, found, words, colour, str(entry.first_by), second_by, may(entry, person))


def next_number(survey: Survey) -> int:
    """One more than the highest number of a sheet."""
    last = Entry.objects.filter(survey=survey).order_by("-number").values_list("number", flat=True).first()
    return (last or 0) + 1


def tidy(survey: Survey, variant: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The answers among `given` that this survey has, put as online answers are: no empty ones, and none to a question that is not
    put to somebody who answers so."""
    kept: dict[str, Any] = {}
    for question in questions.of(survey):
        if not questions.asked([question], variant, kept):
            continue
        answer = _tidied(question, variant, given.get(question.code))
        if answer:
            kept[question.code] = answer
    return kept


def _tidied(question: Question, variant: str, given: Any) -> Any:
    if question.kind == "text":
        return str(given or "").strip()[:MOST_TEXT]
    chosen = given if isinstance(given, list | tuple) else [given]
    codes = [option.code for option in questions.offered(question, variant) if option.code in chosen]
    return codes if question.kind == "several" else "".join(codes[:1])


def differing(entry: Entry) -> list[str]:
    """The codes of the questions on which the two enterings of a sheet do not agree. Spaces and line ends make no difference."""
    return [
        question.code
        for question in questions.of(entry.survey)
        if _plain(entry.first.get(question.code)) != _plain(entry.second.get(question.code))
    ]


def _plain(answer: Any) -> Any:
    return " ".join(answer.split()) if isinstance(answer, str) else answer


def differences(entry: Entry) -> Iterator[Difference]:
    """What is to be settled, in words."""
    codes = set(differing(entry))
    for question in questions.of(entry.survey):
        if question.code in codes:
            yield Difference(
                question.code,
                put(question, entry.variant),
                in_words(question, entry.variant, entry.first.get(question.code)),
                in_words(question, entry.variant, entry.second.get(question.code)),
            )


def put(question: Question | Option, variant: str) -> str:
    """A question or an answer as it stands on the sheet."""
    return question.easy_text if variant == Variant.EASY_READ else question.text


def in_words(question: Question, variant: str, answer: Any) -> str:
    if not answer:
        return "No answer"
    if question.kind == "text":
        return str(answer)
    words = {option.code: put(option, variant) for option in question.options}
    return ", ".join(str(words.get(code, code)) for code in (answer if isinstance(answer, list) else [answer]))


def only_after(question: Question, asked: tuple[Question, ...], variant: str) -> str:
    """For whom a question is, where it is not for everybody: “Only after ‘Yes’ to ‘Do you …’.”"""
    parts = []
    for earlier in asked:
        if wanted := (question.only_if or {}).get(earlier.code):
            answers = " or ".join(f"“{in_words(earlier, variant, code)}”" for code in wanted)
            parts.append(f"Only after {answers} to “{put(earlier, variant)}”.")
    return " ".join(parts)


def is_entered_once(entry: Entry) -> bool:
    """Nothing is there to be entered again: what was said by telephone was said once."""
    return entry.mode == Mode.TELEPHONE
