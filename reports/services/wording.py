"""The words of a letter as they stand now, section by section: what reviewers read and quote."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from core import clock
from reports.letters.passages import sections_of
from reports.models import Letter, LetterSection
from reports.services import build_context


@dataclass(frozen=True)
class Standing:
    """One section. `section` is its row when people write its text; None when it is gathered, as the findings are."""

    code: str
    heading: str
    text: str
    section: LetterSection | None


def sections(letter: Letter) -> list[Standing]:
    """The sections that say something, in the order of the letter."""
    written = {section.code: section for section in letter.sections.all()}
    gathered = {part.code: part for part in sections_of(build_context.build(letter, on=clock.today()))}
    standing = []
    for spec in letter.spec.sections_for(letter.inspection.outcome or None):
        heading = spec.heading or spec.group or "Opening paragraphs"
        row, drawn = written.get(spec.code), gathered.get(spec.code)
        text = row.text if row else drawn.text if drawn else ""
        if text.strip():
            standing.append(Standing(spec.code, heading, text, row))
    return standing


def section(letter: Letter, code: str) -> Standing | None:
    return next((standing for standing in sections(letter) if standing.code == code), None)


def sha256_of(standing: list[Standing]) -> str:
    """One hash of all the words, by which it is known that something changed since a verdict."""
    return sha256("\x00".join(f"{one.code}\x01{one.text}" for one in standing).encode()).hexdigest()
