"""Free text that may tell of a danger: kept back for the duty reader, who is called and works it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse

from accounts.access import require
from accounts.choices import Permission
from accounts.services.notices import notify
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection
from surveys import questions, verbs, worrying
from surveys.choices import ConcernOutcome
from surveys.models import Answering, Comment, Concern, Survey
from surveys.queries import concerns as queries

QUARTER = 15 * 60  # seconds
SENT_ON = (ConcernOutcome.REFERRED, ConcernOutcome.EMERGENCY)


def keep(answering: Answering) -> int:
    """In the transaction that sends the answers: a concern for each free text with worrying words. Gives how many.

    Nobody is told here: the hour of a notice must not be the hour of an answer.
    """
    found = found_in(answering)
    for code, text, words in found:
        _add(answering.survey, code, text, words)
    return len(found)


def found_in(answering: Answering) -> list[tuple[str, str, list[str]]]:
    """(code of the question, text, worrying words) of each free text that has some."""
    free = [question.code for question in questions.of(answering.survey) if question.kind == "text"]
    written = ((code, str(answering.answers.get(code, ""))) for code in free)
    return [(code, text, words) for code, text in written if text and (words := worrying.found(text))]


def clear(answering: Answering) -> str:
    """The list of worrying words that these answers are clear of; "" when something is found, and has to be kept."""
    return "" if found_in(answering) else worrying.LIST


def _add(survey: Survey, question: str, text: str, words: list[str]) -> Concern:
    for _ in range(20):
        last = Concern.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
        try:
            with transaction.atomic():
                return Concern.objects.create(
                    survey=survey, number=last + 1, question=question, text=text, words=words, raised_on=clock.today()
                )
        except IntegrityError:
            continue
    raise IntegrityError("no number was free for a concern")


# --- calling the duty reader


def alert_due() -> int:
    """Call those on duty where something waits that they were not called for: at most once in a quarter of an hour.

    Says that something waits, never what, of whom or how many. Gives how many inspections somebody was called for.
    """
    waiting = Concern.objects.filter(alerted=False, outcome=ConcernOutcome.WAITING)
    keys = waiting.order_by().values_list("survey__inspection", flat=True).distinct()
    return sum(_alert(inspection) for inspection in Inspection.objects.filter(pk__in=list(keys)).order_by("pk"))


@transaction.atomic
def _alert(inspection: Inspection) -> bool:
    rows = Concern.objects.select_for_update(of=("self",)).filter(
        survey__inspection=inspection, alerted=False, outcome=ConcernOutcome.WAITING
    )
    found = list(rows.values_list("pk", flat=True))
    on_duty = [reader.user for reader in queries.on_duty(inspection)]
    people = on_duty or queries.leads(inspection)
    if not found or not people:
        return False
    quarter = int(clock.now().timestamp()) // QUARTER
    body = (
        "An answer to a survey has to be read for safeguarding."
        if on_duty
        else "An answer to a survey has to be read for safeguarding, and nobody is on duty. Name a duty reader."
    )
    told = [
        notify(
            person=person,
            kind="safeguarding",
            key=f"safeguarding:{inspection.pk}:{quarter}",
            subject=f"{inspection.partnership.name}: an answer to read for safeguarding",
            body=body,
            url=reverse("surveys:concern-list" if on_duty else "surveys:duty", args=[inspection.reference]),
        )
        for person in people
    ]
    if not any(told):
        return False  # called in this quarter already, perhaps before these came: once more in the next
    Concern.objects.filter(pk__in=found).update(alerted=True)
    return True


# --- working the queue


def _require_duty(by: Any, inspection: Inspection) -> None:
    require(by, Permission.SURVEY_READ, inspection)
    if not queries.may_read(by, inspection):
        raise PermissionDenied


@transaction.atomic
def opened(*, by: Any, concern: Concern) -> None:
    """Record that somebody on duty read it."""
    _require_duty(by, concern.survey.inspection)
    record(actor=by, verb=verbs.CONCERN_OPENED, subject=concern, changes={"number": (None, concern.number)})


@transaction.atomic
def work(
    *,
    by: Any,
    concern: Concern,
    version: int,
    outcome: str,
    note: str = "",
    referred_to: str = "",
    referred_at: datetime | None = None,
    referral_reference: str = "",
) -> None:
    """What became of it. Raises Refused beside the field, or when somebody has worked it already; Conflict for an old page."""
    _require_duty(by, concern.survey.inspection)
    concern.refresh_from_db()
    if concern.outcome:
        raise Refused(f"{concern.worked_by} has worked this already: {concern.get_outcome_display().lower()}.")
    reasons = []
    if outcome not in ConcernOutcome.values or outcome == ConcernOutcome.WAITING:
        reasons.append(Reason("Choose what you decided", "outcome"))
    if outcome in SENT_ON:
        if not referred_to.strip():
            reasons.append(Reason("Enter whom you told", "referred_to"))
        if referred_at is None:
            reasons.append(Reason("Enter when you told them", "referred_on"))
        elif referred_at > clock.now():
            reasons.append(Reason("When you told them cannot be later than now", "referred_on"))
    elif not note.strip():
        reasons.append(Reason("Say why there is no concern", "note"))
    if reasons:
        raise Refused(*reasons)
    concern.outcome, concern.note = outcome, note.strip()
    if outcome in SENT_ON:
        concern.referred_to, concern.referred_at = referred_to.strip(), referred_at
        concern.referral_reference = referral_reference.strip()
    concern.worked_by, concern.worked_at = by, clock.now()
    fields = ("outcome", "note", "referred_to", "referred_at", "referral_reference", "worked_by", "worked_at")
    save_if_unchanged(concern, version=version, fields=fields)
    # The note may name a child, so only what was decided goes into the history.
    record(actor=by, verb=verbs.CONCERN_WORKED, subject=concern, changes={"outcome": ("", outcome)})


@transaction.atomic
def raise_comment(*, by: Any, comment: Comment) -> Concern:
    """An inspector who reads a comment sends it to whoever is on duty; until then nobody else reads it. Raises Refused."""
    survey = comment.survey
    require(by, Permission.SURVEY_READ, survey.inspection)
    if Concern.objects.filter(survey=survey, question=comment.question, text=comment.text).exists():
        raise Refused("This comment was sent to the duty reader already.")
    made = _add(survey, comment.question, comment.text, [])
    record(actor=by, verb=verbs.CONCERN_RAISED, subject=made, changes={"number": (None, made.number)})
    return made
