"""The weeks of an inspection as a strip: a column for each day, a bar for each stage. Drawn twice, for wide and narrow screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.safestring import SafeString

from core import words as in_words
from core.svg import GREY, INK, INK_ON, LINE, PALETTE, SHADE, el, hatch, lines_of, picture, two_widths, width_of, words

BAR, GAP, LINE_HEIGHT = 26, 8, 19
WIDE, NARROW = 960, 322
# Below this many units a column cannot hold "Mon": only the weeks are labelled.
READABLE_COLUMN = 40


@dataclass(frozen=True)
class Bar:
    """A stage from its first day to its last, both included. `colour` is a place in the palette; by default bars take turns."""

    label: str
    first_on: date
    last_on: date
    colour: int | None = None


@dataclass(frozen=True)
class Marker:
    """Something that happens on one day."""

    label: str
    on: date


@dataclass(frozen=True)
class _Item:
    label: str
    first_on: date
    last_on: date
    fill: str
    point: bool = False


@dataclass
class _Placed:
    item: _Item
    x: float
    width: float
    label_x: float
    anchor: str
    lines: list[str]
    inside: bool
    below: bool
    lane: int = 0

    @property
    def span(self) -> tuple[float, float]:
        """The units it takes from left to right, with its label."""
        across = max((width_of(line) for line in self.lines), default=0.0)
        left = self.label_x - across if self.anchor == "end" else self.label_x
        return min(self.x, left), max(self.x + self.width, left + across)

    @property
    def height(self) -> float:
        return BAR + (len(self.lines) * LINE_HEIGHT + 2 if self.below else 0)


def timeline_strip(
    *,
    bars: Sequence[Bar],
    markers: Sequence[Marker] = (),
    title: str,
    description: str,
    first_on: date | None = None,
    last_on: date | None = None,
    holidays: Mapping[date, str] | None = None,
    today: date | None = None,
    ident: str = "timeline",
) -> SafeString:
    """The strip as HTML with two SVG pictures, one of which the style sheet shows.

    Whole weeks, Monday to Sunday, from the one of `first_on` (by default the earliest day given) to the one of `last_on`. Weekends are
    shaded; days in `holidays` are hatched and carry the words "Bank holiday". `ident` must be the page's only one of that name.
    Raises ValueError when there is nothing to draw.
    """
    items = [
        _Item(bar.label, bar.first_on, bar.last_on, PALETTE[(at if bar.colour is None else bar.colour) % 4])
        for at, bar in enumerate(bars)
    ]
    items += [_Item(marker.label, marker.on, marker.on, INK, point=True) for marker in markers]
    if not items:
        raise ValueError("a strip needs a bar or a marker")
    start = first_on or min(item.first_on for item in items)
    end = last_on or max(item.last_on for item in items)
    start -= timedelta(days=start.weekday())
    end += timedelta(days=6 - end.weekday())
    weeks = max((end - start).days + 1, 7) // 7
    days = [start + timedelta(days=at) for at in range(weeks * 7)]
    scene = {
        "items": sorted(items, key=lambda item: (item.first_on, item.last_on)),
        "holidays": holidays or {},
        "today": today,
    }
    pictures = []
    for name, width, row in (("wide", WIDE, len(days)), ("narrow", NARROW, 7 if weeks <= 5 else 28)):
        key, top, drawn = f"{ident}-{name}", 0.0, []
        for at in range(0, len(days), row):
            part, height = _row(days[at : at + row], width / row, top, f"{key}-holiday", **scene)  # type: ignore[arg-type]
            drawn.append(part)
            top += height + 14
        body = (el("defs", hatch(f"{key}-holiday")), *drawn)
        pictures.append(picture(width, top - 12, *body, ident=key, title=title, description=description))
    wide, narrow = pictures
    return two_widths(wide, narrow)


def strip_rows(bars: Iterable[Bar], markers: Iterable[Marker] = ()) -> list[tuple[str, str, str]]:
    """The same facts for a table: what, first day, last day; in order of time."""
    rows = [(bar.first_on, bar.last_on, bar.label) for bar in bars] + [
        (marker.on, marker.on, marker.label) for marker in markers
    ]
    return [(label, in_words.long_date(first), in_words.long_date(last)) for first, last, label in sorted(rows)]


def _row(
    days: Sequence[date],
    column: float,
    top: float,
    holiday_fill: str,
    *,
    items: Sequence[_Item],
    holidays: Mapping[date, str],
    today: date | None,
) -> tuple[SafeString, float]:
    readable = column >= READABLE_COLUMN
    head = 66.0 if readable else 28.0
    width = column * len(days)
    placed = _place([item for item in items if item.first_on <= days[-1] and item.last_on >= days[0]], days, column)
    lanes = [
        max((one.height for one in placed if one.lane == lane), default=0.0)
        for lane in range(1 + max((one.lane for one in placed), default=-1))
    ]
    tops = [top + head + GAP + sum(lanes[:at]) + GAP * at for at in range(len(lanes))]
    floor = (tops[-1] + lanes[-1] if lanes else top + head) + GAP
    has_words = readable and any(day in holidays for day in days)
    has_today = today is not None and days[0] <= today <= days[-1]
    bottom = floor + (34 if has_words else 22 if has_today else 0)
    parts: list[Any] = []
    for at, day in enumerate(days):
        x = at * column
        if day in holidays:  # shaded behind its name, hatched below
            parts.append(el("rect", x=x, y=top + 24, width=column, height=head - 24, fill=SHADE))
            parts.append(
                el("rect", x=x, y=top + head, width=column, height=bottom - top - head, fill=f"url(#{holiday_fill})")
            )
        elif day.weekday() >= 5:
            parts.append(el("rect", x=x, y=top + 24, width=column, height=bottom - top - 24, fill=SHADE))
    parts += _heading(days, column, top, readable)
    parts.append(
        el("path", d=f"M0 {top + head:.1f}H{width:.1f}M0 {bottom:.1f}H{width:.1f}", stroke=LINE, stroke_width=1)
    )
    if has_words:
        parts += [
            part
            for at, day in enumerate(days)
            if day in holidays
            for part in _holiday_words((at + 0.5) * column, floor)
        ]
    if has_today and today:
        x = ((today - days[0]).days + 0.5) * column
        parts.append(
            el("path", d=f"M{x:.1f} {top + head:.1f}V{floor:.1f}", stroke=INK, stroke_width=2, stroke_dasharray="5 4")
        )
        if today not in holidays:
            near = "start" if x < 30 else "end" if x > width - 30 else "middle"
            parts.append(
                words({"start": 2.0, "end": width - 2}.get(near, x), floor + 17, "Today", anchor=near, bold=True)
            )
    parts += [_draw(one, tops[one.lane]) for one in placed]
    return el("g", *parts), bottom - top


def _heading(days: Sequence[date], column: float, top: float, readable: bool) -> list[SafeString]:
    parts: list[SafeString] = []
    every = 1 if column * 7 >= 62 else 2 if column * 14 >= 62 else 4
    for week, at in enumerate(range(0, len(days), 7)):
        x, day = at * column, days[at]
        parts.append(
            el("path", d=f"M{x + 0.5:.1f} {top + 4:.1f}v{62 if readable else 24}", stroke=LINE, stroke_width=1)
        )
        if readable:
            parts.append(words(x + 6, top + 17, f"Week of {day.day} {day:%B}", bold=True))
        elif week % every == 0:
            parts.append(words(x + 5, top + 19, f"{day.day} {day:%b}"))
    if readable:
        for at, day in enumerate(days):
            x, fill = (at + 0.5) * column, GREY if day.weekday() >= 5 else INK
            parts.append(words(x, top + 41, f"{day:%a}", size=15, anchor="middle", fill=fill))
            parts.append(words(x, top + 59, day.day, anchor="middle", bold=day.weekday() < 5, fill=fill))
    return parts


def _holiday_words(x: float, floor: float) -> list[SafeString]:
    paper = el("rect", x=x - 22.5, y=floor, width=45, height=33, fill="#ffffff")
    return [
        paper,
        words(x, floor + 14, "Bank", size=13, anchor="middle"),
        words(x, floor + 28, "holiday", size=13, anchor="middle"),
    ]


def _place(items: Sequence[_Item], days: Sequence[date], column: float) -> list[_Placed]:
    """Each item in the first lane where it and its label are alone."""
    width = column * len(days)
    taken: list[float] = []
    placed = []
    for item in items:
        first, last = max(item.first_on, days[0]), min(item.last_on, days[-1])
        x, across = (first - days[0]).days * column, ((last - first).days + 1) * column
        if item.point:
            x, across = x + column / 2 - 10, 20.0
        one = _label(item, x + 1, across - 2, width)
        left, right = one.span
        one.lane = next((lane for lane, end in enumerate(taken) if end + 12 <= left), len(taken))
        taken[one.lane : one.lane + 1] = [right]
        placed.append(one)
    return placed


def _label(item: _Item, x: float, across: float, width: float) -> _Placed:
    """Where its label goes: inside the bar if it fits, else after it, else before it, else below in lines."""
    long = width_of(item.label)
    if not item.point and long + 14 <= across:
        return _Placed(item, x, across, x + 8, "start", [item.label], inside=True, below=False)
    if x + across + 8 + long <= width:
        return _Placed(item, x, across, x + across + 7, "start", [item.label], inside=False, below=False)
    if x - 8 - long >= 0:
        return _Placed(item, x, across, x - 7, "end", [item.label], inside=False, below=False)
    lines = lines_of(item.label, width - 8)
    longest = max(width_of(line) for line in lines)
    return _Placed(item, x, across, max(2.0, min(x, width - longest)), "start", lines, inside=False, below=True)


def _draw(one: _Placed, top: float) -> SafeString:
    if one.item.point:
        x, y = one.x + one.width / 2, top + BAR / 2
        shape = el(
            "path",
            d=f"M{x:.1f} {y - 10:.1f}l10 10l-10 10l-10-10z",
            fill=one.item.fill,
            stroke="#ffffff",
            stroke_width=1,
        )
    else:
        shape = el("rect", x=one.x, y=top, width=one.width, height=BAR, rx=3, fill=one.item.fill)
    fill = INK_ON[one.item.fill] if one.inside else INK
    first = top + BAR + 16 if one.below else top + 18.5
    parts = []
    for at, line in enumerate(one.lines):
        if not one.inside:  # a white edge keeps the letters clear of shading and hatching
            halo = words(one.label_x, first + at * LINE_HEIGHT, line, anchor=one.anchor, fill="#ffffff")
            parts.append(el("g", halo, stroke="#ffffff", stroke_width=4, stroke_linejoin="round", aria_hidden="true"))
        parts.append(words(one.label_x, first + at * LINE_HEIGHT, line, anchor=one.anchor, fill=fill))
    return el("g", shape, *parts)
