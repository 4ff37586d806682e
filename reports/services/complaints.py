"""A formal complaint about an inspection: while one is open, nothing is published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from inspections.models import Deadline
from inspections.services import timeline
from inspections.services.child_names import refuse_names
from reports import verbs
from reports.models import Complaint, Letter
from reports.models.accuracy import COMPLAINT_RULE
from rulebook import words

OVER = ("not_started", "published", "withdrawn")


def last_day(letter: Letter) -> Deadline | None:
    """The last day for a complaint as the framework's rule gives it; None where it sets none or the draft was not sent."""
    rows = Deadline.objects.filter(inspection_id=letter.inspection_id, rule_code=COMPLAINT_RULE)
    return rows.select_related("inspection__partnership").first()


@transaction.atomic
def record_complaint(*, by: Any, letter: Letter, received_on: date, about: str, late_reason: str = "") -> Complaint:
    """Record a formal complaint; a letter that is issued is held at once, an earlier one when it is issued.

    Raises Refused beside "received_on" or "about", and beside "late_reason" when it came after the last day.
    """
    require(by, Permission.LETTER_REVIEW, letter.inspection)
    letter.refresh_from_db()
    if letter.state in OVER:
        raise Refused("A complaint holds the publication of a letter that is written and not yet published")
    due = last_day(letter)
    reasons = []
    if received_on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "received_on"))
    if not about.strip():
        reasons.append(Reason("Say what the complaint is about", "about"))
    if due is not None and received_on > due.due_on and not late_reason.strip():
        reasons.append(Reason(f"The last day was {words.weekday(due.due_on)}. Say why it is taken", "late_reason"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(letter.inspection, about=about, late_reason=late_reason)
    made = Complaint.objects.create(
        letter=letter, received_on=received_on, about=about.strip(), last_day_on=due.due_on if due else None,
        late_reason=late_reason.strip(), recorded_by=by, recorded_at=clock.now(),
    )  # fmt: skip
    record(actor=by, verb=verbs.COMPLAINT_RECORDED, subject=made, changes={"received_on": (None, received_on)})
    if due is not None and due.is_open:
        timeline.mark_met(by=by, deadline=due, met_on=max(received_on, due.anchor_on))
    if letter.state == "issued":
        hold(by=by, letter=letter)
    return made


@transaction.atomic
def answer_complaint(*, by: Any, complaint: Complaint, answered_on: date, answer: str) -> None:
    """Record that it was answered; when none is left open the letter may be published again. Raises Refused beside its fields."""
    letter = complaint.letter
    require(by, Permission.LETTER_REVIEW, letter.inspection)
    reasons = []
    if answered_on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "answered_on"))
    if answered_on < complaint.received_on:
        came = words.weekday(complaint.received_on)
        reasons.append(Reason(f"It cannot be answered before it came, on {came}", "answered_on"))
    if not answer.strip():
        reasons.append(Reason("Say what was answered", "answer"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(letter.inspection, answer=answer)
    held = Complaint.objects.open().filter(pk=complaint.pk)
    if not held.update(answered_on=answered_on, answer=answer.strip(), answered_by=by):
        raise Refused("The answer has been recorded already")
    record(actor=by, verb=verbs.COMPLAINT_ANSWERED, subject=complaint, changes={"answered_on": (None, answered_on)})
    letter.refresh_from_db()
    if letter.state == "complaint_hold" and not letter.complaints.open().exists():
        advance(letter, "answer_complaint", by=by, facts={"complaint_open": 0}, reason="The complaint is answered.")


def hold(*, by: Any, letter: Letter) -> None:
    """Hold an issued letter while a complaint is open; called when one is recorded, and when a letter is issued."""
    if number := letter.complaints.open().count():
        advance(letter, "hold", by=by, facts={"complaint_open": number}, reason="A formal complaint is open.")
