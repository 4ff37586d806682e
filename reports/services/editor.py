"""What the pages of the editor show beside the text: every section in its order, who wrote it last, who has it open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from reports.models import Letter, LetterSection, SectionSave
from reports.services import presence
from rulebook.frameworks.base import SectionSpec

NO_HEADING = "Opening paragraphs"


@dataclass(frozen=True)
class Place:
    """A section of the letter in the order printed; `section` is None where it is gathered from elsewhere."""

    spec: SectionSpec
    section: LetterSection | None
    last: SectionSave | None
    here: tuple[str, ...]

    @property
    def title(self) -> str:
        return heading(self.spec)

    @property
    def words(self) -> int:
        return len(self.section.text.split()) if self.section else 0


def heading(spec: SectionSpec) -> str:
    return spec.heading or NO_HEADING


def places(letter: Letter, by: Any) -> list[Place]:
    """Every section of the letter, in five queries whatever it holds."""
    written = {section.code: section for section in letter.sections.all()}
    last = {save.section_id: save for save in newest_saves(letter)}
    here = presence.by_section(letter, by)
    return [
        Place(
            spec,
            section := written.get(spec.code),
            last.get(section.pk) if section else None,
            tuple(here.get(section.pk, ())) if section else (),
        )
        for spec in letter.spec.sections_for(letter.inspection.outcome or None)
    ]


def newest_saves(letter: Letter) -> Any:
    """The save each section's present text came from, with its author."""
    return (
        SectionSave.objects.filter(section__letter=letter, version=F("section__version"))
        .select_related("by")
        .defer("text")
    )
