"""Writing the Easy Read summary of a letter, and freezing it with a version. It is left out where nobody wrote one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction

from audit.record import record
from core import typeface
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.services.child_names import refuse_names
from reports import verbs
from reports.letters import easy_read
from reports.models import Correction, EasyRead, EasyReadVersion, Letter, LetterVersion
from reports.services import printing

MOST_LINES = 60
# UNV: Easy Read guidance asks for short sentences and names no number of characters.
MOST_CHARACTERS = 200
# From sign-off on the words are frozen; a correction opens them again.
FIXED_STATES = ("signed_off", "issued", "complaint_hold", "published", "withdrawn")


def may_be_written(letter: Letter) -> bool:
    return letter.state not in FIXED_STATES or Correction.objects.filter(Correction.OPEN, letter=letter).exists()


def of_letter(letter: Letter) -> EasyRead:
    """The summary as it is being written; an unsaved empty one where nobody began."""
    return EasyRead.objects.filter(letter=letter).first() or EasyRead(letter=letter, lines=[], version=0)


@transaction.atomic
def write(*, by: Any, letter: Letter, lines: Iterable[Mapping[str, str]], version: int) -> EasyRead:
    """Save the lines, each {"text", "picture"}; one without text is dropped. Raises Refused beside "text_N" or "picture_N"
    (N counts from 0 as given), and Conflict when somebody saved them meanwhile.
    """
    if not may_be_written(letter):
        raise Refused("The letter is signed off, so its Easy Read summary is fixed too.")
    given = list(lines)
    kept = [
        {"text": " ".join(line["text"].split()), "picture": line["picture"]} for line in given if line["text"].strip()
    ]
    if reasons := [reason for number, line in enumerate(given) for reason in _faults(number, line)]:
        raise Refused(*reasons)
    if len(kept) > MOST_LINES:
        raise Refused(f"An Easy Read summary may have at most {MOST_LINES} lines; this has {len(kept)}.")
    texts: dict[str, Any] = {f"text_{number}": line["text"] for number, line in enumerate(given)}
    refuse_names(letter.inspection, **texts)
    summary, _ = EasyRead.objects.get_or_create(letter=letter, defaults={"version": 0})
    before = len(summary.lines)
    summary.lines = kept
    save_if_unchanged(summary, version=version, fields=["lines"])
    record(actor=by, verb=verbs.EASY_READ_WRITTEN, subject=summary, changes={"lines": (before, len(kept))})
    return summary


def _faults(number: int, line: Mapping[str, str]) -> list[Reason]:
    text, found = line["text"], []
    if len(text) > MOST_CHARACTERS:
        found.append(
            Reason(f"A line may have at most {MOST_CHARACTERS} characters; this has {len(text)}", f"text_{number}")
        )
    if lacking := typeface.missing(text):
        shown = " ".join(lacking[:5])
        found.append(Reason(f"The letter’s typeface cannot print {shown}", f"text_{number}"))
    if line["picture"] and line["picture"] not in easy_read.PICTURES:
        found.append(Reason("Choose a picture from the list", f"picture_{number}"))
    if line["picture"] and not text.strip():
        found.append(Reason("Write a sentence for this picture, or choose no picture", f"text_{number}"))
    return found


def context_of(letter: Letter, lines: Iterable[Mapping[str, str]], printed_dates: str) -> easy_read.EasyReadContext:
    inspection = letter.inspection
    return easy_read.EasyReadContext(
        reference=inspection.reference,
        area_name=inspection.partnership.name,
        product=letter.spec.name,
        printed_dates=printed_dates,
        lines=tuple(easy_read.Line(line["text"], line["picture"]) for line in lines),
    )


@transaction.atomic
def freeze(*, by: Any, version: LetterVersion) -> EasyReadVersion | None:
    """Keep the summary with this version and ask for its PDF; None where nothing was written."""
    summary = EasyRead.objects.filter(letter=version.letter).first()
    if summary is None or not summary.lines:
        return None
    content = context_of(version.letter, summary.lines, version.frozen_context.dates.printed)
    kept = EasyReadVersion.objects.create(
        version=version,
        content=content.as_json().decode(),
        content_sha256=content.sha256,
        template=f"easy_read/{content.template_version}",
        fragment=str(easy_read.render_fragment(content)),
    )
    printing.ask_for_easy_read(by=by, version=version)
    return kept
