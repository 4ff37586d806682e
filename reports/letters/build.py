"""Structured content -> LetterContext, driven by the rulebook's letter specification. Pure.

The imported file and the draft in the database come through the same door, so both give the same letter.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from reports.letters import standard_text
from reports.letters.blocks import (
    Block,
    Body,
    Bullets,
    Details,
    DetailsColumn,
    FindingList,
    FindingRow,
    Findings,
    Paragraph,
    People,
    PeopleColumn,
    Person,
    ResultRow,
    Results,
)
from reports.letters.context import Dates, Envelope, LetterContext, Section, printed_dates
from reports.letters.render import current_version
from rulebook import frameworks
from rulebook.frameworks.base import Framework, InspectionKind, LetterSpec, Outcome, SectionSpec


class NoLetter(ValueError):
    """This kind of inspection ends in no letter, or the content does not fit the letter it ends in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The facts of one letter apart from its sections.

    edition, framework, kind, outcome: codes of the rulebook ("" for no outcome yet). start_on, end_on: on site.
    dates_as_printed: "" to have them worded from the dates. determination: the sentences that state the outcome where
    the letter has no section for it; None for the rulebook's.
    """

    framework: str
    edition: str
    kind: str
    reference: str
    area_name: str
    start_on: date
    end_on: date
    dates_as_printed: str = ""
    previous_inspection: str = ""
    outcome: str = ""
    determination: tuple[str, ...] | None = None
    letter_on: date | None = None
    published_on: date | None = None
    marking: str = ""
    envelope: Envelope | None = None


@dataclass(frozen=True, slots=True)
class _Letter:
    """What a section is built from."""

    framework: Framework
    kind: InspectionKind
    spec: LetterSpec
    outcome: Outcome | None
    determination: tuple[str, ...] | None
    content: Mapping[str, Sequence[Any]] = field(default_factory=dict)


def letter_context(particulars: Particulars, content: Mapping[str, Sequence[Any]]) -> LetterContext:
    """The snapshot of one letter.

    `content` has a value by section code: text for "paragraphs" and "bullets", FindingRow for "findings" and "table",
    ResultRow for "results", DetailsColumn for "details", PeopleColumn for "team". A section left out is empty, apart
    from those the rulebook words (outcome, next steps, about this inspection). Raises NoLetter.
    """
    framework = frameworks.get(particulars.framework)
    kind = framework.edition(particulars.edition).kind(particulars.kind)
    spec = kind.letter
    if spec is None:
        raise NoLetter(f"A {kind.name.lower()} ends in no letter.")
    outcome = kind.outcome_scale.get(particulars.outcome) if particulars.outcome else None
    specs = spec.sections_for(particulars.outcome or None)
    unknown = sorted(set(content) - {section.code for section in specs})
    if unknown:
        raise NoLetter(f"The {spec.name.lower()} with this outcome has no section {unknown[0]}.")
    if spec.addressed != (particulars.envelope is not None):
        raise NoLetter(f"The {spec.name.lower()} is {'' if spec.addressed else 'not '}addressed to named people.")
    letter = _Letter(framework, kind, spec, outcome, particulars.determination, content)
    template = spec.template.split("/")[0]
    return LetterContext(
        framework=framework.code,
        edition=particulars.edition,
        kind=kind.code,
        letter=spec.code,
        template=template,
        template_version=current_version(template),
        reference=particulars.reference,
        area_name=particulars.area_name,
        product=f"{framework.words['area_title']} {framework.words['product']}",
        title=spec.title.format(area=particulars.area_name),
        dates=Dates(
            particulars.start_on,
            particulars.end_on,
            particulars.dates_as_printed or printed_dates(particulars.start_on, particulars.end_on),
        ),
        previous_inspection=particulars.previous_inspection,
        outcome=particulars.outcome,
        letter_on=particulars.letter_on,
        published_on=particulars.published_on,
        marking=particulars.marking,
        envelope=particulars.envelope,
        sections=tuple(_section(letter, section) for section in specs),
        colophon=standard_text.COLOPHON.get(framework.code, ()),
    )


def _section(letter: _Letter, spec: SectionSpec) -> Section:
    values = letter.content.get(spec.code)
    if values is None:
        values = _worded(letter, spec.code)
    blocks = _BLOCKS[spec.content](letter, spec, tuple(values)) if values else ()
    if spec.code == "introduction":
        blocks += tuple(Paragraph(text) for text in _determination(letter))
    return Section(spec.code, spec.heading, spec.heading_level, blocks, spec.group)


def _worded(letter: _Letter, code: str) -> tuple[str, ...]:
    """What the rulebook or the standard text says when nobody wrote the section."""
    if code == "about_this_inspection":
        return standard_text.ABOUT_THIS_INSPECTION.get(letter.framework.code, ())
    if letter.outcome and code == "outcome":
        return (letter.outcome.sentence, *letter.outcome.follows)
    if letter.outcome and code == "next_steps":
        return letter.outcome.follows
    return ()


def _determination(letter: _Letter) -> tuple[str, ...]:
    """A letter without a section for the outcome states it at the end of its opening paragraphs."""
    if letter.determination is not None:
        return letter.determination
    if letter.outcome is None:
        return ()
    if letter.kind.judged_per_item:
        return (letter.outcome.sentence,)
    return (letter.outcome.sentence, *letter.outcome.follows) if letter.outcome.plan_kind else ()


def _paragraphs(_letter: _Letter, _spec: SectionSpec, values: tuple[str, ...]) -> tuple[Block, ...]:
    return tuple(Paragraph(text) for text in values)


def _bullets(_letter: _Letter, _spec: SectionSpec, values: tuple[str, ...]) -> tuple[Block, ...]:
    return (Bullets(values),)


def _findings(letter: _Letter, spec: SectionSpec, values: tuple[FindingRow, ...]) -> tuple[Block, ...]:
    rows = FindingList(values)
    # Only the letter of a full inspection asks for the plan; its list opens with the sentence that asks.
    if spec.finding_kind == letter.kind.item_kind:
        return (Paragraph(standard_text.SIGNIFICANT_CONCERNS), rows)
    return (rows,)


def _table(letter: _Letter, spec: SectionSpec, values: tuple[FindingRow, ...]) -> tuple[Block, ...]:
    # The items a plan answers have bodies responsible for them; the other tables have one column.
    answered = spec.finding_kind == letter.kind.item_kind
    columns = (spec.heading, standard_text.RESPONSIBLE_BODY) if answered else (spec.heading,)
    return (Findings(columns, values),)


def _results(letter: _Letter, spec: SectionSpec, values: tuple[ResultRow, ...]) -> tuple[Block, ...]:
    return (Results(letter.framework.finding_kinds[spec.finding_kind or ""], values),)


def _details(_letter: _Letter, _spec: SectionSpec, values: tuple[DetailsColumn, ...]) -> tuple[Block, ...]:
    return (Details(values),)


def _team(_letter: _Letter, _spec: SectionSpec, values: tuple[PeopleColumn, ...]) -> tuple[Block, ...]:
    return (People(values),)


_BLOCKS: Mapping[str, Callable[[_Letter, SectionSpec, tuple[Any, ...]], tuple[Block, ...]]] = {
    "paragraphs": _paragraphs,
    "bullets": _bullets,
    "findings": _findings,
    "table": _table,
    "results": _results,
    "details": _details,
    "team": _team,
}


def team_columns(ofsted: Sequence[Person], cqc: Sequence[Person]) -> tuple[PeopleColumn, ...]:
    """Ofsted | Care Quality Commission, lead inspectors first as given."""
    return (
        PeopleColumn(standard_text.OFSTED, tuple(ofsted)),
        PeopleColumn(standard_text.CQC, tuple(cqc)),
    )


def details_columns(
    framework_code: str, authorities: Sequence[Body], boards: Sequence[Body]
) -> tuple[DetailsColumn, ...]:
    """Local authority | Integrated care board or boards."""
    words = frameworks.get(framework_code).words
    board = words["board"] if len(boards) == 1 else words["boards"]
    return (
        DetailsColumn(standard_text.LOCAL_AUTHORITY, tuple(authorities)),
        DetailsColumn(board[:1].upper() + board[1:], tuple(boards)),
    )


def result_row(text: str, result: str, paragraphs: Sequence[str]) -> ResultRow:
    """One weakness of a revisit letter with the sentence for its result. Raises KeyError for another result."""
    return ResultRow(text, result, standard_text.ITEM_RESULTS[result], tuple(paragraphs))
