"""The factual accuracy check: the draft goes to the area, its receipt starts the clock, comments are drafted and submitted once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import can, require
from accounts.choices import Permission
from accounts.models import User
from audit.record import record
from core import clock, files
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import TeamPlace
from inspections.services import timeline
from inspections.services.child_names import refuse_file_names, refuse_names
from inspections.services.owners import AREA, INSPECTORATES, tell
from partnerships.models import Membership
from reports import verbs
from reports.letters import render
from reports.letters.passages import find, sections_of
from reports.models import AccuracyComment, AccuracyEvidence, AccuracyRound, Letter
from reports.models.accuracy import RULE
from reports.queries import accuracy as queries
from reports.services import build_context
from rulebook import words

MARKING = "Draft: not for publication"
MOST_COMMENTS = 200
MOST_EVIDENCE = 10


@transaction.atomic
def open_round(*, by: Any, letter: Letter, sent_on: date) -> AccuracyRound:
    """Freeze the draft as it is sent to the area and tell those who may read it. Called by the move that sends it."""
    context = build_context.build(letter, on=sent_on, marking=MARKING)
    round_ = AccuracyRound.objects.create(
        letter=letter, number=letter.accuracy_rounds.count() + 1, context=context.as_json().decode(), context_sha256=context.sha256,
        fragment=str(render.render_fragment(context)), sent_on=sent_on, sent_by=by,
    )  # fmt: skip
    record(actor=by, verb=verbs.ROUND_OPENED, subject=round_, changes={"sha256": ("", context.sha256)})
    product = letter.inspection.words["product"]
    for person in readers(letter):
        _tell(person, round_, "sent", f"The draft {product} is here to be checked for factual accuracy. It is embargoed. "
              "Record the day you received it: the time for comments is counted from that day.")  # fmt: skip
    return round_


def readers(letter: Letter) -> list[User]:
    """The people of the area who may answer the draft: by their office, or because it was handed to them."""
    inspection, today = letter.inspection, clock.today()
    offices = Membership.objects.in_force(today).filter(partnership_id=inspection.partnership_id, role__in=AREA)
    handed = queries.delegates(inspection).filter(starts_on__lte=today)
    keys = {*offices.values_list("user_id", flat=True), *handed.values_list("delegate_id", flat=True)}
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("name"))


@transaction.atomic
def record_receipt(*, by: Any, round_: AccuracyRound, received_on: date, reason: str = "") -> AccuracyRound:
    """Record the day the area received the draft, which starts the clock. May be corrected, for a reason, until it submits.

    Raises Refused beside "received_on" or "reason".
    """
    held = _held(by, round_, Permission.LETTER_RESPOND)
    reasons = []
    if received_on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "received_on"))
    if received_on < held.sent_on:
        sent = words.weekday(held.sent_on)
        reasons.append(Reason(f"The draft cannot be received before it was sent, on {sent}", "received_on"))
    if held.received_on is not None and held.received_on != received_on and not reason.strip():
        known = words.weekday(held.received_on)
        reasons.append(Reason(f"Say why: receipt on {known} is recorded already", "reason"))
    if reasons:
        raise Refused(*reasons)
    before = held.received_on
    if before == received_on:
        return held
    held.received_on, held.received_by, held.receipt_recorded_at = received_on, by, clock.now()
    held.save(update_fields=["received_on", "received_by", "receipt_recorded_at"])
    record(
        actor=by, verb=verbs.DRAFT_RECEIVED, subject=held, changes={"received_on": (before, received_on)}, reason=reason
    )
    inspection = held.letter.inspection
    if queries.has_period(inspection):
        timeline.lay_out_one(
            inspection=inspection, by=by, rule_code=RULE, anchor_on=received_on, occurrence=held.number
        )
    return held


@transaction.atomic
def draft_comment(
    *, by: Any, round_: AccuracyRound, code: str, kind: str, text: str, quote: str = "", correction: str = "",
    uploads: Sequence[Any] = (),
) -> AccuracyComment:  # fmt: skip
    """Write one comment for the set. Raises Refused beside "quote", "text" or "evidence", and when the set was submitted."""
    held = _held(by, round_, Permission.LETTER_RESPOND)
    if held.comments.count() >= MOST_COMMENTS:
        raise Refused(f"There are {MOST_COMMENTS} comments already. Join some of them before you write another")
    values = _checked(held, code=code, kind=kind, text=text, quote=quote, correction=correction)
    comment = AccuracyComment.objects.create(round=held, by=by, **values)
    _attach(by, comment, uploads)
    record(actor=by, verb=verbs.ACCURACY_DRAFTED, subject=comment)
    return comment


@transaction.atomic
def change_comment(
    *, by: Any, comment: AccuracyComment, version: int, kind: str, text: str, quote: str = "", correction: str = "",
    uploads: Sequence[Any] = (), without: Sequence[int] = (),
) -> AccuracyComment:  # fmt: skip
    """Change a comment that is not submitted: one's own, or any for those who submit. Raises Conflict and Refused.

    `without` are the keys of pieces of evidence to take out.
    """
    held = _held(by, comment.round, Permission.LETTER_RESPOND)
    _require_writer(by, comment)
    values = _checked(held, code=comment.section_code, kind=kind, text=text, quote=quote, correction=correction)
    for name, value in values.items():
        setattr(comment, name, value)
    save_if_unchanged(comment, version=version, fields=list(values))
    gone = list(comment.evidence.filter(pk__in=without).select_related("file"))
    for piece in gone:
        piece.delete()
        files.forget(piece.file)
    _attach(by, comment, uploads)
    record(actor=by, verb=verbs.ACCURACY_CHANGED, subject=comment)
    return comment


@transaction.atomic
def remove_comment(*, by: Any, comment: AccuracyComment) -> None:
    """Take a comment that is not submitted out of the set, with its evidence. Raises Refused."""
    _held(by, comment.round, Permission.LETTER_RESPOND)
    _require_writer(by, comment)
    record(actor=by, verb=verbs.ACCURACY_REMOVED, subject=comment, changes={"text": (comment.text, "")})
    stored = [piece.file for piece in comment.evidence.select_related("file")]
    comment.evidence.all().delete()
    comment.delete()
    for file in stored:
        files.forget(file)


@transaction.atomic
def submit(*, by: Any, round_: AccuracyRound) -> AccuracyRound:
    """Send the whole set, which is then fixed: its number, its receipt and a snapshot. Also an empty one: nothing is wrong.

    Raises Refused before receipt was recorded and for a second time. After the last day it is taken and marked late.
    """
    held = _held(by, round_, Permission.ACCURACY_SUBMIT)
    if held.received_on is None:
        raise Refused("Record the day you received the draft first")
    rows = queries.drafted(held)
    for number, row in enumerate(rows, 1):
        row.comment.number = number
        row.comment.save(update_fields=["number"])
    inspection, deadline = held.letter.inspection, held.deadline
    held.submitted_at, held.submitted_by = clock.now(), by
    held.late = past_due(held)
    held.receipt_number = f"FA-{inspection.reference}-{held.number}".upper()
    held.snapshot = _canonical(_content(held, rows))
    held.sha256 = hashlib.sha256(held.snapshot.encode()).hexdigest()
    held.save(update_fields=["submitted_at", "submitted_by", "late", "receipt_number", "snapshot", "sha256"])
    if deadline is not None and deadline.is_open:
        timeline.mark_met(by=by, deadline=deadline, met_on=clock.today())
    record(
        actor=by,
        verb=verbs.ACCURACY_SUBMITTED,
        subject=held,
        changes={"receipt_number": ("", held.receipt_number), "comments": (0, len(rows)), "sha256": ("", held.sha256)},
    )
    for person in _leads(held.letter):
        _tell(
            person, held, "submitted", f"{words.count(len(rows), 'comment')} submitted{', late' if held.late else ''}."
        )
    return held


def may_write(by: Any, comment: AccuracyComment) -> bool:
    """One's own, or any for those who answer for the whole set."""
    return comment.by_id == by.pk or can(by, Permission.ACCURACY_SUBMIT, comment.round.letter.inspection)


def still_open(round_: AccuracyRound, letter: Letter) -> bool:
    """Whether the area may still write and submit."""
    return round_.submitted_at is None and letter.state in queries.OPEN_STATES


def past_due(round_: AccuracyRound) -> bool:
    """Whether the last day for comments has passed: a set submitted now is taken and marked late."""
    return round_.deadline is not None and clock.today() > round_.deadline.due_on


def _held(by: Any, round_: AccuracyRound, permission: Permission) -> AccuracyRound:
    """The round, locked: whoever writes a comment waits for whoever submits. Raises PermissionDenied and Refused."""
    require(by, permission, round_.letter.inspection)
    held = (
        AccuracyRound.objects.select_for_update(of=("self",))
        .select_related("letter__inspection__partnership")
        .get(pk=round_.pk)
    )
    if held.submitted_at is not None:
        raise Refused("The comments have been submitted, so nothing can be added or changed")
    if not still_open(held, held.letter):
        raise Refused(
            "The letter has been revised, so comments can no longer be taken here. Write to the lead inspector"
        )
    return held


def _require_writer(by: Any, comment: AccuracyComment) -> None:
    if not may_write(by, comment):
        raise PermissionDenied("somebody else wrote this comment")


def _checked(held: AccuracyRound, *, code: str, kind: str, text: str, quote: str, correction: str) -> dict[str, Any]:
    section = next((part for part in sections_of(held.frozen_context) if part.code == code), None)
    quote = " ".join(quote.split())
    reasons = []
    if section is None:
        reasons.append(Reason("Choose a section of the draft", "code"))
    elif quote and not find(section.text, quote):
        reasons.append(Reason("These words do not stand in this section of the draft. Copy them from it", "quote"))
    if not text.strip():
        reasons.append(Reason("Say what is wrong or missing", "text"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(held.letter.inspection, text=text, correction=correction)
    return {"section_code": code, "kind": kind, "text": text.strip(), "quote": quote, "correction": correction.strip()}


def _attach(by: Any, comment: AccuracyComment, uploads: Sequence[Any]) -> None:
    if not uploads:
        return
    if comment.evidence.count() + len(uploads) > MOST_EVIDENCE:
        raise Refused(Reason(f"A comment may have {MOST_EVIDENCE} files or fewer", "evidence"))
    refuse_file_names(comment.round.letter.inspection, uploads, "evidence")
    place = comment.round.letter.inspection.partnership.slug
    for stored in files.keep_all(by=by, uploads=uploads, field="evidence", place=place):
        AccuracyEvidence.objects.create(comment=comment, file=stored)


def _leads(letter: Letter) -> list[User]:
    places = TeamPlace.objects.in_force(clock.today()).filter(inspection=letter.inspection_id, role__in=INSPECTORATES)
    return list(User.objects.filter(pk__in=places.values("user_id"), is_active=True))


def _tell(person: User, round_: AccuracyRound, about: str, body: str) -> None:
    inspection = round_.letter.inspection
    tell(
        person,
        kind="factual_accuracy",
        key=f"factual_accuracy:{round_.pk}:{about}",
        subject=f"{inspection.partnership.name}: factual accuracy check",
        body=body,
        url=f"/inspections/{inspection.reference}/letter/accuracy/",
    )


def _content(held: AccuracyRound, rows: list[queries.Drafted]) -> dict[str, Any]:
    deadline = held.deadline
    return {
        "receipt_number": held.receipt_number,
        "inspection": held.letter.inspection.reference,
        "draft_sha256": held.context_sha256,
        "sent_on": held.sent_on.isoformat(),
        "received_on": held.received_on.isoformat() if held.received_on else None,
        "due_on": deadline.due_on.isoformat() if deadline else None,
        "submitted_at": held.submitted_at.isoformat() if held.submitted_at else None,
        "submitted_by": str(held.submitted_by),
        "late": held.late,
        "comments": [
            {
                "number": row.comment.number,
                "section": row.comment.section_code,
                "kind": row.comment.kind,
                "quote": row.comment.quote,
                "text": row.comment.text,
                "correction": row.comment.correction,
                "by": str(row.comment.by),
                "evidence": [
                    {"name": one.file.name, "sha256": one.file.given_sha256 or one.file.sha256}
                    for one in row.comment.evidence.all()
                ],
            }
            for row in rows
        ],
    }


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
