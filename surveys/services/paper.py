"""Entering answers given on paper or by telephone.

A sheet of paper is entered by one person and then by another who does not see the first entering. When both agree it is sent as any
other answer is, and both enterings are emptied, so that only its number stays. What was said by telephone is entered once.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Conflict, Reason, Refused
from surveys import verbs
from surveys.choices import Language, Mode, Variant
from surveys.models import Entry, Survey
from surveys.queries.paper import BEGUN, DIFFERS, SENT, TAKES_SHEETS, differing, next_number, stage, tidy

MODES = (Mode.PAPER, Mode.TELEPHONE)
TOO_LATE = "This survey takes no sheets now."
# Numbers are written by hand; a longer one is a slip.
HIGHEST = 99_999


@transaction.atomic
def begin(
    *, by: Any, survey: Survey, mode: str, number: int | None = None, variant: str = Variant.STANDARD,
    language: str = Language.ENGLISH, helped: bool = False,
) -> Entry:  # fmt: skip
    """Begin to enter a sheet by the number written on it; a telephone call is given the next number.

    Raises Refused beside "number" without a number or for one that is taken, and before the survey opens or after its analysis.
    """
    survey = _taking(by, survey)
    if mode not in MODES:
        raise Refused(Reason("Choose how the answers were given", "mode"))
    if mode == Mode.TELEPHONE:
        number = next_number(survey)
    if number is None:
        raise Refused(Reason("Enter the number on the sheet", "number"))
    if not 1 <= number <= HIGHEST:
        raise Refused(Reason(f"The number must be between 1 and {HIGHEST:,}", "number"))
    try:
        with transaction.atomic():
            return Entry.objects.create(
                survey=survey, number=number, mode=mode, variant=variant, language=language, helped=helped, first_by=by
            )
    except IntegrityError as error:
        raise Refused(Reason(f"Sheet {number} has been begun already", "number")) from error


@transaction.atomic
def enter(*, by: Any, entry: Entry, answers: Mapping[str, Any]) -> str:
    """Enter a sheet: the one who began it first, then somebody else. Gives the stage the sheet is at afterwards (queries.paper).

    Until the second person has entered it, the first may enter it anew. Raises Refused for a sheet that is not this person's to
    enter, one that was entered twice, and one without any answer.
    """
    entry, survey = _locked(by, entry)
    kept = tidy(survey, entry.variant, answers)
    if not kept:
        raise Refused("Enter at least one answer. A sheet with none is not counted: take it away instead.")
    found, own = stage(entry), entry.first_by_id == by.pk
    if found == BEGUN and not own:
        raise Refused("Whoever began this sheet enters it first.")
    if found in (DIFFERS, SENT):
        raise Refused("This sheet has been entered twice already.")
    if own:
        entry.first = kept
    else:
        entry.second, entry.second_by = kept, by
    record(actor=by, verb=verbs.SHEET_ENTERED, subject=entry)
    if entry.mode == Mode.TELEPHONE or (not own and not differing(entry)):
        return _send(by, entry, survey, entry.first)
    return _keep(entry)


@transaction.atomic
def settle(*, by: Any, entry: Entry, version: int, choices: Mapping[str, str]) -> None:
    """Send a sheet whose enterings differ: `choices` is {code of a question: "first" or "second"} for every difference.

    Raises Refused beside each question without a choice and for a third person, and Conflict when the sheet changed meanwhile.
    """
    entry, survey = _locked(by, entry)
    if entry.version != version:
        raise Conflict(entry)
    if by.pk not in (entry.first_by_id, entry.second_by_id):
        raise Refused("Only the two people who entered this sheet can settle it.")
    if stage(entry) != DIFFERS:
        raise Refused("There is nothing to settle on this sheet.")
    codes = differing(entry)
    if missing := [code for code in codes if choices.get(code) not in ("first", "second")]:
        raise Refused(*(Reason("Choose what is on the sheet", code) for code in missing))
    right = {code: answer for code, answer in entry.first.items() if code not in codes}
    for code in codes:
        if answer := getattr(entry, choices[code]).get(code):
            right[code] = answer
    # What was chosen may make a later answer one that is not asked for.
    right = tidy(survey, entry.variant, right)
    if not right:
        raise Refused("Nothing is left of this sheet. A sheet without an answer is not counted: take it away instead.")
    _send(by, entry, survey, right)


@transaction.atomic
def take_away(*, by: Any, entry: Entry) -> None:
    """Delete a sheet that was not sent, with what was entered: its number was wrong, or nothing is on it. Raises Refused once sent."""
    entry, _ = _locked(by, entry)
    if stage(entry) == SENT:
        raise Refused("This sheet has been sent. Nothing ties its answers to it any more.")
    record(actor=by, verb=verbs.SHEET_TAKEN_AWAY, subject=entry)
    entry.delete()


def _taking(by: Any, survey: Survey) -> Survey:
    require(by, Permission.SURVEY_ENTER, survey.inspection)
    # Closing and analysing lock the same row, so a sheet comes before them or is too late; those who answer online need not wait.
    locked = Survey.objects.select_for_update(of=("self",), no_key=True).select_related("inspection").get(pk=survey.pk)
    if locked.state not in TAKES_SHEETS:
        raise Refused(TOO_LATE)
    return locked


def _locked(by: Any, entry: Entry) -> tuple[Entry, Survey]:
    survey = _taking(by, entry.survey)
    try:
        found = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    except Entry.DoesNotExist as error:
        raise Refused("Somebody else has taken this sheet away.") from error
    found.survey = survey
    return found, survey


def _send(by: Any, entry: Entry, survey: Survey, answers: dict[str, Any]) -> str:
    from surveys.services import answering

    answering.submit_entry(
        survey=survey,
        answers=answers,
        mode=entry.mode,
        variant=entry.variant,
        language=entry.language,
        helped=entry.helped,
    )
    entry.first, entry.second, entry.sent_on = {}, {}, clock.today()
    record(actor=by, verb=verbs.SHEET_SENT, subject=entry)
    return _keep(entry)


def _keep(entry: Entry) -> str:
    entry.version += 1
    entry.save(update_fields=["first", "second", "second_by", "sent_on", "version", "updated_at"])
    return stage(entry)
