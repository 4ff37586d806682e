"""What the checks go by: times away, how strict the rules are, and conflicts that somebody keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from audit.record import record
from core import clock
from core.errors import Reason, Refused
from inspections.models import Inspection
from timetable import verbs
from timetable.choices import AwaySource, Level
from timetable.models import Away, Override, RuleSetting
from timetable.queries import conflicts
from timetable.queries.spans import at

MORNING, AFTERNOON = (time(0), time(12)), (time(12), time(23, 59))


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
    *, by: Any, inspection: Inspection, available: Sequence[tuple[date, str]], days: Sequence[date], **whose: Any
) -> int:
    """From ticks: of these days the person (`contact`, `user` or `room`) can be had on the halves ticked, ("2026-01-19", "am") or
    "pm"; the others become times away in place of those ticked before. Returns how many times away there are."""
    keys = {name: value for name, value in whose.items() if name in ("contact", "user", "room", "site")}
    old = Away.objects.filter(inspection=inspection, source=AwaySource.TICKS, **keys)
    for away in old:
        remove_away(by=by, away=away)
    made = 0
    for day in days:
        for half, (starts, ends) in (("am", MORNING), ("pm", AFTERNOON)):
            if (day, half) not in available:
                add_away(by=by, inspection=inspection, starts_at=at(day, starts), ends_at=at(day, ends),
                         source=AwaySource.TICKS, **keys)  # fmt: skip
                made += 1
    return made


@transaction.atomic
def set_rules(*, by: Any, inspection: Inspection, levels: Mapping[str, str]) -> None:
    """Set how strict each rule is in this inspection: {rule: level}. Raises Refused for a level that does not exist."""
    if set(levels.values()) - set(Level.values):
        raise Refused("Choose block, warn or ignore for each rule")
    before = conflicts.levels_of(inspection)
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
