"""Lines of enquiry by kind of source and by sector: what there is, and what is missing. The same few queries for 1 line or 30."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import NoReverseMatch, reverse

from evidence.choices import SourceKind, Strand
from evidence.models import Enquiry, NoteEnquiry
from evidence.queries import voices
from inspections.models import Inspection
from rulebook import words
from rulebook.frameworks.triangulation import TRIANGULATION

# How a count reads and is shaded, from the least: never by shade alone.
HEAT = ((0, "None", 0), (1, "One", 1), (2, "Some", 2), (5, "Many", 3))
# What can be asked for tomorrow, by what is missing: only what a meeting can give.
ASKED_FOR = {
    voices.PARENTS: "a meeting with parents and carers",
    voices.CHILDREN: "a meeting with children and young people",
    Strand.EDUCATION.value: "a meeting with people who work in education",
    Strand.HEALTH.value: "a meeting with people who work in health",
    Strand.CARE.value: "a meeting with people who work in social care",
}


@dataclass(frozen=True)
class Cell:
    count: int
    word: str
    shade: int
    href: str


@dataclass(frozen=True)
class Gap:
    """Something missing on one line of enquiry. `ask` is what can be asked for tomorrow, or "" where no meeting gives it."""

    code: str
    text: str
    ask: str = ""


@dataclass(frozen=True)
class Row:
    enquiry: Enquiry
    kinds: tuple[Cell, ...]
    strands: tuple[Cell, ...]
    total: Cell
    gaps: tuple[Gap, ...]


def table(inspection: Inspection, *, number: int | None = None) -> list[Row]:
    """A row for each open line of enquiry in order, or for one."""
    enquiries = Enquiry.objects.filter(inspection=inspection, closed_at=None).order_by("number")
    if number is not None:
        enquiries = enquiries.filter(number=number)
    ties: dict[int, list[tuple[int, str, str, str]]] = defaultdict(list)
    for enquiry, note, kind, strand, met, title in NoteEnquiry.objects.filter(
        enquiry__inspection=inspection, note__withdrawn_at=None
    ).values_list("enquiry_id", "note_id", "note__source_kind", "note__strand", "note__people_met", "note__title"):
        ties[enquiry].append((note, kind, strand, f"{met} {title}"))
    heard = voices.linked(inspection)
    return [_row(inspection, enquiry, ties[enquiry.pk], heard) for enquiry in enquiries]


def _row(
    inspection: Inspection, enquiry: Enquiry, notes: list[tuple[int, str, str, str]], heard: dict[int, set[str]]
) -> Row:
    kinds, strands = Counter(kind for _, kind, _, _ in notes), Counter(strand for _, _, strand, _ in notes)
    said = set().union(*(heard.get(note, set()) | voices.said_in(text) for note, _, _, text in notes))
    return Row(
        enquiry=enquiry,
        kinds=tuple(cell(inspection, enquiry, kinds[kind.value], source=kind.value) for kind in SourceKind),
        strands=tuple(cell(inspection, enquiry, strands[strand.value], strand=strand.value) for strand in Strand),
        total=cell(inspection, enquiry, len(notes)),
        gaps=tuple(_gaps(enquiry, kinds, strands, said)),
    )


def cell(inspection: Inspection, enquiry: Enquiry, count: int, **filters: str) -> Cell:
    word, shade = next((word, shade) for least, word, shade in reversed(HEAT) if count >= least)
    return Cell(count, word, shade, notes_address(inspection, enquiry=enquiry.number, **filters) if count else "")


def notes_address(inspection: Inspection, **filters: str | int) -> str:
    """The list of notes with these filters: names of evidence.queries.notes.Filter."""
    try:
        address = reverse("evidence:note-list", args=[inspection.reference])
    except NoReverseMatch:
        return ""
    return f"{address}?{urlencode(filters)}"


def _gaps(enquiry: Enquiry, kinds: Counter[str], strands: Counter[str], said: set[str]) -> list[Gap]:
    """In words, for a line that has notes or none."""
    found = [
        Gap(voice, f"No {name} voice yet on {enquiry.citation}", ASKED_FOR[voice])
        for voice, name in voices.VOICES.items()
        if voice not in said
    ]
    found += [
        Gap(strand.value, f"Nothing from {strand.label.lower()} yet on {enquiry.citation}", ASKED_FOR[strand.value])
        for strand in Strand
        if not strands[strand.value]
    ]
    there = [kind for kind in SourceKind if kinds[kind.value]]
    if len(there) < TRIANGULATION.kinds:
        missing = [kind.label.lower() for kind in SourceKind if kind not in there]
        counted = words.count(len(there), "kind")
        found.append(Gap("kinds", f"Only {counted} of source yet on {enquiry.citation}: no {' or '.join(missing)}"))
    return found
