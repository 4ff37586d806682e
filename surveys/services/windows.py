"""What the clock does to surveys. All is asked of the database, so a tick that was missed costs a minute."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction

from core import clock
from core.errors import Conflict, Refused
from inspections.choices import Source
from inspections.models import Inspection
from inspections.queries.calendar import working_calendar
from rulebook.calendar import NotCovered
from rulebook.moments import instant
from surveys.models import Survey
from surveys.queries.surveys import spec_of
from surveys.services import surveys, telling

log = logging.getLogger(__name__)


def planned(survey: Survey) -> tuple[datetime, datetime] | None:
    """The window the framework gives for the dates of the inspection as they stand; None while they are not known."""
    spec = spec_of(survey)
    if spec is None:
        return None
    calendar, anchors = working_calendar(), survey.inspection.anchors
    try:
        opens, closes = (instant(moment, anchors, calendar, clock.LONDON) for moment in (spec.opens, spec.closes))
    except NotCovered:
        return None
    return (opens, closes) if opens and closes and opens < closes else None


def schedule_if_known(survey: Survey) -> bool:
    """Give a survey the window its inspection's dates give, unless that has passed. Whether it changed."""
    found = planned(survey)
    if found is None or found == (survey.opens_at, survey.closes_at) or found[1] <= clock.now():
        return False
    surveys.put_window(survey, *found, by=None)
    return True


def make_due() -> int:
    """Make the surveys of every inspection that was notified and has none, while there is still time to answer; returns how many.

    Those of an inspection whose time for them has passed wait for somebody to press the button.
    """
    running = (
        Inspection.objects.filter(source=Source.SERVICE, notified_on__lte=clock.today(), surveys__isnull=True)
        .exclude(state__in=surveys.ENDED)
        .select_related("partnership", "lano")
    )
    made = 0
    for inspection in running:
        specs = inspection.kind_spec.weeks.surveys
        windows = [planned(Survey(inspection=inspection, audience=spec.audience)) for spec in specs]
        if any(window and window[1] > clock.now() for window in windows):
            made += len(_tried(partial(surveys.make, by=None, inspection=inspection)) or ())
    return made


def follow() -> int:
    """Surveys not open yet follow the dates of their inspection, unless somebody set their window; returns how many moved."""
    waiting = _with_inspection().filter(
        state__in=("draft", "scheduled"), window_set=False, inspection__notified_on__isnull=False
    )
    return sum(bool(_tried(partial(schedule_if_known, survey))) for survey in waiting)


def open_and_close_due() -> dict[str, int]:
    """Open and close what the hour asks for, each exactly once; {opened, closed, missed}. A window that passed unopened is told."""
    follow()
    now = clock.now()
    running = _with_inspection().exclude(inspection__notified_on=None).exclude(inspection__state__in=surveys.ENDED)
    opening = running.filter(state="scheduled", opens_at__lte=now, closes_at__gt=now)
    opened = sum(_done(partial(surveys.open_, by=None, survey=survey)) for survey in opening)
    missed = running.filter(state="scheduled", closes_at__lte=now)
    for survey in missed:
        _done(partial(telling.missed, survey))
    taking = _with_inspection().filter(state__in=("open", "paused"))
    over = [*taking.filter(closes_at__lte=now), *taking.filter(closes_at__gt=now, inspection__state="cancelled")]
    closed = sum(_done(partial(surveys.close, by=None, survey=survey)) for survey in over)
    return {"opened": opened, "closed": closed, "missed": len(missed)}


def _with_inspection() -> Any:
    return Survey.objects.defer("questions").select_related("inspection__partnership", "inspection__lano")


def _tried(act: Callable[[], Any]) -> Any:
    """Do one in a transaction of its own: what stands in the way of one must not stop the others. None when it was not done."""
    try:
        with transaction.atomic():
            return act()
    except (Refused, Conflict):
        # Another worker did it, or somebody moved the survey meanwhile: the next tick looks again.
        return None
    except Exception:
        log.exception("a survey could not be moved")
        return None


def _done(act: Callable[[], None]) -> bool:
    def whole() -> bool:
        act()
        return True

    return bool(_tried(whole))
