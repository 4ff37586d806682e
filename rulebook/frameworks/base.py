"""The shapes a framework is written in. Everything is frozen: a framework is read, never changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import TypeVar

from rulebook.frameworks.products import (
    Content,
    EmergingSort,
    LetterSpec,
    Outcome,
    OutcomeScale,
    ReviewCriterion,
    SectionSpec,
    UnknownKind,
    VisitKind,
)
from rulebook.frameworks.rules import NO_CITATION, Citation, DeadlineRule, Owner, Reading, Scope, Unit
from rulebook.frameworks.weeks import NOTHING, WeeksSpec

__all__ = [
    "CallSpec",
    "Citation",
    "Content",
    "Cycle",
    "DeadlineRule",
    "Edition",
    "EmergingSort",
    "EvaluationArea",
    "Framework",
    "InspectionKind",
    "LetterSpec",
    "Outcome",
    "OutcomeScale",
    "Owner",
    "PlanKind",
    "Reading",
    "ReviewCriterion",
    "Scope",
    "SectionSpec",
    "Unit",
    "UnknownEdition",
    "UnknownFramework",
    "UnknownKind",
    "UnknownRule",
    "VisitKind",
    "WeeksSpec",
    "by_code",
]

T = TypeVar("T")


class UnknownFramework(ValueError):
    """No framework has this code, or none was in force on this day."""


class UnknownEdition(ValueError):
    """The framework has no edition with this code."""


class UnknownRule(ValueError):
    """The edition has no deadline rule with this code."""


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
class InspectionKind:
    """A kind of inspection within an edition.

    `usual_length_days` are weekdays on site. `notice_rule` is the code of the rule that dates the on-site start from
    the call. `follows` are the kinds it follows up. `judged_per_item` is True where each item of the earlier
    inspection has its own result. `weeks` is what its weeks hold, `emerging` how its emerging findings are sorted.
    `letter` is None and `outcome_scale` empty for a kind that reports on no area.
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
    length_source: Citation = NO_CITATION
    length_note: str = ""
    weeks: WeeksSpec = NOTHING
    emerging: tuple[EmergingSort, ...] = ()

    def emerging_sort(self, code: str) -> EmergingSort:
        """The sort of emerging finding with this code. Raises UnknownKind."""
        for sort in self.emerging:
            if sort.code == code:
                return sort
        raise UnknownKind(f"A {self.name} has no emerging findings of the sort {code}.")


@dataclass(frozen=True)
class PlanKind:
    """A plan an area must make, with one section for each item: `item_name` in words, `finding_kind` by code.

    `due_rule` is None where no source sets a day. `submitted_to` is empty for a plan that is only published; `criteria` are what its
    reviewers answer before they decide, `visits` the kinds of visit the DfE and NHS England make while it is delivered.
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
    criteria: tuple[ReviewCriterion, ...] = ()

    def criterion(self, code: str) -> ReviewCriterion:
        """The question reviewers answer with this code. Raises UnknownKind."""
        return _in(by_code(*self.criteria), code, f"a {self.name} is reviewed by no criterion")

    visits: tuple[VisitKind, ...] = ()

    def visit_kind(self, code: str) -> VisitKind:
        """The kind of visit with this code that such a plan has. Raises UnknownKind."""
        for kind in self.visits:
            if kind.code == code:
                return kind
        raise UnknownKind(f"A {self.name} has no visit {code}.")


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
class Cycle:
    """That every area has had an inspection of this kind under the framework by a day."""

    kind: str
    every_area_by: date
    source: Citation
    note: str


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
    cycle: Cycle | None = None

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


def _in(items: Mapping[str, T], code: str, complaint: str) -> T:
    if code not in items:
        raise UnknownKind(f"{complaint[0].upper()}{complaint[1:]} {code}.")
    return items[code]
