"""Which rules the timetable of an inspection breaks, how strict each is there, what was kept, and which times clash with nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from cases.queries.cases import consent_missing
from core import clock
from inspections.models import Inspection
from timetable.choices import AwaySource, Level
from timetable.models import Away, Meeting, Override, RuleSetting
from timetable.queries import week
from timetable.queries.spans import DAY_FROM, DAY_UNTIL, STEP_MINUTES, at, weekdays
from timetable.queries.week import RULES, Broken, Slot, Surroundings

__all__ = ["RULES", "Found", "blocks_of", "confirmable", "counts", "found_in", "free_times", "levels_of", "of_meeting"]
LOOKED_AT = ("outside", "past")  # confirmed one by one, never with all the others
# States in which a meeting holds its time.
HOLDING = ("proposed", "confirmed", "in_progress", "held", "notes_added", "closed")


@dataclass(frozen=True)
class Found:
    """A broken rule in words. `fingerprint` changes when a meeting in it moves; `kept` is who left it so, and why."""

    rule: str
    level: str
    numbers: tuple[int, ...]
    sentence: str
    fingerprint: str
    kept: Override | None = None


def levels_of(inspection: Inspection) -> dict[str, str]:
    """{rule: how strict} of this inspection."""
    levels = {rule.code: rule.level for rule in RULES}
    return levels | dict(RuleSetting.objects.filter(inspection=inspection).values_list("rule", "level"))


def found_in(inspection: Inspection) -> list[Found]:
    """Every broken rule that is not ignored, blocks first, each with the reason for which it was kept."""
    slots, surroundings = load(inspection)
    return described(inspection, week.check(slots, surroundings), slots)


def blocks_of(inspection: Inspection) -> list[Found]:
    """The blocks that nobody kept: nothing they name is confirmed, and nothing is released."""
    return [one for one in found_in(inspection) if one.level == Level.BLOCK and not one.kept]


def of_meeting(meeting: Meeting) -> list[Found]:
    return [one for one in found_in(meeting.inspection) if meeting.number in one.numbers]


def counts(visible: Any) -> dict[str, int]:
    """How many of the meetings a person sees there are, and how many have a time."""
    live = visible.exclude(state="cancelled")
    return {"meetings": live.count(), "placed": live.exclude(starts_at=None).count()}


def told_to(found: Sequence[Found], visible: Any) -> list[Found]:
    """Those of which a person sees every meeting: the inspectors’ own are the team's business."""
    seen = set(visible.values_list("number", flat=True))
    return [one for one in found if seen.issuperset(one.numbers)]


def confirmable(inspection: Inspection, found: Sequence[Found]) -> list[Meeting]:
    """The proposed meetings that no open block names, whose case, if any, has consent, at a time that is not odd in itself."""
    stops = [one for one in found if (one.level == Level.BLOCK or one.rule in LOOKED_AT) and not one.kept]
    blocked = {number for one in stops for number in one.numbers}
    proposed = Meeting.objects.filter(inspection=inspection, state="proposed").select_related("inspection", "case")
    return [
        meeting
        for meeting in proposed
        if meeting.number not in blocked and not (meeting.case and consent_missing(meeting.case))
    ]


def load(inspection: Inspection) -> tuple[list[Slot], Surroundings]:
    """The meetings that hold a time, and what surrounds them, in a fixed number of queries."""
    meetings = (
        Meeting.objects.filter(inspection=inspection, state__in=HOLDING)
        .exclude(starts_at=None)
        .select_related("site", "inspection")
        .prefetch_related("inspectors__user", "people__contact")
        .order_by("starts_at", "number")
    )
    return [week.slot_of(meeting) for meeting in meetings], week.surroundings_of(inspection)


def described(inspection: Inspection, broken: Iterable[Broken], slots: Sequence[Slot]) -> list[Found]:
    levels = levels_of(inspection)
    kept = {one.fingerprint: one for one in Override.objects.filter(inspection=inspection).select_related("by")}
    starts = {slot.number: slot.start.isoformat() for slot in slots}
    found: dict[str, Found] = {}
    for one in broken:
        level = levels.get(one.rule, Level.WARN)
        if level == Level.IGNORE:
            continue
        mark = fingerprint_of(one, starts)
        found.setdefault(mark, Found(one.rule, level, one.numbers, one.sentence, mark, kept.get(mark)))
    return sorted(found.values(), key=lambda one: (one.level != Level.BLOCK, one.numbers, one.rule))


def fingerprint_of(one: Broken, starts: Mapping[int, str]) -> str:
    times = [f"{number}@{starts.get(number, '')}" for number in one.numbers]
    return hashlib.sha256("|".join([one.rule, one.about, *times]).encode()).hexdigest()[:32]


def free_times(meeting: Meeting) -> list[tuple[date, list[datetime]]]:
    """Day by day the starts still to come, on the half hour, at which this meeting would break no rule that is not ignored."""
    if meeting.case and consent_missing(meeting.case):
        return []
    slots, surroundings = load(meeting.inspection)
    ignored = {rule for rule, level in levels_of(meeting.inspection).items() if level == Level.IGNORE}
    others = [slot for slot in slots if slot.number != meeting.number]
    length = timedelta(minutes=meeting.minutes)
    base = week.slot_of(meeting)
    found = []
    now = clock.now()
    for day in weekdays(meeting.inspection):
        of_day = [slot for slot in others if slot.day == day]
        start, last = at(day, DAY_FROM), at(day, DAY_UNTIL) - length
        free = []
        while start <= last:
            tried = week.check([*of_day, base.starting(start)], surroundings)
            clashes = [one for one in tried if meeting.number in one.numbers and one.rule not in ignored]
            if start > now and not clashes and start != meeting.starts_at:
                free.append(start)
            start += timedelta(minutes=STEP_MINUTES)
        if free:
            found.append((day, free))
    return found


def halves_free(inspection: Inspection, **whose: Any) -> list[str]:
    """The half days that are not ticked away, as the form's values."""
    away = Away.objects.filter(inspection=inspection, source=AwaySource.TICKS, **whose)
    starts = {one.starts_at for one in away}
    pairs = (("am", time(0)), ("pm", time(12)))
    return [
        f"{day.isoformat()} {half}"
        for day in weekdays(inspection)
        for half, hour in pairs
        if at(day, hour) not in starts
    ]
