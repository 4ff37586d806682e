"""The shape of a check before publication: a pure rule over facts gathered once, whose findings are worded for a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Place:
    """A text of the letter: a section, a finding or a judgement. `href` leads to where it is changed; `guidance` stood there to help."""

    name: str
    href: str
    text: str
    guidance: str = ""


@dataclass(frozen=True, slots=True)
class FindingFact:
    """One finding. `name` is its kind and number, `needs_body` whether the letter prints who answers for it."""

    name: str
    href: str
    text: str
    bodies: tuple[str, ...] = ()
    needs_body: bool = False


@dataclass(frozen=True, slots=True)
class WordingFact:
    """A finding whose wording was fixed at the judgement: whether it reads otherwise now, and whether the reason is recorded."""

    name: str
    href: str
    changed: bool
    explained: bool


@dataclass(frozen=True, slots=True)
class IdentifyingNote:
    """A note whose quotation would identify a child."""

    citation: str
    href: str
    text: str


@dataclass(frozen=True, slots=True)
class WithdrawnNote:
    """A note tied to the finding `name` that was withdrawn. `href` leads to what the finding rests on."""

    name: str
    href: str
    citation: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Everything the checks read. Dates are of the inspection; `named` are (place, letter of the case) where a child's name stands."""

    sections: tuple[Place, ...] = ()
    findings: tuple[FindingFact, ...] = ()
    unwritten: tuple[Place, ...] = ()
    case_codes: frozenset[str] = frozenset()
    named: tuple[tuple[Place, str], ...] = ()
    start_on: date | None = None
    end_on: date | None = None
    first_on: date | None = None
    printed_dates: str = ""
    other_dates: frozenset[date] = field(default_factory=frozenset)
    disagreements: tuple[str, ...] = ()
    findings_href: str = ""
    dates_href: str = ""
    wording: tuple[WordingFact, ...] = ()
    unsigned: tuple[str, ...] = ()
    judgement_href: str = ""
    identifying: tuple[IdentifyingNote, ...] = ()
    withdrawn: tuple[WithdrawnNote, ...] = ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Every text people wrote: sections, then findings."""
        return (*self.sections, *(Place(one.name, one.href, one.text) for one in self.findings))


@dataclass(frozen=True, slots=True)
class Found:
    """What is wrong, in a sentence, and where to put it right."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """`title` says what holds when nothing is found. `blocks`: what it finds stops the sign-off; else it is a warning."""

    code: str
    title: str
    run: Callable[[Facts], tuple[Found, ...]]
    blocks: bool = True
