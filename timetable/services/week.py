"""What the checks go by: times away, how strict the rules are, and conflicts that somebody keeps."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import changed_boxes
from inspections.models import Inspection
from timetable import verbs
from timetable.choices import AwaySource, Level
from timetable.models import Away, Override, RuleSetting
from timetable.queries import conflicts
from timetable.queries.spans import at

HALVES = {"am": (time(0), time(12)), "pm": (time(12), time(23, 59))}


@transaction.atomic
def add_away(
    *,
    by: Any,
    inspection: Inspection,
    starts_at: datetime,
    ends_at: datetime,
    contact: Any = None,
    user: Any = None,
    site: Any = None,
    room: str = "",
    source: str = AwaySource.TYPED,
) -> Away:
    """Record when a person of the area, an inspector or a room cannot be had. Raises Refused."""
    if sum(1 for whose in (contact, user, room) if whose) != 1:
        raise Refused(Reason("Choose a person or a room", "whose"))
    if ends_at <= starts_at:
        raise Refused(Reason("The end must be after the start", "until"))
    away = Away.objects.create(
        inspection=inspection, contact=contact, user=user, site=site if room else None, room=room, starts_at=starts_at,
        ends_at=ends_at, source=source,
    )  # fmt: skip
    record(actor=by, verb=verbs.AWAY_ADDED, subject=away, changes={"span": (None, [starts_at, ends_at])})
    return away


@transaction.atomic
def remove_away(*, by: Any, away: Away) -> None:
    """The person or room can be had after all."""
    record(actor=by, verb=verbs.AWAY_REMOVED, subject=away, changes={"span": ([away.starts_at, away.ends_at], None)})
    away.delete()


@transaction.atomic
def set_halves(
    *,
    by: Any,
    inspection: Inspection,
    available: Collection[tuple[date, str]],
    days: Sequence[date],
    shown: Collection[tuple[date, str]] | None = None,
    **whose: Any,
) -> None:
    """From ticks: of these days the person (`contact`, `user` or `room`) can be had on the halves ticked, (day, "am") or (day, "pm");
    the others become times away. Other days stay as they are.

    With `shown`, the halves that were ticked when the page was loaded, only those whose tick differs from it.
    """
    keys = {name: value for name, value in whose.items() if name in ("contact", "user", "room", "site")}
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    ticked = Away.objects.filter(inspection=inspection, source=AwaySource.TICKS, **keys)
    taken = {away.starts_at for away in ticked}
    spans = {(day, half): (at(day, hours[0]), at(day, hours[1])) for day in days for half, hours in HALVES.items()}
    now = {half: start not in taken for half, (start, _) in spans.items()}
    seen = None if shown is None else {half: half in shown for half in spans}
    for half, can in changed_boxes({half: half in available for half in spans}, seen, now).items():
        start, end = spans[half]
        if can:
            for away in ticked.filter(starts_at=start):
                remove_away(by=by, away=away)
        elif now[half]:
            add_away(by=by, inspection=inspection, starts_at=start, ends_at=end, source=AwaySource.TICKS, **keys)


@transaction.atomic
def set_rules(
    *, by: Any, inspection: Inspection, levels: Mapping[str, str], shown: Mapping[str, str] | None = None
) -> None:
    """Set how strict each rule is in this inspection: {rule: level}. With `shown`, what the page showed, only those that differ from it.

    Raises Refused for a level that does not exist; Conflict when somebody else has set one of the same rules otherwise meanwhile.
    """
    if set(levels.values()) - set(Level.values):
        raise Refused("Choose block, warn or ignore for each rule")
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    before = conflicts.levels_of(inspection)
    levels = changed_boxes(levels, shown, before)
    changes = {rule: (before.get(rule), level) for rule, level in levels.items() if before.get(rule) != level}
    for rule, (_, level) in changes.items():
        RuleSetting.objects.update_or_create(inspection=inspection, rule=rule, defaults={"level": level})
    if changes:
        record(actor=by, verb=verbs.RULES_SET, subject=inspection, changes=changes)


@transaction.atomic
def keep_conflict(*, by: Any, inspection: Inspection, fingerprint: str, reason: str) -> Override:
    """Leave a conflict as it is, and say why. Raises Refused without a reason, or when it is not there any more."""
    if not reason.strip():
        raise Refused(Reason("Say why it is kept", "reason"))
    found = next((one for one in conflicts.found_in(inspection) if one.fingerprint == fingerprint), None)
    if found is None:
        raise Refused("This conflict is not there any more")
    override, made = Override.objects.get_or_create(
        inspection=inspection,
        fingerprint=fingerprint,
        defaults={
            "rule": found.rule, "sentence": found.sentence[:500], "reason": reason.strip(), "by": by, "at": clock.now(),
        },
    )  # fmt: skip
    if made:
        changes = {"conflict": (found.sentence, "kept")}
        record(actor=by, verb=verbs.CONFLICT_KEPT, subject=override, changes=changes, reason=reason.strip())
    return override
