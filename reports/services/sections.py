"""Writing a section of a letter: every save that changed something is kept, a repeated one is one, and nobody writes over another."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.db.models.functions import Length

from audit.record import record
from core import clock
from core.autosave import Mark
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from reports import verbs
from reports.models import Letter, LetterSection, SectionSave

# Longer than any published letter's section; a paste of a whole document is refused, not cut.
MOST_CHARACTERS = 60_000
# All sections together: about a hundred printed pages. The longest published reports have twelve.
MOST_IN_LETTER, PAGES_IN_LETTER = 300_000, 100
# One person writing on is one entry in the record; each of their saves is a SectionSave.
ONE_SITTING = timedelta(minutes=10)
WRITABLE = ("drafting", "comments_in", "revised")
# While it is with its reviewers nobody writes, but what one of them suggested may be taken.
UNDER_REVIEW = ("team_review", "qa", "final_qa")


def may_be_written(letter: Letter) -> bool:
    return letter.state in WRITABLE


def written_by_people(content: str) -> bool:
    """Whether a section holds text of its own; tables of findings, bodies and team are gathered when it is drawn."""
    return content in ("paragraphs", "bullets")


@transaction.atomic
def write_section(*, by: Any, section: LetterSection, text: str, mark: Mark, suggested: bool = False) -> int:
    """Save a section's text as `mark` knew it; returns the version it then has.

    A key seen before, a text that already stands there and a save that arrives after a later one of its own session change nothing.
    Raises Conflict when somebody saved another text meanwhile, and Refused once the letter left drafting or beside "text" when it is
    too long. A change that a reviewer `suggested` may also be taken while the letter is reviewed.
    """
    # Locked, so that no move of the letter comes between this and the end of the save: what is frozen is what was saved.
    letter = Letter.objects.select_for_update().get(pk=section.letter_id)
    if before := section.saves.filter(save_key=mark.key).first():
        return before.version
    if not may_be_written(letter) and not (suggested and letter.state in UNDER_REVIEW):
        raise Refused("The letter is not being drafted now. Send it back to drafting first.")
    _refuse_length(section, text)
    stands = LetterSection.objects.get(pk=section.pk)
    if stands.text == text or not mark.may_follow(stands):
        return stands.version
    _keep_what_stood(stands)
    section.text = text
    save_if_unchanged(section, version=stands.version, fields=["text"])
    now, version = clock.now(), stands.version + 1
    sitting = section.saves.filter(version=stands.version, by=by, at__gte=now - ONE_SITTING).exists()
    SectionSave.objects.create(section=section, version=version, save_key=mark.key, by=by, at=now, text=text)
    if not sitting:
        record(
            actor=by,
            verb=verbs.SECTION_WRITTEN,
            subject=section,
            changes={"characters": (len(stands.text), len(text)), "version": (stands.version, version)},
        )
    return version


def _refuse_length(section: LetterSection, text: str) -> None:
    if len(text) > MOST_CHARACTERS:
        raise Refused(
            Reason(f"A section may have at most {MOST_CHARACTERS:,} characters; this has {len(text):,}", "text")
        )
    others = section.letter.sections.exclude(pk=section.pk).aggregate(all=Sum(Length("text")))["all"] or 0
    if others + len(text) > MOST_IN_LETTER:
        raise Refused(
            Reason(
                f"All sections together may have at most {MOST_IN_LETTER:,} characters, about {PAGES_IN_LETTER} pages; "
                f"with this they would have {others + len(text):,}",
                "text",
            )
        )


def _keep_what_stood(section: LetterSection) -> None:
    """The words a section was opened or imported with are its first version in the history."""
    if section.text:
        SectionSave.objects.get_or_create(
            section=section, version=section.version, defaults={"text": section.text, "at": clock.now(), "by": None}
        )
