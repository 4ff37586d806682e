"""Writing a letter and moving it from drafting to publication."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import can, require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from improvement.services import follow_up
from inspections.models import Inspection
from inspections.services import inspections as inspection_services
from measures.services.measures import carry_measures
from reports import verbs
from reports.letters import citations
from reports.models import (
    Correction,
    EasyReadVersion,
    Letter,
    LetterSection,
    LetterVersion,
    ScheduledPublication,
    SectionSave,
)
from reports.queries import accuracy as accuracy_queries
from reports.queries import review as review_queries
from reports.services import accuracy, build_context, checking, complaints, passages, telling, versions
from reports.services.sections import may_be_written, write_section, written_by_people

__all__ = [
    "available",
    "facts_for",
    "make_move",
    "may_be_written",
    "open_letter",
    "stopped_by_checks",
    "write_section",
    "written",
    "written_by_people",
]
# Filled with the words of the outcome when the letter is opened, so it says nothing of whether anybody has written.
OUTCOME_SECTION = "outcome"


@transaction.atomic
def open_letter(*, by: Any, inspection: Inspection) -> Letter:
    """The letter of an inspection, with an empty section for every part that people write. Opening twice is once."""
    if inspection.kind_spec.letter is None:
        raise Refused("This kind of inspection has no letter.")
    letter, made = Letter.objects.get_or_create(inspection=inspection)
    if made:
        outcome = inspection.outcome_spec
        for section in letter.spec.sections_for(inspection.outcome or None):
            if written_by_people(section.content):
                text = (
                    "\n\n".join((outcome.sentence, *outcome.follows))
                    if section.code == OUTCOME_SECTION and outcome
                    else ""
                )
                kept = LetterSection.objects.create(letter=letter, code=section.code, text=text)
                if text:
                    SectionSave.objects.create(section=kept, version=kept.version, by=None, at=clock.now(), text=text)
        record(actor=by, verb=verbs.OPENED, subject=letter)
    return letter


def facts_for(letter: Letter, *, on: date) -> dict[str, Any]:
    """What the guards of the letter's lifecycle ask for."""
    inspection = letter.inspection
    newest = letter.versions.defer("pdf", "context", "fragment").order_by("-number").first()
    return {
        "has_text": any(code != OUTCOME_SECTION for code in written(letter)),
        "outcome": inspection.outcome,
        "frozen": newest is not None,
        "rendered": newest is not None and all_printed(newest),
        "correction_ready": Correction.objects.filter(Correction.OPEN, letter=letter, made=newest).exists()
        and bool(newest),
        "feedback_on": inspection.feedback_on,
        "onsite_end_on": inspection.onsite_end_on,
        "issued_on": inspection.letter_issued_on,
        "received_on": inspection.report_received_on,
        "published_on": on,
        "letter_on": inspection.letter_dated_on or on,
        "comments_answered": accuracy_queries.answered(letter),
        "comments_settled": accuracy_queries.settled(letter, on=clock.today()),
        "must_answer_open": review_queries.must_answer_open(letter),
        "complaint_open": letter.complaints.open().count(),
        "all_judged": all_judged(inspection),
    }


def all_printed(version: LetterVersion) -> bool:
    """Whether every PDF of a frozen version is made: its own, and that of its Easy Read summary where it has one."""
    waiting = EasyReadVersion.objects.filter(version=version, pdf_sha256=None).exists()
    return version.pdf_sha256 is not None and not waiting


def written(letter: Letter) -> set[str]:
    """The codes of the sections that hold more than blanks."""
    return {code for code, text in letter.sections.values_list("code", "text") if text.strip()}


def wrote(person: Any, letter: Letter) -> bool:
    """Whether any of the letter's words were saved by this person."""
    return SectionSave.objects.filter(section__letter=letter, by=person).exists()


def all_judged(inspection: Inspection) -> bool:
    """Where each weakness has its own result: whether every one has been judged."""
    if not inspection.kind_spec.judged_per_item or inspection.follows is None:
        return True
    expected = inspection.follows.findings.filter(kind=inspection.kind_spec.item_kind).count()
    return inspection.judgements.count() >= expected


@transaction.atomic
def make_move(*, by: Any, letter: Letter, move: str, reason: str = "", on: date | None = None) -> None:
    """Move a letter on, with what that means for the inspection, its clocks and its plan: one transaction.

    `on` is the day it happens (today by default; never later). Raises Refused with the lifecycle's reasons.
    """
    on = on or clock.today()
    if on > clock.today():
        raise Refused(Reason("The date must be today or in the past", "on"))
    made = letter.LIFECYCLE.move(move)
    if move in OWN_SERVICE:
        raise Refused("This step says more than a date and a reason: it has its own page.")
    require(by, Permission(made.permission), letter.inspection)
    letter.inspection.refresh_from_db()
    advance(letter, move, by=by, facts=facts_for(letter, on=on), reason=reason)
    effect = EFFECTS.get(made.target)
    if effect:
        effect(by, letter, on)


def available(letter: Letter, by: Any) -> list[Any]:
    """The moves this person may be offered now. Those of a complaint are made where the complaint is recorded."""
    moves = (move for move in letter.LIFECYCLE.available(letter.state) if move.name not in ("hold", "answer_complaint"))
    return [move for move in moves if can(by, move.permission, letter.inspection)]


# In reports.services.publication and correcting.
OWN_SERVICE = ("withdraw", "supersede")


def stopped_by_checks(letter: Letter, move: Any) -> list[str]:
    """What the checks would say against a move, in sentences; only the sign-off asks them."""
    return [reason.text for reason in checking.refusals(letter)] if move.target == "signed_off" else []


def _to_area(by: Any, letter: Letter, on: date) -> None:
    cited = [
        row
        for row in letter.inspection.findings.all()
        if any(citations.cited(text) for text in (row.text, row.closing, *row.points))
    ]
    if cited:
        # The area reads findings on their own page as well, where nothing is taken out.
        raise Refused("A finding cites evidence in its words. Take the reference out before the area reads it.")
    inspection_services.mark_shared(by=by, inspection=letter.inspection, shared_on=on)
    accuracy.open_round(by=by, letter=letter, sent_on=on)


def _signed_off(by: Any, letter: Letter, on: date) -> None:
    if wrote(by, letter):
        raise Refused("You wrote in this letter. Somebody who did not must sign it off.")
    # From here the findings are fixed: a report that could never be published must not get this far.
    if reasons := checking.refusals(letter):
        raise Refused(*reasons)
    versions.freeze(by=by, letter=letter, context=build_context.build(letter, on=on))


def _issued(by: Any, letter: Letter, on: date) -> None:
    if letter.inspection.letter_issued_on is not None:
        return  # a complaint was answered: the day it was first issued stays
    newest = letter.versions.defer("pdf", "fragment").order_by("-number").first()
    dated_on = newest.frozen_context.letter_on if newest else None
    inspection_services.mark_issued(by=by, inspection=letter.inspection, issued_on=on, letter_dated_on=dated_on)
    if newest:
        telling.tell_issued(letter, newest)
    complaints.hold(by=by, letter=letter)


def _published(by: Any, letter: Letter, on: date) -> None:
    newest = letter.versions.order_by("-number").first()
    if newest is None or newest.pdf is None:
        raise Refused("The PDF of the letter is still being made. Try again in a minute.")
    LetterVersion.objects.all().fill_once(newest.pk, published_at=clock.now())
    # Done by hand before its time: nothing is left to be done then.
    ScheduledPublication.objects.filter(ScheduledPublication.OPEN, letter=letter).update(
        called_off_at=clock.now(), called_off_by=by
    )
    newest.refresh_from_db(fields=["published_at"])
    passages.index(newest)
    inspection_services.mark_published(by=by, inspection=letter.inspection, published_on=on)
    plan = follow_up.after_publication(by=by, inspection=letter.inspection)
    for before, after in follow_up.going_on(plan) if plan else ():
        carry_measures(by=by, from_item=before, to_item=after)
    product = letter.spec.name.lower()
    telling.tell(
        newest,
        event="published",
        mark=str(newest.number),
        subject=f"The {product} is published: {letter.inspection.partnership.name}",
        body=f"The {product} for {letter.inspection.partnership.name} is now public. The embargo is over.",
        public=True,
    )


EFFECTS: dict[str, Callable[[Any, Letter, date], None]] = {
    "draft_to_area": _to_area,
    "signed_off": _signed_off,
    "issued": _issued,
    "published": _published,
}
