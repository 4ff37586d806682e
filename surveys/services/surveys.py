"""Making the surveys of an inspection and moving each along its life. The tick moves with `by` None."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock, outbox
from core.advance import advance
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections.models import Inspection
from inspections.services import timeline
from surveys import questions, verbs
from surveys.models import Survey, Wave
from surveys.queries.surveys import retention_ends_on
from surveys.services import prints, telling

ENDED = ("published", "closed", "cancelled")
KEPT = ("closed", "reviewing", "analysed", "archived")
CLOSED = (*KEPT, "purged")
# The deadline that is met when the last survey has closed.
CLOSES_RULE = "survey-closes"


@transaction.atomic
def make(*, by: Any, inspection: Inspection) -> list[Survey]:
    """One survey for each audience the framework asks, with its questions as they stand. Those that are there already are left alone.

    Each is scheduled where the dates of the inspection say when it opens. Returns those made now. Raises Refused before the
    notification, after the inspection, and for a kind without surveys.
    """
    from surveys.services.windows import schedule_if_known

    _require(by, inspection)
    specs = inspection.kind_spec.weeks.surveys
    if not specs:
        raise Refused("This kind of inspection has no surveys.")
    if inspection.notified_on is None or inspection.state in ENDED:
        raise Refused("Surveys are made once the area has been notified, while the inspection goes on.")
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    made = []
    for spec in specs:
        survey, new = Survey.objects.get_or_create(
            inspection=inspection,
            audience=spec.audience,
            defaults={
                "set_version": spec.version,
                "title": spec.title,
                "easy_title": spec.easy_title,
                "questions": questions.frozen(spec.questions),
                "retention_years": spec.retention_years,
            },
        )
        if new:
            record(actor=by, verb=verbs.MADE, subject=survey, changes={"set_version": (None, spec.version)})
            schedule_if_known(survey)
            prints.ask(survey)
            made.append(survey)
    return made


@transaction.atomic
def change_window(
    *, by: Any, survey: Survey, opens_at: datetime, closes_at: datetime, version: int | None = None
) -> None:
    """Say when a survey that is not open yet opens and closes. It then keeps this window whatever the dates of the inspection do.

    One whose hour has come opens at once. Raises Refused beside "closes_on", and core.errors.Conflict.
    """
    _require(by, survey.inspection)
    if survey.state not in ("draft", "scheduled"):
        raise Refused("This survey has been opened. Extend it or close it instead.")
    now = clock.now()
    reasons = []
    if closes_at <= opens_at:
        reasons.append(Reason("The survey must close after it opens", "closes_on"))
    elif closes_at <= now:
        reasons.append(Reason("The survey must close in the future", "closes_on"))
    if reasons:
        raise Refused(*reasons)
    put_window(survey, opens_at, closes_at, by=by, version=version, by_hand=True)
    if opens_at <= now:
        open_(by=by, survey=survey)


def put_window(
    survey: Survey,
    opens_at: datetime,
    closes_at: datetime,
    *,
    by: Any,
    version: int | None = None,
    by_hand: bool = False,
) -> None:
    """Keep a window and schedule a draft; nothing is checked but what the lifecycle checks."""
    before = (survey.opens_at, survey.closes_at)
    survey.opens_at, survey.closes_at = opens_at, closes_at
    survey.window_set = by_hand
    save_if_unchanged(survey, version=_as_read(survey, version), fields=("opens_at", "closes_at", "window_set"))
    if survey.state == "draft":
        advance(survey, "schedule", by=by, facts={"opens_at": opens_at, "closes_at": closes_at})
    changes = {"opens_at": (before[0], opens_at), "closes_at": (before[1], closes_at)}
    record(actor=by, verb=verbs.WINDOW_CHANGED, subject=survey, changes=changes)
    prints.ask(survey)


@transaction.atomic
def open_(*, by: Any, survey: Survey) -> None:
    """Open a scheduled survey: its first wave begins. Raises Refused."""
    _require(by, survey.inspection)
    if survey.inspection.notified_on is None or survey.inspection.state in ENDED:
        raise Refused("The inspection does not go on, so its surveys do not open.")
    advance(survey, "open", by=by, facts={"has_link": bool(survey.token)})
    Wave.objects.create(survey=survey, number=survey.wave, opened_at=clock.now())
    telling.opened(survey)


@transaction.atomic
def pause(*, by: Any, survey: Survey, reason: str, banner: str, version: int | None = None) -> None:
    """Stop taking answers because something is wrong. Whoever comes reads the banner. Raises Refused beside "reason" or "banner";
    core.errors.Conflict when the survey is not as read at `version` any more."""
    _require(by, survey.inspection)
    _needs_reason(reason)
    advance(survey, "pause", by=by, reason=reason)
    _end_wave(survey)
    _put_banner(survey, banner, version)
    telling.stopped(survey)


@transaction.atomic
def reopen(*, by: Any, survey: Survey, reason: str, banner: str = "", version: int | None = None) -> None:
    """Open a paused survey as a new wave, so that an answer given twice can be told. Raises Refused beside "reason", and
    core.errors.Conflict."""
    _require(by, survey.inspection)
    _needs_reason(reason)
    if survey.closes_at is not None and survey.closes_at <= clock.now():
        raise Refused("The time of this survey is over. It closes within a minute.")
    advance(survey, "reopen", by=by, facts={"new_wave": True}, reason=reason)
    number = survey.waves.count() + 1
    Survey.objects.filter(pk=survey.pk).update(wave=number)
    survey.wave = number
    Wave.objects.create(survey=survey, number=number, opened_at=clock.now(), reason=reason.strip()[:300])
    _put_banner(survey, banner, version)
    telling.opened(survey)


@transaction.atomic
def extend(*, by: Any, survey: Survey, closes_at: datetime, reason: str, version: int | None = None) -> None:
    """Let an open survey close later. Raises Refused beside "closes_on" or "reason", and core.errors.Conflict."""
    _require(by, survey.inspection)
    _needs_reason(reason)
    before = survey.closes_at
    if before is not None and closes_at <= before:
        raise Refused(Reason("The new closing time must be after the present one", "closes_on"))
    if closes_at <= clock.now():
        raise Refused(Reason("The survey must close in the future", "closes_on"))
    advance(survey, "extend", by=by, facts={"closes_at": before, "new_closes_at": closes_at}, reason=reason)
    survey.closes_at = closes_at
    save_if_unchanged(survey, version=_as_read(survey, version), fields=("closes_at",))
    record(
        actor=by, verb=verbs.WINDOW_CHANGED, subject=survey, changes={"closes_at": (before, closes_at)}, reason=reason
    )
    advance(survey, "confirm_extension", by=by)
    prints.ask(survey)
    telling.extended(survey)


@transaction.atomic
def close(*, by: Any, survey: Survey, reason: str = "") -> None:
    """Close an open or paused survey. Somebody who closes it before its time gives a reason. Raises Refused beside "reason"."""
    _require(by, survey.inspection)
    now = clock.now()
    early = survey.closes_at is None or survey.closes_at > now
    if early and by is not None:
        _needs_reason(reason)
    advance(survey, "close", by=by, reason=reason)
    _end_wave(survey)
    if early:
        record(
            actor=by,
            verb=verbs.WINDOW_CHANGED,
            subject=survey,
            changes={"closes_at": (survey.closes_at, now)},
            reason=reason,
        )
        Survey.objects.filter(pk=survey.pk).update(closes_at=now)
        survey.closes_at = now
    if not survey.inspection.surveys.exclude(state__in=CLOSED).exists():
        timeline.settle(inspection=survey.inspection, by=by, also={CLOSES_RULE: clock.today()})
    telling.closed(survey)


@transaction.atomic
def change_banner(*, by: Any, survey: Survey, banner: str, version: int | None = None) -> None:
    """Change what is shown above every question. Empty takes it away. Raises Refused, and core.errors.Conflict."""
    _require(by, survey.inspection)
    if survey.state not in ("scheduled", "open", "paused"):
        raise Refused("Nobody answers this survey any more, so nobody would read a notice.")
    before = survey.banner
    _put_banner(survey, banner, version)
    record(actor=by, verb=verbs.BANNER_CHANGED, subject=survey, changes={"banner": (before, survey.banner)})


@transaction.atomic
def start_reading(*, by: Any, survey: Survey) -> None:
    """The reading of a closed survey begins. Raises Refused."""
    _require(by, survey.inspection, Permission.SURVEY_READ)
    advance(survey, "review", by=by)


@transaction.atomic
def finish_reading(*, by: Any, survey: Survey) -> None:
    """The reading ends, once nothing kept back for safeguarding is left. Raises Refused."""
    from surveys.queries.concerns import unresolved

    _require(by, survey.inspection, Permission.SURVEY_READ)
    advance(survey, "finish_review", by=by, facts={"unresolved_flags": unresolved(survey)})


@transaction.atomic
def archive(*, by: Any, survey: Survey) -> None:
    """Put away what has been read. Raises Refused."""
    _require(by, survey.inspection)
    advance(survey, "archive", by=by)


@transaction.atomic
def purge(*, by: Any, survey: Survey) -> None:
    """Have the answers deleted once they need not be kept; a worker does it and keeps the counts. Raises Refused."""
    _require(by, survey.inspection)
    ends_on = retention_ends_on(survey)
    advance(survey, "purge", by=by, facts={"retention_over": ends_on is not None and ends_on <= clock.today()})
    outbox.enqueue(kind="purge_survey", key=f"purge_survey:{survey.pk}", payload={"survey": survey.pk})


def _require(by: Any, inspection: Inspection, permission: Permission = Permission.SURVEY_MANAGE) -> None:
    if by is not None:
        require(by, permission, inspection)


def _needs_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(Reason("Give a reason", "reason"))


def _end_wave(survey: Survey) -> None:
    survey.waves.filter(ended_at=None).update(ended_at=clock.now())


def _put_banner(survey: Survey, banner: str, version: int | None) -> None:
    survey.banner = banner.strip()[:300]
    save_if_unchanged(survey, version=_as_read(survey, version), fields=("banner",))


def _as_read(survey: Survey, version: int | None) -> int:
    """What a page says it read; else as the caller holds it."""
    return survey.version if version is None else version
