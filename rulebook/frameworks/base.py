"""The shapes a framework is written in. Everything is frozen: a framework is read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal, TypeVar

from rulebook.frameworks.rules import Citation, DeadlineRule, Owner, Scope, Unit

__all__ = [
    "CallSpec",
    "Citation",
    "Content",
    "DeadlineRule",
    "Edition",
    "EvaluationArea",
    "Framework",
    "InspectionKind",
    "LetterSpec",
    "Outcome",
    "OutcomeScale",
    "Owner",
    "PlanKind",
    "Scope",
    "SectionSpec",
    "Unit",
    "UnknownEdition",
    "UnknownFramework",
    "UnknownKind",
    "UnknownRule",
    "by_code",
]

Content = Literal["paragraphs", "bullets", "findings", "table", "details", "team", "results"]
T = TypeVar("T")


class UnknownFramework(ValueError):
    """No framework has this code, or none was in force on this day."""


class UnknownEdition(ValueError):
    """The framework has no edition with this code."""


class UnknownRule(ValueError):
    """The edition has no deadline rule with this code."""


class UnknownKind(ValueError):
    """The edition has no inspection kind, plan kind or outcome with this code."""


@dataclass(frozen=True)
class Outcome:
    """One result an inspection may have, with its exact sentence and what follows, as printed.

    `next_rules` are the deadline rules it starts. `tag` is a GOV.UK tag colour. `number` is set where the outcomes
    are counted.
    """

    code: str
    label: str
    sentence: str
    follows: tuple[str, ...] = ()
    plan_kind: str | None = None
    next_rules: tuple[str, ...] = ()
    number: int | None = None
    tag: str = "grey"


@dataclass(frozen=True)
class OutcomeScale:
    """The outcomes an inspection of one kind may have. Empty for a kind that reaches none."""

    code: str
    name: str
    outcomes: tuple[Outcome, ...]

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
class EvaluationArea:
    """What inspectors evaluate: a key question (A, B, C) or an evaluation criterion (I1 to I5, L1 to L6)."""

    code: str
    text: str
    group: str


@dataclass(frozen=True)
class CallSpec:
    """One notification call: which body is called and the office of the person to be told."""

    code: str
    name: str
    office: str


@dataclass(frozen=True)
class SectionSpec:
    """One section of a letter. `outcomes` None means always; `group` is the heading several sections stand under."""

    code: str
    heading: str
    content: Content
    finding_kind: str | None = None
    outcomes: frozenset[str] | None = None
    guidance: str = ""
    heading_level: int = 2
    group: str = ""

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


@dataclass(frozen=True)
class InspectionKind:
    """A kind of inspection within an edition.

    `usual_length_days` are weekdays on site. `notice_rule` is the code of the rule that dates the on-site start from
    the call. `follows` are the kinds it follows up. `judged_per_item` is True where each item of the earlier
    inspection has its own result. `letter` is None and `outcome_scale` empty for a kind that reports on no area.
    """

    code: str
    name: str
    outcome_scale: OutcomeScale
    letter: LetterSpec | None
    questions: tuple[EvaluationArea, ...]
    usual_length_days: int
    notice_rule: str | None
    follows: frozenset[str]
    judged_per_item: bool
    calls: tuple[CallSpec, ...]
    finding_kinds: tuple[str, ...] = ()
    item_kind: str | None = None
    length_source: Citation = Citation("", "")
    length_note: str = ""


@dataclass(frozen=True)
class PlanKind:
    """A plan an area must make, with one section for each item: `item_name` in words, `finding_kind` by code.

    `due_rule` is None where no source sets a day. `submitted_to` is empty for a plan that is only published.
    """

    code: str
    name: str
    short_name: str
    item_name: str
    finding_kind: str
    due_rule: str | None
    submitted_to: tuple[str, ...]
    reviewed_by: tuple[str, ...]
    milestone_months: tuple[int, ...]
    milestone_rule: str | None
    source: Citation
    accepted_word: str = "accepted"


@dataclass(frozen=True)
class Edition:
    """A framework as it stood from a date. Deadlines keep their edition, so an old inspection never changes."""

    code: str
    in_force_from: date
    kinds: Mapping[str, InspectionKind]
    rules: tuple[DeadlineRule, ...]
    plan_kinds: Mapping[str, PlanKind]
    note: str
    source: Citation
    words: Mapping[str, str]

    def rule(self, code: str) -> DeadlineRule:
        """The rule with this code. Raises UnknownRule."""
        for rule in self.rules:
            if rule.code == code:
                return rule
        raise UnknownRule(f"There is no rule {code} in edition {self.code}.")

    def rules_for(self, kind: str) -> tuple[DeadlineRule, ...]:
        """The rules that concern an inspection of this kind, in the order they are listed."""
        return tuple(rule for rule in self.rules if kind in rule.kinds)

    def kind(self, code: str) -> InspectionKind:
        """The inspection kind with this code. Raises UnknownKind."""
        return _in(self.kinds, code, f"edition {self.code} has no inspection kind")

    def plan_kind(self, code: str) -> PlanKind:
        """The plan kind with this code. Raises UnknownKind."""
        return _in(self.plan_kinds, code, f"edition {self.code} has no plan kind")


@dataclass(frozen=True)
class Framework:
    """An inspection regime: its name, its words and its dated editions, oldest first."""

    code: str
    name: str
    short_name: str
    words: Mapping[str, str]
    editions: tuple[Edition, ...]
    legal_basis: str
    in_force_to: date | None
    finding_kinds: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_force_from(self) -> date:
        return self.editions[0].in_force_from

    @property
    def latest(self) -> Edition:
        return self.editions[-1]

    def edition_on(self, day: date) -> Edition:
        """The edition in force on a day: the last that had begun, and the first for an earlier day."""
        begun = [edition for edition in self.editions if edition.in_force_from <= day]
        return begun[-1] if begun else self.editions[0]

    def edition(self, code: str) -> Edition:
        """The edition with this code. Raises UnknownEdition."""
        for edition in self.editions:
            if edition.code == code:
                return edition
        known = ", ".join(edition.code for edition in self.editions)
        raise UnknownEdition(f"There is no edition {code} of {self.code}. Its editions are {known}.")

    def edition_with(self, rule_code: str, day: date) -> Edition:
        """The edition in force on a day or, if it lacks the rule, the next with it, else the last before with it.

        Raises UnknownRule when no edition has the rule.
        """
        current = self.editions.index(self.edition_on(day))
        for edition in (*self.editions[current:], *reversed(self.editions[:current])):
            if any(rule.code == rule_code for rule in edition.rules):
                return edition
        raise UnknownRule(f"There is no rule {rule_code} in {self.code}.")

    def kind(self, code: str) -> InspectionKind:
        """The inspection kind as the latest edition that has it describes it. Raises UnknownKind."""
        for edition in reversed(self.editions):
            if code in edition.kinds:
                return edition.kinds[code]
        raise UnknownKind(f"{self.code} has no inspection kind {code}.")

    def plan_kind(self, code: str) -> PlanKind:
        """The plan kind as the latest edition that has it describes it. Raises UnknownKind."""
        for edition in reversed(self.editions):
            if code in edition.plan_kinds:
                return edition.plan_kinds[code]
        raise UnknownKind(f"{self.code} has no plan kind {code}.")

    def rule_codes(self) -> tuple[str, ...]:
        """Every rule code of any edition, in the order of their numbers."""
        numbers = {rule.code: int(rule.number[1:]) for edition in self.editions for rule in edition.rules}
        return tuple(sorted(numbers, key=lambda code: (numbers[code], code)))


def by_code(*items: T) -> Mapping[str, T]:
    """Items with a `code`, as a read-only mapping in the order given."""
    return MappingProxyType({item.code: item for item in items})  # type: ignore[attr-defined]


def _found(items: tuple[T, ...], code: str, complaint: str) -> T:
    for item in items:
        if item.code == code:  # type: ignore[attr-defined]
            return item
    raise UnknownKind(f"{complaint[0].upper()}{complaint[1:]} {code}.")


def _in(items: Mapping[str, T], code: str, complaint: str) -> T:
    if code not in items:
        raise UnknownKind(f"{complaint[0].upper()}{complaint[1:]} {code}.")
    return items[code]
