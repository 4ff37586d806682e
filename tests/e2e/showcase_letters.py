"""Letters of the demonstration brought to where their pages show something: one being written, one being corrected."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from core import clock, outbox
from core.autosave import Mark
from inspections.models import Inspection
from reports.letters import correct
from reports.models import Correction, Letter, LetterSection
from reports.services import correcting, letters, presence, publication, review

SECTION = "experience"
EVIDENCED = "Too many children wait a long time to be assessed. [N1, N2]"
PLANNED = "Plans of health and of social care for one child do not mention each other. [N4]"
TEXT = (
    f"{EVIDENCED} In Case B the first appointment was utilised only in order to write the referral again. [N4]\n\n"
    f"{PLANNED} Families tell their story again at each service."
)
MENDED = TEXT.replace(
    "In Case B the first appointment was utilised only in order to write", "A first visit was used to write"
)
PLAINER = "Health and social care each have a plan for the same child, and neither names the other. [N4]"


def being_written(inspection: Inspection, lead: Any, cqc: Any) -> Letter:
    """Drafted by the lead with the CQC lead in the same section: one sentence rests on nothing, and a case is named."""
    letter = letters.open_letter(by=lead, inspection=inspection)
    if letter.state == "not_started":
        # Straight in the table: the other pictures are of an inspection on site.
        Inspection.objects.filter(pk=inspection.pk).update(feedback_on=clock.today())
        letter.inspection.refresh_from_db()
        letters.make_move(by=lead, letter=letter, move="start")
        for by, text in ((cqc, f"{EVIDENCED}\n\n{PLANNED}"), (lead, TEXT)):
            _write(by, letter, text)
    presence.seen(by=cqc, section=letter.sections.get(code=SECTION))
    return letter


def being_reviewed(inspection: Inspection, lead: Any, cqc: Any) -> Letter:
    """With the team: other words are suggested for one sentence."""
    letter = being_written(inspection, lead, cqc)
    if letter.state == "drafting":
        _write(lead, letter, MENDED)
        letters.make_move(by=lead, letter=letter, move="send_to_team")
        review.comment(
            by=cqc, letter=Letter.objects.get(pk=letter.pk), code=SECTION, quote=PLANNED, replacement=PLAINER,
            text="Say what the plans are, and whose.",
        )  # fmt: skip
    return letter


def being_corrected(inspection: Inspection, lead: Any, quality: Any) -> Letter:
    """Published, with a corrected version frozen that is to be published in two days."""
    letter = Letter.objects.get(inspection=inspection)
    if not Correction.objects.filter(letter=letter).exists():
        made = correcting.begin(by=quality, letter=letter, reason="The share of families was wrong.")
        values = correct.place(made.working, SECTION, 0).values
        values = {name: text.replace("Many families", "Two in three families") for name, text in values.items()}
        correcting.change(by=lead, correction=made, code=SECTION, row=0, values=values, version=made.version)
        version = correcting.finish(by=quality, correction=made)
        outbox.relay(1000)
        due_at = (clock.now() + timedelta(days=2)).astimezone(clock.LONDON).replace(hour=9, minute=30)
        publication.schedule(
            by=quality, letter=letter, number=version.number, on=due_at.date(), at=due_at.time().replace(tzinfo=None)
        )
    return letter


def _write(by: Any, letter: Letter, text: str) -> None:
    section = LetterSection.objects.get(letter=letter, code=SECTION)
    letters.write_section(by=by, section=section, text=text, mark=Mark.at(section.version))
