"""Keeping the mornings and afternoons a contact is away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Refused
from timetable.choices import AwaySource
from timetable.models import Away
from visits import verbs
from visits.models import AvailabilityLink, AwayHalf, Half

NOON = time(12, 30)  # a morning ends and an afternoon begins


@transaction.atomic
def answer(*, by: None, link: AvailabilityLink, away: Collection[tuple[date, str]]) -> None:
    """Replace what was answered by `away`, (day, half) pairs. `by` is None: whoever holds the link. Raises Refused for other days."""
    first, last = link.inspection.onsite_start_on, link.inspection.onsite_end_on
    if first is None or last is None or any(not first <= day <= last for day, _ in away):
        raise Refused("The days of the on-site week have changed. Look at the page again.")
    AvailabilityLink.objects.select_for_update().get(pk=link.pk)
    AwayHalf.objects.filter(link=link).delete()
    AwayHalf.objects.bulk_create([AwayHalf(link=link, on=day, half=half) for day, half in sorted(set(away))])
    _tell_timetable(link, away)
    AvailabilityLink.objects.filter(pk=link.pk).update(answered_at=clock.now())
    record(actor=by, verb=verbs.AVAILABILITY_ANSWERED, subject=link)


def _tell_timetable(link: AvailabilityLink, away: Collection[tuple[date, str]]) -> None:
    """The same as spans the checks of the timetable know; what somebody typed for this contact stays."""
    ticked = {"inspection": link.inspection, "contact": link.contact, "source": AwaySource.TICKS}
    Away.objects.filter(**ticked).delete()
    Away.objects.bulk_create(
        [Away(**ticked, starts_at=starts_at, ends_at=ends_at) for starts_at, ends_at in map(span, sorted(set(away)))]
    )


def span(ticked: tuple[date, str]) -> tuple[datetime, datetime]:
    """A morning from midnight, an afternoon to midnight."""
    day, half = ticked
    noon, midnight = datetime.combine(day, NOON, clock.LONDON), clock.midnight(day)
    return (midnight, noon) if half == Half.MORNING else (noon, clock.midnight(day + timedelta(days=1)))
