"""How a section reads: its sentences with their references as links, those that rest on nothing, and hints for plainer words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from evidence.models import FindingBasis
from inspections.models import Inspection
from reports.letters import citations, plain_english, sentences
from reports.letters.citations import Reference
from reports.models import Letter, LetterSection
from reports.services import references
from reports.services.editor import heading


@dataclass(frozen=True)
class ReadSentence:
    """`rests` is False for a sentence of judgement without evidence."""

    words: SafeString
    rests: bool


@dataclass(frozen=True)
class Reading:
    paragraphs: tuple[tuple[ReadSentence, ...], ...]
    without: int
    hints: tuple[plain_english.Hint, ...]
    age: int | None
    lead_nowhere: tuple[str, ...]


@dataclass(frozen=True)
class Unsupported:
    """A sentence or a finding that rests on no evidence, with the address of the place."""

    place: str
    words: str
    href: str


def of_section(section: LetterSection) -> Reading:
    """Two queries at most for what references name."""
    judges, found = section.spec.judges, citations.references(section.text)
    known = references.addresses(section.letter.inspection, found) if found else {}
    paragraphs: dict[int, list[ReadSentence]] = {}
    for sentence in sentences.sentences_of(section.text):
        rests = not judges or citations.cited(sentence.text)
        paragraphs.setdefault(sentence.paragraph, []).append(ReadSentence(linked(escape(sentence.text), known), rests))
    return Reading(
        paragraphs=tuple(tuple(row) for row in paragraphs.values()),
        without=sum(not one.rests for row in paragraphs.values() for one in row),
        hints=plain_english.hints(section.text),
        age=plain_english.reading_age(section.text),
        lead_nowhere=tuple(one.text for one in found if one not in known),
    )


def linked(markup: SafeString, known: Mapping[Reference, str]) -> SafeString:
    return citations.linked(markup, lambda one: known.get(one, ""))


def unsupported(letter: Letter) -> list[Unsupported]:
    """Every sentence of judgement without a reference, section by section, then every finding that rests on nothing."""
    return [*_sentences(letter), *_findings(letter.inspection)]


def _sentences(letter: Letter) -> list[Unsupported]:
    written = {section.code: section.text for section in letter.sections.all()}
    return [
        Unsupported(heading(spec), sentence.text, place_of(letter, spec.code, sentence.paragraph))
        for spec in letter.spec.sections_for(letter.inspection.outcome or None)
        if spec.judges
        for sentence in sentences.without_evidence(written.get(spec.code, ""))
    ]


def _findings(inspection: Inspection) -> list[Unsupported]:
    rows: list[Any] = list(inspection.findings.all())
    standing = Q(note__isnull=True) | Q(note__withdrawn_at__isnull=True)
    rests = set(
        FindingBasis.objects.filter(standing, finding__inspection=inspection).values_list("finding_id", flat=True)
    )
    names = inspection.framework.finding_kinds
    return [
        Unsupported(
            f"{names.get(row.kind, row.kind)} {row.order}",
            row.text,
            reverse("inspections:finding-edit", args=[inspection.reference, row.pk]),
        )
        for row in rows
        if row.pk not in rests
    ]


def place_of(letter: Letter, code: str, paragraph: int = 0) -> str:
    """The address of a paragraph of a section, as its editor shows it read."""
    address = reverse("reports:section-edit", args=[letter.inspection.reference, code])
    return f"{address}#paragraph-{paragraph}" if paragraph else address
