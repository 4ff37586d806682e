"""One day of the timetable as lanes: the picture, and the table it stands beside."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.safestring import SafeString

from core import clock
from core.svg import GREY, INK, INK_ON, LINE, PALETTE, SHADE, el, lines_of, picture, width_of, words
from core.words import long_date
from rulebook.words import count
from timetable.queries.meetings import MeetingRow

WAYS = {"inspector": "By inspector", "site": "By place", "day": "By day"}
NOBODY = "No inspector yet"
WIDTH, NAMES, TOP, BAR = 960.0, 160.0, 34.0, 48.0


@dataclass(frozen=True)
class Lane:
    name: str
    rows: list[MeetingRow]


@dataclass(frozen=True)
class DayView:
    day: date
    title: str
    lanes: list[Lane]
    drawn: SafeString


def day_of(day: date, rows: Sequence[MeetingRow], by: str, team: Sequence[Any]) -> DayView:
    """A day's lanes and their drawing."""
    lanes = lanes_of(rows, by, team)
    busy = [lane for lane in lanes if lane.rows]
    description = f"{count(len(rows), 'meeting')} in {count(len(busy), 'lane')}. The table below says the same."
    drawn = draw(lanes, title=f"{WAYS[by]}: {long_date(day)}", description=description, ident=f"day-{day.isoformat()}")
    return DayView(day, long_date(day), busy, drawn)


def lanes_of(rows: Sequence[MeetingRow], by: str, team: Sequence[Any]) -> list[Lane]:
    """By inspector every member of the team has a lane, busy or not; by place those used; by day all in one."""
    if by == "day":
        return [Lane("All meetings", list(rows))]
    found: dict[str, list[MeetingRow]] = defaultdict(list)
    if by == "inspector":
        for user in team:
            found[str(user)] = []
    for row in rows:
        for name in _names(row, by):
            found[name].append(row)
    ordered = found if by == "inspector" else dict(sorted(found.items()))
    return [Lane(name, of_lane) for name, of_lane in ordered.items()]


def _names(row: MeetingRow, by: str) -> Iterable[str]:
    if by == "inspector":
        return dict.fromkeys(str(taken.user) for taken in row.meeting.inspectors.all()) or [NOBODY]
    if row.meeting.online:
        return ["Online"]
    return [row.meeting.site.name if row.meeting.site else "Place not decided"]


def draw(lanes: Sequence[Lane], *, title: str, description: str, ident: str) -> SafeString:
    """Lanes of a day from the earliest to the latest hour needed; what overlaps in a lane stands one under the other."""
    first, last = _hours(lanes)

    def x_of(moment: datetime) -> float:
        local = moment.astimezone(clock.LONDON)
        return NAMES + (WIDTH - NAMES) * (local.hour + local.minute / 60 - first) / (last - first)

    parts, y = [], TOP
    for lane in lanes:
        stacked = _stack(lane.rows)
        depth = max(1, len(stacked))
        parts.append(el("rect", x=0, y=y, width=WIDTH, height=depth * BAR, fill="#ffffff", stroke=LINE))
        parts += [words(8, y + 19 + 18 * at, text, size=15, bold=True)
                  for at, text in enumerate(lines_of(lane.name, NAMES - 16, 15)[:2])]  # fmt: skip
        for level, of_level in enumerate(stacked):
            for row in of_level:
                parts += _bar(row, x_of, y + level * BAR)
        y += depth * BAR
    hours = [
        part
        for hour in range(first, last + 1)
        for part in _hour(hour, NAMES + (WIDTH - NAMES) * (hour - first) / (last - first), y)
    ]
    return picture(WIDTH, y + 6, *hours, *parts, ident=ident, title=title, description=description)


def _hour(hour: int, x: float, bottom: float) -> list[SafeString]:
    text = "midday" if hour == 12 else f"{hour % 12 or 12}{'am' if hour < 12 else 'pm'}"
    anchor = "end" if x > WIDTH - 20 else "middle"
    return [
        words(x, 20, text, size=15, anchor=anchor, fill=GREY),
        el("path", d=f"M{x:.1f} 26V{bottom:.1f}", stroke=LINE, stroke_width=1),
    ]


def _hours(lanes: Sequence[Lane]) -> tuple[int, int]:
    """From 8am or earlier to 6pm or later, as the meetings need."""
    spans = [
        (row.meeting.starts_at.astimezone(clock.LONDON), row.meeting.minutes)
        for lane in lanes
        for row in lane.rows
        if row.meeting.starts_at
    ]
    first = min([8, *(start.hour for start, _ in spans)])
    ends = [start.hour + (start.minute + minutes + 59) // 60 for start, minutes in spans]
    return first, min(24, max([18, *ends]))


def _stack(rows: Sequence[MeetingRow]) -> list[list[MeetingRow]]:
    """Rows in levels, so that no two of a level overlap."""
    levels: list[list[MeetingRow]] = []
    for row in rows:
        start = row.meeting.starts_at
        free = next((level for level in levels if start and level[-1].meeting.ends_at <= start), None)
        if free is None:
            levels.append([row])
        else:
            free.append(row)
    return levels


def _bar(row: MeetingRow, x_of: Any, y: float) -> list[SafeString]:
    """A meeting: solid once it is confirmed, outlined and dashed while its time is only proposed."""
    meeting = row.meeting
    left, right = x_of(meeting.starts_at), x_of(meeting.ends_at)
    right = right if right > left else WIDTH  # on past midnight
    settled = meeting.state not in ("requested", "proposed")
    colour = PALETTE[0] if settled else SHADE
    room = right - left - 8
    shape = el("rect", x=left + 1, y=y + 3, width=max(right - left - 2, 4.0), height=BAR - 6, rx=3, fill=colour,
               stroke=INK, stroke_width=1, stroke_dasharray=None if settled else "4 3")  # fmt: skip
    ink = INK_ON[colour] if settled else INK
    texts = [text for text in (meeting.reference, _cut(meeting.title, room)) if text]
    return [shape, *(words(left + 5, y + 20 + 18 * at, text, size=15, fill=ink) for at, text in enumerate(texts))]


def _cut(text: str, room: float) -> str:
    """As much of a title as fits, cut at a letter; nothing where a few letters would say nothing."""
    most = int(room / width_of("n", 15))
    if len(text) <= most:
        return text
    return f"{text[: most - 1].rstrip(' :,')}…" if most > 4 else ""
