"""What the inspectorates do with the area's comments: answer each, second, release, or close a check nobody answered."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.services import timeline
from inspections.services.child_names import refuse_names
from reports import verbs
from reports.choices import Decision
from reports.models import AccuracyComment, AccuracyRound
from reports.models.accuracy import RULE
from reports.queries import accuracy as queries
from reports.services.accuracy import _tell, readers


@transaction.atomic
def answer(*, by: Any, comment: AccuracyComment, version: int, decision: str, answer: str = "") -> None:
    """Answer one submitted comment. A changed answer is no longer seconded. Raises Conflict, and Refused beside "answer"."""
    letter = comment.round.letter
    require(by, Permission.ACCURACY_ANSWER, letter.inspection)
    if comment.round.submitted_at is None:
        raise Refused("The area has not submitted its comments")
    if letter.state not in (*queries.ANSWER_STATES, "draft_to_area"):
        raise Refused("The answers are fixed: the letter has gone to final quality assurance")
    if Decision(decision) != Decision.ACCEPTED and not answer.strip():
        raise Refused(Reason("Give the reason", "answer"))
    refuse_names(letter.inspection, answer=answer)
    before = comment.decision
    comment.decision, comment.answer = decision, answer.strip()
    comment.answered_by, comment.answered_at = by, clock.now()
    comment.seconded_by = comment.seconded_at = None
    fields = ("decision", "answer", "answered_by", "answered_at", "seconded_by", "seconded_at")
    save_if_unchanged(comment, version=version, fields=fields)
    record(
        actor=by, verb=verbs.ACCURACY_ANSWERED, subject=comment, changes={"decision": (before, decision)}, reason=answer
    )


@transaction.atomic
def second(*, by: Any, comment: AccuracyComment) -> None:
    """Quality assurance agrees with an answer somebody else gave. Raises Refused."""
    require(by, Permission.LETTER_REVIEW, comment.round.letter.inspection)
    if not comment.decision or comment.answered_by_id == by.pk:
        raise Refused("There is no answer of somebody else to agree with")
    changed = AccuracyComment.objects.filter(
        pk=comment.pk, seconded_at=None, decision=comment.decision, version=comment.version
    ).update(seconded_by=by, seconded_at=clock.now())
    if not changed:
        raise Refused("The answer has changed, or has been agreed already. Look at it again")
    record(actor=by, verb=verbs.ACCURACY_SECONDED, subject=comment)


@transaction.atomic
def release(*, by: Any, round_: AccuracyRound) -> None:
    """Let the area read the answers before the final letter is issued. Raises Refused while one is missing."""
    letter = round_.letter
    require(by, Permission.ACCURACY_ANSWER, letter.inspection)
    if round_.submitted_at is None or not queries.answered(letter):
        raise Refused("Answer every comment first")
    if not AccuracyRound.objects.filter(pk=round_.pk, released_at=None).update(released_at=clock.now()):
        raise Refused("The answers have been released already")
    record(actor=by, verb=verbs.ACCURACY_RELEASED, subject=round_)
    for person in readers(letter):
        _tell(person, round_, "released", "The answers to your comments can be read.")


@transaction.atomic
def close(*, by: Any, round_: AccuracyRound, reason: str) -> None:
    """Go on without comments, for a reason, although the area's time is not over. Raises Refused beside "reason"."""
    letter = round_.letter
    require(by, Permission.ACCURACY_ANSWER, letter.inspection)
    if not reason.strip():
        raise Refused(Reason("Give a reason", "reason"))
    held = AccuracyRound.objects.filter(pk=round_.pk, submitted_at=None, closed_at=None)
    if not held.update(closed_at=clock.now(), closed_by=by, closed_reason=reason.strip()):
        raise Refused("The comments have been submitted, or the check has been closed already")
    timeline.close(inspection=letter.inspection, by=by, reason=reason.strip(), rule_codes=[RULE])
    record(actor=by, verb=verbs.ACCURACY_CLOSED, subject=round_, reason=reason.strip())
