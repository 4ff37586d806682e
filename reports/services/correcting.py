"""A corrected version of a published letter: begun from its words, changed place by place, frozen, published in its stead.

The plan, its items and its clock stay as the first publication set them: the day of receipt is a fact, and a plan answers the
letter it was asked for by. That is what the pages say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock, typeface
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Finding
from inspections.services.child_names import refuse_names
from reports import verbs
from reports.letters import correct
from reports.letters.blocks import FindingList, FindingRow, Findings
from reports.letters.context import LetterContext
from reports.models import Correction, Letter, LetterVersion, ScheduledPublication
from reports.services import letters, passages, sections, telling, versions
from rulebook import words

# As much as a section of a draft may have.
MOST_CHARACTERS = sections.MOST_CHARACTERS


@transaction.atomic
def begin(*, by: Any, letter: Letter, reason: str) -> Correction:
    """Begin a corrected version of what is published. `reason` becomes public with it. Raises Refused beside "reason"."""
    require(by, Permission.LETTER_PUBLISH, letter.inspection)
    reason = _said(reason, "Say what is being corrected: the public will read it")
    refuse_names(letter.inspection, reason=reason)
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    published = letter.versions.once_published().defer("pdf", "fragment").order_by("-number").first()
    if letter.state not in ("published", "withdrawn") or published is None:
        raise Refused("Only a published letter is corrected. This one is still being written.")
    try:
        with transaction.atomic():
            correction = Correction.objects.create(
                letter=letter,
                corrects=published,
                reason=reason,
                context=replace(published.frozen_context, colophon=_without_note(published)).as_json().decode(),
                begun_by=by,
                begun_at=clock.now(),
            )
    except IntegrityError:
        raise Refused("A correction of this letter has been begun already.") from None
    record(actor=by, verb=verbs.CORRECTION_BEGUN, subject=correction, reason=reason)
    return correction


def open_correction(letter: Letter) -> Correction | None:
    return Correction.objects.filter(Correction.OPEN, letter=letter).select_related("corrects", "made").first()


@transaction.atomic
def change(
    *, by: Any, correction: Correction, code: str, row: int, values: Mapping[str, str], version: int
) -> Correction:
    """Change the words of one place (correct.places). Raises Refused beside the field, Conflict, correct.NoPlace."""
    if correction.made_id or correction.published_at or correction.given_up_at:
        raise Refused("This correction is finished. Give it up and begin another to change more.")
    before = correct.place(correction.working, code, row)
    if reasons := [reason for name in before.values for reason in _faults(name, values[name], before.values[name])]:
        raise Refused(*reasons)
    texts: dict[str, Any] = {name: values[name] for name in before.values}
    refuse_names(correction.letter.inspection, **texts)
    after = correct.with_words(correction.working, code, row, {name: values[name] for name in before.values})
    correction.context = after.as_json().decode()
    save_if_unchanged(correction, version=version, fields=["context"])
    record(
        actor=by,
        verb=verbs.CORRECTION_CHANGED,
        subject=correction,
        changes={
            f"{before.heading}: {correct.LABELS[name]}": (before.values[name][:2000], values[name][:2000])
            for name in before.values
            if before.values[name] != values[name]
        },
    )
    return correction


def _faults(name: str, text: str, before: str) -> list[Reason]:
    if len(text) > MOST_CHARACTERS:
        return [Reason(f"This may have at most {MOST_CHARACTERS:,} characters; it has {len(text):,}", name)]
    found = []
    if before.strip() and not text.strip() and name in ("text", "paragraphs"):
        found.append(Reason("Write the corrected words: a correction takes nothing out of the letter", name))
    if lacking := typeface.missing(text):
        found.append(Reason(f"The letter’s typeface cannot print {' '.join(lacking[:5])}", name))
    return found


@transaction.atomic
def finish(*, by: Any, correction: Correction) -> LetterVersion:
    """Freeze the corrected words as the next version, with a note of what it replaces. Raises Refused when nothing was changed."""
    letter = Letter.objects.select_for_update().get(pk=correction.letter_id)
    require(by, Permission.LETTER_REVIEW, letter.inspection)
    correction = Correction.objects.select_related("corrects").get(pk=correction.pk)
    if correction.made_id or correction.published_at or correction.given_up_at:
        raise Refused("This correction is finished already.")
    old = correction.corrects
    if correction.working == replace(old.frozen_context, colophon=_without_note(old)) and not _easy_read_changed(
        letter, old
    ):
        raise Refused("Nothing has been changed yet: the words are those that are published.")
    noted = replace(correction.working, colophon=(*correction.working.colophon, note(correction)))
    made = versions.freeze(by=by, letter=letter, context=noted)
    correction.made = made
    save_if_unchanged(correction, version=correction.version, fields=["made"])
    record(actor=by, verb=verbs.CORRECTION_FINISHED, subject=correction, changes={"version": (old.number, made.number)})
    return made


def note(correction: Correction) -> str:
    """The line printed at the end of a corrected letter."""
    old = correction.corrects
    out = words.day(old.published_at.astimezone(clock.LONDON).date()) if old.published_at else ""
    return f"{NOTE}version {old.number}, published on {out}. What was corrected: {correction.reason}"


NOTE = "This is a corrected version. It replaces "


def _without_note(version: LetterVersion) -> tuple[str, ...]:
    return tuple(line for line in version.frozen_context.colophon if not line.startswith(NOTE))


def _easy_read_changed(letter: Letter, old: LetterVersion) -> bool:
    frozen = getattr(old, "easy_read", None)
    written = getattr(letter, "easy_read", None)
    lines = [(line["text"], line["picture"]) for line in written.lines] if written else []
    if frozen is None:
        return bool(lines)
    from reports.letters.easy_read import EasyReadContext

    kept = EasyReadContext.from_json(frozen.content.encode())
    return lines != [(line.text, line.picture) for line in kept.lines]


@transaction.atomic
def give_up(*, by: Any, correction: Correction) -> None:
    """Leave what is published as it is. A frozen version that was never published stays unpublished. Once is enough."""
    letter = Letter.objects.select_for_update().get(pk=correction.letter_id)
    require(by, Permission.LETTER_PUBLISH, letter.inspection)
    if Correction.objects.filter(Correction.OPEN, pk=correction.pk).update(given_up_at=clock.now()):
        now = {"called_off_at": clock.now(), "called_off_by": by}
        ScheduledPublication.objects.filter(ScheduledPublication.OPEN, letter=letter).update(**now)
        record(actor=by, verb=verbs.CORRECTION_GIVEN_UP, subject=correction)


@transaction.atomic
def publish_corrected(*, by: Any, letter: Letter) -> None:
    """Publish the finished correction in place of what stands. The caller holds the letter's row. Raises Refused."""
    correction = open_correction(letter)
    reason = correction.reason if correction else "No correction"
    advance(letter, "supersede", by=by, facts=letters.facts_for(letter, on=clock.today()), reason=reason)
    assert correction is not None and correction.made is not None
    now = clock.now()
    LetterVersion.objects.all().fill_once(correction.made.pk, published_at=now)
    correction.made.refresh_from_db(fields=["published_at"])
    passages.index(correction.made)
    Correction.objects.filter(pk=correction.pk).update(published_at=now)
    ScheduledPublication.objects.filter(ScheduledPublication.OPEN, letter=letter).update(
        called_off_at=now, called_off_by=by
    )
    _findings_follow(by, letter, correction.made.frozen_context)
    product, name = letter.spec.name.lower(), letter.inspection.partnership.name
    telling.tell(
        correction.made,
        event="published",
        mark=str(correction.made.number),
        subject=f"A corrected {product} is published: {name}",
        body=f"Version {correction.made.number} of the {product} for {name} is now public. What was corrected: {correction.reason}",
        public=True,
    )


def _findings_follow(by: Any, letter: Letter, context: LetterContext) -> None:
    """The findings kept with the inspection say what the letter now says. A plan keeps the words it was asked for with."""
    spec = letter.spec
    seen: dict[str, int] = {}
    for section in context.sections:
        kind = spec.section(section.code).finding_kind
        for block in section.blocks:
            if kind and isinstance(block, FindingList | Findings):
                for row in block.rows:
                    seen[kind] = seen.get(kind, 0) + 1
                    _follow(by, letter, kind, seen[kind], row)


def _follow(by: Any, letter: Letter, kind: str, place: int, row: FindingRow) -> None:
    findings = Finding.objects.filter(inspection=letter.inspection, kind=kind).order_by("order")
    finding = findings[place - 1 : place].first()
    if finding is None:
        return
    after = {
        "text": row.text,
        "points": list(row.points),
        "closing": row.closing,
        "responsible_bodies": list(row.responsible_bodies),
    }
    changes = {
        name: (getattr(finding, name), value) for name, value in after.items() if getattr(finding, name) != value
    }
    if changes:
        Finding.objects.filter(pk=finding.pk).update(**after)
        record(actor=by, verb=verbs.FINDING_CORRECTED, subject=finding, changes=changes)


def _said(reason: str, wanted: str) -> str:
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(Reason(wanted, "reason"))
    if len(reason) > 1000:
        raise Refused(Reason(f"This may have at most 1,000 characters; it has {len(reason):,}", "reason"))
    if lacking := typeface.missing(reason):
        raise Refused(Reason(f"The letter’s typeface cannot print {' '.join(lacking[:5])}", "reason"))
    return reason
