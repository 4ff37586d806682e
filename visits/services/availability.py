"""Keeping the mornings and afternoons a contact is away."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Refused
from timetable.services import week
from visits import verbs
from visits.models import AvailabilityLink, AwayHalf, Half
from visits.queries.availability import days_of, ticked_away


@transaction.atomic
def answer(
    *,
    by: None,
    link: AvailabilityLink,
    away: Collection[tuple[date, str]],
    shown: Collection[tuple[date, str]] | None = None,
) -> None:
    """Replace what was answered by `away`, (day, half) pairs, here and in the times away of the timetable.

    With `shown`, the pairs that were ticked on the page, only what differs from them is changed. `by` is None: whoever holds the link.
    Raises Refused for days outside the on-site week.
    """
    first, last = link.inspection.onsite_start_on, link.inspection.onsite_end_on
    if first is None or last is None or any(not first <= day <= last for day, _ in away):
        raise Refused("The days of the on-site week have changed. Look at the page again.")
    AvailabilityLink.objects.select_for_update().get(pk=link.pk)
    days = days_of(link.inspection)
    halves = {(day, half) for day in days for half in Half.values}
    week.set_halves(
        by=by, inspection=link.inspection, available=halves - set(away), days=days,
        shown=None if shown is None else halves - set(shown), contact=link.contact,
    )  # fmt: skip
    AwayHalf.objects.filter(link=link).delete()
    AwayHalf.objects.bulk_create([AwayHalf(link=link, on=day, half=half) for day, half in ticked_away(link)])
    AvailabilityLink.objects.filter(pk=link.pk).update(answered_at=clock.now())
    record(actor=by, verb=verbs.AVAILABILITY_ANSWERED, subject=link)
