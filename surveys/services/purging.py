"""Deleting answers when respondents were told they would be: those never sent after the survey closed, all when they need not be kept."""

from __future__ import annotations

import logging
from datetime import timedelta

from core import clock, outbox
from core.errors import Refused
from core.models import OutboxRow
from inspections.queries.holds import held_inspections
from surveys.models import Answering, Comment, Concern, DayCount, Entry, Receipt, Response, Survey, Tally, Theme
from surveys.queries.counts import per_day
from surveys.queries.surveys import retention_ends_on
from surveys.services import surveys

log = logging.getLogger(__name__)

# For a day somebody who comes too late still reads that their answers were not sent.
UNSENT_ARE_KEPT = timedelta(days=1)


def delete_due() -> int:
    """Delete what is due, without anybody pressing a button. Gives of how many answers and surveys."""
    return purge_due() + forget_unsent()


def forget_unsent() -> int:
    """Delete answers that were begun and never sent, a day after their survey closed. Gives how many."""
    over = Survey.objects.filter(state__in=surveys.CLOSED, closes_at__lte=clock.now() - UNSENT_ARE_KEPT)
    return Answering.objects.filter(survey__in=over.values("pk"), sent_on=None).delete()[0]


def purge_due() -> int:
    """Begin to delete the answers of every survey that need not be kept any longer, read or not. Gives of how many surveys.

    What stands under a legal hold waits for its end.
    """
    closed = Survey.objects.filter(state__in=surveys.KEPT, closes_at__lte=clock.now() - timedelta(days=365))
    closed = closed.exclude(inspection__in=held_inspections())
    begun = 0
    for survey in closed.defer("questions").select_related("inspection"):
        ends_on = retention_ends_on(survey)
        if ends_on is None or ends_on > clock.today():
            continue
        try:
            surveys.purge(by=None, survey=survey)
            begun += 1
        except Refused:  # another worker did it
            continue
        except Exception as error:  # noqa: BLE001  (one survey must not stop the others)
            log.error("the answers of survey %s could not be deleted: %s", survey.pk, type(error).__name__)  # noqa: TRY400
    return begun


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
