"""Answering a survey without an account. Nothing here is recorded in the history: an answer is nobody's act.

What a respondent is told is saved is committed before the page that says so is sent.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import F

from core import clock
from core.errors import Refused
from surveys import questions, worrying
from surveys.choices import Language, Mode, Variant
from surveys.models import Answering, DayCount, Receipt, Survey
from surveys.services import concerns, secrets

TAKING = ("open", "extended")
OWN = ("survey", "variant", "answers", "saved_on", "sent_on")
CLOSED = "The survey is not taking answers now."


@dataclass(frozen=True)
class Opened:
    """The row and the secret that belongs into the browser's cookie."""

    answering: Answering
    secret: str


@transaction.atomic
def start(
    *,
    survey: Survey,
    variant: str = Variant.STANDARD,
    language: str = Language.ENGLISH,
    helped: bool = False,
    again: bool = False,
) -> Opened:
    """A new row without answers. `again` says that this browser has sent answers before: a sign of repeats, which is only counted.

    Raises Refused when the survey takes no answers.
    """
    _require_open(survey)
    secret = secrets.new_secret()
    answering = Answering.objects.create(
        key_hash=secrets.key_of(secret), survey=survey, wave=survey.wave, variant=variant, language=language,
        helped=helped, saved_on=clock.today(),
    )  # fmt: skip
    count(survey, started=1, repeated=int(again))
    return Opened(answering, secret)


@transaction.atomic
def save(*, key: str, code: str, value: Any) -> Answering:
    """Keep one answer (None takes it away); answers that are no longer asked for go with it.

    Raises Answering.DoesNotExist when there is no such row, Refused when it was sent or the survey takes no answers.
    """
    found = Answering.objects.select_for_update(of=("self",)).select_related("survey")
    row = found.only(*OWN, "survey__state", "survey__token").get(pk=key)
    if row.sent_on is not None:
        raise Refused("These answers were sent already.")
    _require_open(row.survey)
    answers = dict(row.answers)
    if value in (None, "", []):
        answers.pop(code, None)
    else:
        answers[code] = value
    still = {question.code for question in questions.asked(questions.of(row.survey), Variant.STANDARD, answers)}
    row.answers = {asked: given for asked, given in answers.items() if asked in still}
    row.saved_on, row.clear_by = clock.today(), concerns.clear(row)
    Answering.objects.filter(pk=key).update(answers=row.answers, saved_on=row.saved_on, clear_by=row.clear_by)
    return row


@transaction.atomic
def change_ways(*, key: str, variant: str, language: str, helped: bool) -> None:
    """Another version or language, midway: the answers stay, since all versions store the same codes."""
    Answering.objects.filter(pk=key, sent_on=None).update(variant=variant, language=language, helped=helped)


def keep_for_later(*, key: str) -> str:
    """A new code by which these answers are found from another device. A code given before stops working."""
    row = Answering.objects.get(pk=key, sent_on=None)
    for _ in range(5):
        code = secrets.new_code()
        try:
            with transaction.atomic():
                Answering.objects.filter(pk=row.pk, sent_on=None).update(
                    code_hash=secrets.code_hash_of(row.survey_id, code)
                )
        except IntegrityError:  # somebody else's code, once in many millions
            continue
        return code
    raise Refused("The code could not be made. Try again.")


@transaction.atomic
def come_back(*, survey: Survey, typed: str) -> Opened | None:
    """Open saved answers on another device by their code; None when no such answers wait.

    The row gets a new key, so one device has the answers at a time; the code goes on working.
    """
    _require_open(survey)
    by_code = Answering.objects.filter(survey=survey, code_hash=secrets.code_hash_of(survey.pk, typed), sent_on=None)
    secret = secrets.new_secret()
    if not by_code.update(key_hash=secrets.key_of(secret)):
        return None
    return Opened(by_code.get(), secret)


# By hand, since RETURNING saves reading the answers again: thousands send within minutes of each other.
_SEND = """
    UPDATE surveys_answering SET sent_on = %s, reference = %s, code_hash = NULL
    WHERE key_hash = %s AND sent_on IS NULL AND answers <> '{}'
"""
_TAKING = "AND survey_id IN (SELECT id FROM surveys_survey WHERE state IN (%s, %s)) RETURNING survey_id, answers"
_CLEAR = """AND clear_by = %s AND survey_id = (SELECT id FROM surveys_survey WHERE token = %s AND state IN (%s, %s))
    RETURNING language, variant
"""


@dataclass(frozen=True)
class Sent:
    """What the browser that sent keeps."""

    reference: str
    language: str
    variant: str


def send_clear(*, key: str, token: str) -> Sent | None:
    """Send answers in which nothing was found to keep for the duty reader: one statement, which is its own transaction.

    `token` is their survey's. None when there is more to do or nothing to send: `send` does it, or says why not.
    """
    reference = secrets.new_reference()
    with connection.cursor() as cursor:
        cursor.execute(_SEND + _CLEAR, [clock.today(), reference, key, worrying.LIST, token, *TAKING])
        sent = cursor.fetchone()
    return Sent(reference, *sent) if sent else None


@transaction.atomic
def send(*, key: str, survey: Survey | None = None) -> str:
    """Send the answers: one short transaction. Gives their reference; sent twice, the same reference.

    `survey` is theirs, where it is at hand. Raises Answering.DoesNotExist, or Refused when the survey takes no answers or nothing was
    answered.
    """
    reference = secrets.new_reference()
    with connection.cursor() as cursor:
        cursor.execute(_SEND + _TAKING, [clock.today(), reference, key, *TAKING])
        sent = cursor.fetchone()
    if not sent:
        return _reference_of(key)
    pk, answers = sent
    if survey is None or survey.pk != pk:
        survey = Survey.objects.defer("questions").get(pk=pk)
    concerns.keep(Answering(key_hash=key, survey=survey, answers=json.loads(answers)))
    return reference


def _reference_of(key: str) -> str:
    # The row first: moved between the two questions, it has left its receipt.
    row = Answering.objects.select_related("survey").filter(pk=key).first()
    left = row or Receipt.objects.filter(pk=key).first()
    if left is not None and left.reference:
        return left.reference
    if row is None:
        raise Answering.DoesNotExist
    _require_open(row.survey)
    raise Refused("Answer at least one question before you send your answers.")


@transaction.atomic
def submit_entry(
    *, survey: Survey, answers: Mapping[str, Any], mode: str = Mode.PAPER, variant: str = Variant.STANDARD,
    language: str = Language.ENGLISH, helped: bool = False,
) -> str:  # fmt: skip
    """Answers that staff entered from paper or the telephone, sent at once. Gives the reference."""
    reference = secrets.new_reference()
    row = Answering.objects.create(
        key_hash=secrets.key_of(secrets.new_secret()), survey=survey, wave=survey.wave, variant=variant, language=language,
        mode=mode, helped=helped, answers=dict(answers), saved_on=clock.today(), sent_on=clock.today(), reference=reference,
    )  # fmt: skip
    concerns.keep(row)
    return reference


def count(survey: Survey, **more: int) -> None:
    """Add to today's counts of this survey: count(survey, started=1)."""
    today = clock.today()
    added = {name: F(name) + number for name, number in more.items()}
    if not DayCount.objects.filter(survey=survey, on=today).update(**added):
        DayCount.objects.get_or_create(survey=survey, on=today)
        DayCount.objects.filter(survey=survey, on=today).update(**added)


def _require_open(survey: Survey) -> None:
    if survey.state not in TAKING:
        raise Refused(CLOSED)
