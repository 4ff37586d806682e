"""Calendar addresses, and what calendars were last told of each meeting."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import F

from audit.record import record
from core import clock
from inspections.models import Inspection
from visits import verbs
from visits.models import FeedEntry, FeedGeneration
from visits.queries.programme import Slot, agreed


def shown(slot: Slot) -> dict[str, Any]:
    """What an event is made of; when it differs from what calendars were told, the event's SEQUENCE rises."""
    return {
        "title": slot.title,
        "starts_at": slot.starts_at.astimezone(clock.LONDON).isoformat(),
        "minutes": slot.minutes,
        "place": slot.place,
    }


def audience(slot: Slot) -> dict[str, Any]:
    return {
        "users": sorted(slot.users),
        "site": slot.site,
        "inspectors_only": slot.inspectors_only,
        "link": slot.link,
    }


@transaction.atomic
def bring_up_to_date(*, inspection: Inspection) -> None:
    """Compare the agreed meetings with what calendars were told and note every difference once.

    Called when a calendar asks. It writes only where something changed, by compare and swap, so two calendars asking at the same
    moment raise a SEQUENCE once. A meeting that is no longer agreed becomes a cancelled event.
    """
    now = clock.now()
    entries = {entry.meeting_id: entry for entry in FeedEntry.objects.filter(meeting__inspection=inspection)}
    new = []
    for slot in agreed(inspection):
        entry = entries.pop(slot.meeting, None)
        if entry is None:
            new.append(FeedEntry(meeting_id=slot.meeting, shown=shown(slot), audience=audience(slot), changed_at=now))
        elif entry.cancelled_at or entry.shown != shown(slot):
            _swap(entry, shown=shown(slot), audience=audience(slot), changed_at=now, cancelled_at=None)
        elif entry.audience != audience(slot):
            FeedEntry.objects.filter(pk=entry.pk, sequence=entry.sequence).update(audience=audience(slot))
    FeedEntry.objects.bulk_create(new, ignore_conflicts=True)
    for gone in entries.values():
        if gone.cancelled_at is None:
            _swap(gone, changed_at=now, cancelled_at=now)


def _swap(entry: FeedEntry, **values: Any) -> None:
    FeedEntry.objects.filter(pk=entry.pk, sequence=entry.sequence).update(sequence=F("sequence") + 1, **values)


@transaction.atomic
def reset(*, by: Any, scope: str, subject: int = 0) -> None:
    """Give one of the person's own calendars a new address; the old one answers as if it had never been."""
    held, _ = FeedGeneration.objects.get_or_create(user=by, scope=scope, subject=subject)
    FeedGeneration.objects.filter(pk=held.pk).update(number=F("number") + 1, reset_at=clock.now())
    record(actor=by, verb=verbs.CALENDAR_RESET, subject=by, changes={"calendar": (None, scope)})
