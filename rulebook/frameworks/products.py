"""What an inspection ends in: its outcome, and the letter that carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from rulebook.frameworks.rules import NO_CITATION, Citation

Content = Literal["paragraphs", "bullets", "findings", "table", "details", "team", "results"]
T = TypeVar("T")


class UnknownKind(ValueError):
    """The edition has no inspection kind, plan kind or outcome with this code."""


@dataclass(frozen=True)
class Outcome:
    """One result an inspection may have, with its exact sentence and what follows, as printed.

    `next_rules` are the deadline rules it starts. `tag` is a GOV.UK tag colour. `number` is set where the outcomes
    are counted. `roll_up` is the word of the official statistics for results that add up to it. `consequences` are
    sourced sentences about what follows that the letter does not print. `earlier_plan` is the move that the plan of
    the inspection followed makes on publication: "release", "supersede" or none.
    """

    code: str
    label: str
    sentence: str
    follows: tuple[str, ...] = ()
    plan_kind: str | None = None
    next_rules: tuple[str, ...] = ()
    number: int | None = None
    tag: str = "grey"
    roll_up: str = ""
    consequences: tuple[str, ...] = ()
    consequences_source: Citation = NO_CITATION
    earlier_plan: str = ""


@dataclass(frozen=True)
class OutcomeScale:
    """The outcomes an inspection of one kind may have. Empty for a kind that reaches none.

    `decision` is what the team decides when it chooses one, in words.
    """

    code: str
    name: str
    outcomes: tuple[Outcome, ...]
    decision: str = "outcome"

    def get(self, code: str) -> Outcome:
        """The outcome with this code. Raises UnknownKind."""
        return _found(self.outcomes, code, f"{self.name} has no outcome")

    def by_number(self, number: int) -> Outcome:
        """The outcome printed with this number (1, 2 or 3). Raises UnknownKind."""
        for outcome in self.outcomes:
            if outcome.number == number:
                return outcome
        raise UnknownKind(f"{self.name} has no outcome {number}.")

    def codes(self) -> tuple[str, ...]:
        return tuple(outcome.code for outcome in self.outcomes)


@dataclass(frozen=True)
class EmergingSort:
    """How weighty an emerging finding is, and the kinds of finding it may become; none where the letter prints no such finding."""

    code: str
    name: str
    finding_kinds: tuple[str, ...] = ()
    tag: str = "grey"


@dataclass(frozen=True)
class ReviewCriterion:
    """One question reviewers answer about a plan. `confirmed` is False for a question that is our own suggestion."""

    code: str
    question: str
    hint: str
    source: Citation
    confirmed: bool


@dataclass(frozen=True)
class SectionSpec:
    """One section of a letter. `outcomes` None means always; `group` is the heading several sections stand under.

    `judges` is True where people write sentences of judgement, each of which should rest on evidence.
    """

    code: str
    heading: str
    content: Content
    finding_kind: str | None = None
    outcomes: frozenset[str] | None = None
    guidance: str = ""
    heading_level: int = 2
    group: str = ""
    judges: bool = False

    def applies(self, outcome: str | None) -> bool:
        return self.outcomes is None or outcome in self.outcomes


@dataclass(frozen=True)
class LetterSpec:
    """A published product. `title` holds {area}; `template` names the template folder and its version."""

    code: str
    name: str
    title: str
    addressed: bool
    signed: bool
    template: str
    sections: tuple[SectionSpec, ...]
    source: Citation

    def section(self, code: str) -> SectionSpec:
        """The section with this code. Raises UnknownKind."""
        return _found(self.sections, code, f"the {self.name} has no section")

    def sections_for(self, outcome: str | None) -> tuple[SectionSpec, ...]:
        """The sections a letter with this outcome has, in order."""
        return tuple(section for section in self.sections if section.applies(outcome))


def _found(items: tuple[T, ...], code: str, complaint: str) -> T:
    for item in items:
        if item.code == code:  # type: ignore[attr-defined]
            return item
    raise UnknownKind(f"{complaint[0].upper()}{complaint[1:]} {code}.")


@dataclass(frozen=True)
class VisitKind:
    """A kind of visit by the DfE and NHS England. `answers` is the rule whose next date it meets when it is held, if any."""

    code: str
    name: str
    answers: str | None
    source: Citation
    confirmed: bool
    note: str = ""
