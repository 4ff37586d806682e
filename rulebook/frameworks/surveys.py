"""The questions families and practitioners are asked, as data: sets with a version, so that inspections can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rulebook.frameworks.rules import NO_CITATION, Citation


@dataclass(frozen=True)
class Option:
    """One answer that can be chosen. `code` is stored. Without `easy_text` it is not offered in Easy Read."""

    code: str
    text: str
    easy_text: str = ""


@dataclass(frozen=True)
class Question:
    """`code` stays the same between versions of a set while the question means the same, so answers can be compared.

    `kind` is "one", "several" or "text". Without `easy_text` it is left out of Easy Read; `picture` names its drawing there.
    `dimension` makes the answer a group that results can be shown by ("setting", "age_band", "need", "support", "sector").
    `criterion` is the code of the evaluation question (InspectionKind.questions) the statement speaks of. `only_if` asks it only after
    one of these answers: {code of an earlier question: codes of its options}.
    """

    code: str
    text: str
    kind: str = "one"
    options: tuple[Option, ...] = ()
    hint: str = ""
    easy_text: str = ""
    easy_hint: str = ""
    picture: str = ""
    dimension: str = ""
    criterion: str = ""
    only_if: Mapping[str, tuple[str, ...]] | None = None


# Seconds that a question takes to read and answer: our assumption, held against the 5 to 10 minutes a survey promises (P28).
SECONDS_TO_CHOOSE, SECONDS_TO_WRITE = 18, 75


def minutes(questions: Iterable[Question]) -> int:
    """About how long it takes to answer these, in whole minutes and at least 1."""
    seconds = sum(SECONDS_TO_WRITE if question.kind == "text" else SECONDS_TO_CHOOSE for question in questions)
    return max(1, round(seconds / 60))


@dataclass(frozen=True)
class Moment:
    """An hour of a day counted from an anchor ("notified_on"): so many working days after it, or a weekday (0 is Monday) of the week
    `weeks` away from the anchor's own.
    """

    anchor: str
    hour: int
    working_days: int | None = None
    weeks: int = 0
    weekday: int = 0


@dataclass(frozen=True)
class SurveySpec:
    """One survey of one audience ("children", "parents", "practitioners"). `version` changes with any word of its questions.

    `title` and `easy_title` name it for those who answer. `opens` and `closes` are where nothing else is decided.
    """

    audience: str
    version: str
    title: str
    easy_title: str
    questions: tuple[Question, ...]
    opens: Moment
    closes: Moment
    retention_years: int
    confirmed: bool = False
    source: Citation = NO_CITATION

    def question(self, code: str) -> Question:
        """Raises KeyError for a code this set has not."""
        for question in self.questions:
            if question.code == code:
                return question
        raise KeyError(code)
