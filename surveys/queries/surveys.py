"""The surveys of an inspection, with what a page says of each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, Sum

from core import clock
from core.words import when
from inspections.models import Inspection
from rulebook.frameworks.surveys import SurveySpec
from surveys.choices import Audience
from surveys.models import Answering, Batch, DayCount, Survey

# The order in which they are named everywhere.
ORDER = [audience.value for audience in Audience]
# States in which its answers are still being collected.
OPENED = ("open", "extended", "paused")


@dataclass(frozen=True)
class Counted:
    """How many answers were started and sent, how many lie half written, and on how many a note on repeats was made."""

    started: int = 0
    sent: int = 0
    unsent: int = 0
    repeated: int = 0


def of_inspection(inspection: Inspection) -> list[Survey]:
    """Children, parents, practitioners: those of the three that were made. One query."""
    found = list(Survey.objects.filter(inspection=inspection).defer("questions"))
    for survey in found:
        survey.inspection = inspection
    return sorted(found, key=lambda survey: ORDER.index(survey.audience))


def counts(surveys: Iterable[Survey]) -> dict[int, Counted]:
    """{pk of a survey: its counts}, live, in three queries however many there are."""
    keys = [survey.pk for survey in surveys]
    days = {
        row["survey"]: row
        for row in DayCount.objects.filter(survey__in=keys)
        .order_by()
        .values("survey")
        .annotate(started=Sum("started"), repeated=Sum("repeated"))
    }
    moved = dict(
        Batch.objects.filter(survey__in=keys)
        .order_by()
        .values("survey")
        .annotate(n=Sum("size"))
        .values_list("survey", "n")
    )
    held = {
        row["survey"]: row
        for row in Answering.objects.filter(survey__in=keys)
        .values("survey")
        .annotate(sent=Count("pk", filter=Q(sent_on__isnull=False)), unsent=Count("pk", filter=Q(sent_on=None)))
    }
    nothing: dict[str, Any] = {"started": 0, "repeated": 0, "sent": 0, "unsent": 0}
    return {
        key: Counted(
            started=days.get(key, nothing)["started"],
            sent=moved.get(key, 0) + held.get(key, nothing)["sent"],
            unsent=held.get(key, nothing)["unsent"],
            repeated=days.get(key, nothing)["repeated"],
        )
        for key in keys
    }


def spec_of(survey: Survey) -> SurveySpec | None:
    """The framework's own entry for this survey; None when the framework has another set by now."""
    for spec in survey.inspection.kind_spec.weeks.surveys:
        if spec.audience == survey.audience:
            return spec
    return None


def is_assumed(survey: Survey) -> bool:
    """The window comes from a working assumption that no source confirms."""
    spec = spec_of(survey)
    return not survey.window_set and spec is not None and not spec.confirmed


def link(survey: Survey) -> str:
    """The open link of the audience, whole: what is put in a letter or under a QR code."""
    return f"{settings.SITE_URL}/s/{survey.token}/"


def window_words(survey: Survey, now: datetime | None = None) -> str:
    """When it opens and closes, in a sentence that is true at this moment."""
    now = now or clock.now()
    match survey.state:
        case "draft" | "scheduled" if survey.opens_at is None or survey.closes_at is None:
            return "It is not known yet when it opens."
        case "draft" | "scheduled":
            return f"Opens {when(survey.opens_at)}, closes {when(survey.closes_at)}."
        case "open" | "extended":
            return f"Open until {when(survey.closes_at)}."
        case "paused":
            return f"No answers are taken now. It would close {when(survey.closes_at)}."
    return f"Closed {when(survey.closes_at)}." if survey.closes_at and survey.closes_at <= now else "Closed."


NEXT_STEPS = {
    "draft": "Set when it opens and closes.",
    "scheduled": "Nothing yet: it opens by itself. Get the letters and posters ready.",
    "open": "Share the link, and see who has not been heard.",
    "extended": "Share the link, and see who has not been heard.",
    "paused": "Put right what went wrong, then open it again.",
    "closed": "Start reading the answers.",
    "reviewing": "Read the comments, and work what was kept back for safeguarding.",
    "analysed": "Archive it when the report is out.",
    "archived": "Nothing. The answers are deleted when they need not be kept.",
    "purged": "Nothing. The answers have been deleted; the counts are kept.",
}


def next_step(survey: Survey) -> str:
    """What somebody has to do now, in one sentence."""
    if survey.state == "scheduled" and was_missed(survey):
        return "Its time has passed and it was never open. Set another time."
    return NEXT_STEPS[survey.state]


def was_missed(survey: Survey) -> bool:
    """Its whole window passed without anything opening it."""
    return survey.state in ("draft", "scheduled") and survey.closes_at is not None and survey.closes_at <= clock.now()


def retention_ends_on(survey: Survey) -> date | None:
    """The day from which the answers may be deleted: so many years after it closed. None while it is not closed."""
    if survey.closes_at is None or survey.state in ("draft", "scheduled", *OPENED):
        return None
    closed_on = survey.closes_at.astimezone(clock.LONDON).date()
    year = closed_on.year + survey.retention_years
    leap = closed_on.month == 2 and closed_on.day == 29
    return date(year, 3, 1) if leap else closed_on.replace(year=year)
