"""The places of a frozen letter whose words may be corrected, and the letter with the words of one place changed. Pure.

A correction changes words. It adds no finding and takes none away, and leaves wording copied from an earlier letter as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from reports.letters.blocks import Block, Bullets, FindingList, FindingRow, Findings, Paragraph, ResultRow, Results
from reports.letters.context import LetterContext, Section

_BLANK_LINE = re.compile(r"\n\s*\n")
LABELS = {
    "text": "Text",
    "points": "Points, one on each line",
    "closing": "Closing sentence",
    "responsible_bodies": "Responsible bodies, one on each line",
    "paragraphs": "Text",
}
# Fields that hold several texts: on a line each, or as paragraphs with a blank line between.
_LINES = ("points", "responsible_bodies")


@dataclass(frozen=True)
class Place:
    """One place: the section's code, the number of the row within it (0 for running text), its heading and its words by field."""

    code: str
    row: int
    heading: str
    values: Mapping[str, str]


class NoPlace(LookupError):
    """The letter has no such place, or none that may be corrected."""


def places(letter: LetterContext) -> list[Place]:
    """Every place in the order of the letter."""
    return [place for section in letter.sections for place in _of(section)]


def place(letter: LetterContext, code: str, row: int) -> Place:
    """Raises NoPlace."""
    for found in places(letter):
        if (found.code, found.row) == (code, row):
            return found
    raise NoPlace(f"{code} {row}")


def with_words(letter: LetterContext, code: str, row: int, values: Mapping[str, str]) -> LetterContext:
    """The letter with the words of one place replaced. Raises NoPlace."""
    place(letter, code, row)
    sections = tuple(
        replace(section, blocks=_changed(section, row, values)) if section.code == code else section
        for section in letter.sections
    )
    return replace(letter, sections=sections)


def paragraphs_of(text: str) -> tuple[str, ...]:
    return tuple(" ".join(part.split()) for part in _BLANK_LINE.split(text.replace("\r\n", "\n")) if part.strip())


def _of(section: Section) -> Iterator[Place]:
    heading = section.heading or section.group or "Opening paragraphs"
    if section.group and section.heading:
        heading = f"{section.group}: {section.heading}"
    texts = _running(section)
    if texts is not None:
        yield Place(section.code, 0, heading, {"text": "\n\n".join(texts)})
    number = 0
    for block in section.blocks:
        for row in _rows(block):
            number += 1
            yield Place(section.code, number, f"{heading}, {number}", _values(row))


def _running(section: Section) -> list[str] | None:
    """The paragraphs or bullets of a section of running text; None where it holds anything else."""
    texts: list[str] = []
    for block in section.blocks:
        if isinstance(block, Paragraph):
            texts.append(block.text)
        elif isinstance(block, Bullets):
            texts += block.items
        else:
            return None
    return texts or None


def _rows(block: Block) -> tuple[FindingRow, ...] | tuple[ResultRow, ...]:
    return block.rows if isinstance(block, FindingList | Findings | Results) else ()


def _values(row: FindingRow | ResultRow) -> dict[str, str]:
    if isinstance(row, ResultRow):
        return {"paragraphs": "\n\n".join(row.paragraphs)}
    return {
        "text": row.text,
        "points": "\n".join(row.points),
        "closing": row.closing,
        "responsible_bodies": "\n".join(row.responsible_bodies),
    }


def _changed(section: Section, wanted: int, values: Mapping[str, str]) -> tuple[Block, ...]:
    if wanted == 0:
        texts = paragraphs_of(values["text"])
        if any(isinstance(block, Bullets) for block in section.blocks):
            return (Bullets(texts),)
        return tuple(Paragraph(text) for text in texts)
    blocks: list[Block] = []
    number = 0
    for block in section.blocks:
        rows = []
        for row in _rows(block):
            number += 1
            rows.append(_with(row, values) if number == wanted else row)
        blocks.append(replace(block, rows=tuple(rows)) if rows else block)  # type: ignore[arg-type]
    return tuple(blocks)


def _with(row: FindingRow | ResultRow, values: Mapping[str, str]) -> FindingRow | ResultRow:
    if isinstance(row, ResultRow):
        return replace(row, paragraphs=paragraphs_of(values["paragraphs"]))
    parts = {
        name: tuple(line.strip() for line in text.splitlines() if line.strip())
        if name in _LINES
        else " ".join(text.split())
        for name, text in values.items()
    }
    return replace(row, **parts)  # type: ignore[arg-type]
