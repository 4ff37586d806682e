"""Calendar addresses, and what calendars were last told of each meeting."""

from __future__ import annotations

from datetime import datetime
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
    """Whose calendars have the meeting now; who had it before is in `left` (see `_following`)."""
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
        elif entry.cancelled_at or entry.shown != shown(slot) or _somebody_left_or_returned(entry, slot):
            _swap(entry, shown=shown(slot), audience=_following(entry, slot, now), changed_at=now, cancelled_at=None)
        elif entry.audience | audience(slot) != entry.audience:
            FeedEntry.objects.filter(pk=entry.pk, sequence=entry.sequence).update(audience=_following(entry, slot, now))
    FeedEntry.objects.bulk_create(new, ignore_conflicts=True)
    for gone in entries.values():
        if gone.cancelled_at is None:
            _swap(gone, changed_at=now, cancelled_at=now)


def _somebody_left_or_returned(entry: FeedEntry, slot: Slot) -> bool:
    left = {int(user) for user in entry.audience.get("left", {})}
    return bool(set(entry.audience["users"]) - slot.users or left & slot.users)


def _following(entry: FeedEntry, slot: Slot, now: datetime) -> dict[str, Any]:
    """The audience from now on. Who was taken off keeps the event as it was shown to them, to be sent as cancelled.

    They stay listed for good: asked back, their calendar must see the SEQUENCE rise.
    """
    left = {user: held for user, held in entry.audience.get("left", {}).items() if int(user) not in slot.users}
    for user in set(entry.audience["users"]) - slot.users:
        left[str(user)] = {"at": (entry.cancelled_at or now).isoformat(), "shown": entry.shown}
    return audience(slot) | {"left": left}


def _swap(entry: FeedEntry, **values: Any) -> None:
    FeedEntry.objects.filter(pk=entry.pk, sequence=entry.sequence).update(sequence=F("sequence") + 1, **values)


@transaction.atomic
def reset(*, by: Any, scope: str, subject: int = 0) -> None:
    """Give one of the person's own calendars a new address; the old one answers as if it had never been."""
    held, _ = FeedGeneration.objects.get_or_create(user=by, scope=scope, subject=subject)
    FeedGeneration.objects.filter(pk=held.pk).update(number=F("number") + 1, reset_at=clock.now())
    record(actor=by, verb=verbs.CALENDAR_RESET, subject=by, changes={"calendar": (None, scope)})
