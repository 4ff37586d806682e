"""Deleting the answers of a survey once they need not be kept. The counts stay."""

from __future__ import annotations

from core import outbox
from core.models import OutboxRow
from surveys.models import Answering, Comment, Concern, DayCount, Entry, Receipt, Response, Survey, Tally, Theme
from surveys.queries.counts import per_day


@outbox.handler("purge_survey")
def purge(row: OutboxRow) -> None:
    """Delete answers, comments, themes and tallies; keep how many came on each day. What was referred keeps its referral, not its text."""
    survey = Survey.objects.select_for_update().get(pk=row.payload["survey"])
    if survey.state != "purged":
        return
    for day in per_day(survey):
        DayCount.objects.update_or_create(survey=survey, on=day.on, defaults={"sent": day.sent})
    Theme.objects.filter(survey=survey).delete()
    Comment.objects.filter(survey=survey).delete()
    Response.objects.filter(survey=survey).delete()
    for table in (Answering, Receipt, Tally):
        table.objects.filter(survey=survey).delete()
    # Sheets that nobody sent: their numbers stay, what was entered does not.
    Entry.objects.filter(survey=survey).update(first={}, second={})
    Concern.objects.filter(survey=survey).update(text="", words=[])
