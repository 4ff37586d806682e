"""Pictures drawn by the server as SVG: the strip of an inspection's weeks, the months of a deadline, lines and bars.

Each is role="img" with a title and one sentence that gives its message, never tells by colour alone, and has a twin in a table on the page:
`strip_rows`, `month_rows`, `line_rows` make its rows for {% govuk_table %}.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from core.month_grid import counted_days, month_grid, month_rows
from core.svg import GREY, INK, LINE, PALETTE, el, lines_of, picture, two_widths, width_of, words
from core.timeline_strip import Bar, Marker, strip_rows, timeline_strip

__all__ = [
    "Bar",
    "Line",
    "Marker",
    "bar_chart",
    "counted_days",
    "line_chart",
    "line_rows",
    "month_grid",
    "month_rows",
    "strip_rows",
    "timeline_strip",
]

DASHES = (None, "9 5", "3 4", "14 4 3 4")
SHAPES = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class Line:
    """A series: one value for each label of the x axis, None where there is none. `muted` draws it grey and thin, for comparison.

    Where values are missing the line is broken; a `joined` one goes straight on, as a path between a few targets does.
    """

    label: str
    values: Sequence[float | None]
    muted: bool = False
    joined: bool = False


def line_chart(
    *,
    labels: Sequence[str],
    lines: Sequence[Line],
    title: str,
    description: str,
    unit: str = "",
    from_zero: bool = True,
    ident: str = "chart",
) -> SafeString:
    """Lines over `labels` (years, say), each with its name at its end; a narrow screen gets a narrower drawing with a key.

    At most four are bold, each with its own colour, dash and shape; the rest are grey. `unit` follows the numbers of the axis ("%").
    Raises ValueError when a line has not one value per label, or there is no number at all.
    """
    if any(len(line.values) != len(labels) for line in lines):
        raise ValueError("a line needs one value for each label")
    numbers = [value for line in lines for value in line.values if value is not None]
    if not numbers:
        raise ValueError("a chart needs a number")
    ticks = _ticks(min(numbers), max(numbers), from_zero)
    pictures = [
        _lines(
            labels,
            lines,
            ticks,
            unit,
            narrow=narrow,
            ident=f"{ident}-{'narrow' if narrow else 'wide'}",
            title=title,
            description=description,
        )
        for narrow in (False, True)
    ]
    return two_widths(*pictures)


def line_rows(labels: Sequence[str], lines: Sequence[Line]) -> list[list[Any]]:
    """The same numbers for a table: a row for each label, a column for each line."""
    none = {"text": "no figure", "format": "numeric"}
    return [
        [label, *(none if line.values[at] is None else line.values[at] for line in lines)]
        for at, label in enumerate(labels)
    ]


def _ticks(low: float, high: float, from_zero: bool) -> list[float]:
    """Four to six round numbers from zero (or just under the lowest) to just over the highest."""
    bottom = min(0.0, low) if from_zero else low
    span = high - bottom
    if span < 1e-6:  # all alike
        span = max(abs(high), 1.0)
    power = 10 ** math.floor(math.log10(span / 4))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor * 5 >= span)
    first, last = math.floor(bottom / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(step * at, 10) for at in range(first, max(last, first + 1) + 1)]


def _plain(number: float) -> str:
    return f"{number:,.10f}".rstrip("0").rstrip(".") if number % 1 else f"{number:,.0f}"


def _lines(
    labels: Sequence[str],
    lines: Sequence[Line],
    ticks: list[float],
    unit: str,
    *,
    narrow: bool,
    ident: str,
    title: str,
    description: str,
) -> SafeString:
    looks = _looks(lines)
    width, plot_height = (322.0, 220.0) if narrow else (720.0, 300.0)
    left = 16 + max(width_of(_plain(tick) + unit) for tick in ticks)
    names = 0.0 if narrow else min(250.0, 14 + max(width_of(line.label) for line in lines))
    right, top = width - max(names, 16.0), 34.0
    bottom = top + plot_height

    def place(at: int, value: float) -> tuple[float, float]:
        x = left + 8 + (right - left - 16) * (at / (len(labels) - 1) if len(labels) > 1 else 0.5)
        return x, bottom - plot_height * (value - ticks[0]) / (ticks[-1] - ticks[0])

    parts: list[Any] = []
    for tick in ticks:
        y = place(0, tick)[1]
        parts.append(
            el("path", d=f"M{left:.1f} {y:.1f}H{right:.1f}", stroke=INK if tick == ticks[0] else LINE, stroke_width=1)
        )
        parts.append(words(left - 6, y + 5.5, _plain(tick) + unit, anchor="end"))
    parts += _axis(labels, place, bottom, width)
    for line, look in sorted(zip(lines, looks, strict=True), key=lambda pair: not pair[0].muted):
        parts.append(_line(line, look, place))
    height = bottom + 34
    if ticks[0] > 0:
        parts.append(words(0, 16, f"The vertical axis starts at {_plain(ticks[0])}{unit}", fill=GREY, size=15))
    if narrow:
        for line, look in zip(lines, looks, strict=True):
            parts.append(_sample(look, 4, height + 6))
            for row in lines_of(line.label, width - 56):
                parts.append(words(50, height + 12, row))
                height += 22
        height += 4
    else:
        parts += _names(lines, looks, place, right + 6, width - right - 6)
    return picture(
        width, height, *parts, ident=ident, title=title, description=description, classes="app-picture--chart"
    )


@dataclass(frozen=True)
class _Look:
    colour: str
    dash: str | None
    shape: str
    width: float


def _looks(lines: Sequence[Line]) -> list[_Look]:
    bold = iter(range(len(PALETTE)))
    looks = []
    for line in lines:
        at = None if line.muted else next(bold, None)
        looks.append(_Look(GREY, None, "", 1.5) if at is None else _Look(PALETTE[at], DASHES[at], SHAPES[at], 3.0))
    return looks


def _axis(labels: Sequence[str], place: Any, bottom: float, width: float) -> list[SafeString]:
    """Labels below the axis, as many as do not touch, always with the last, none beyond the picture."""

    def middle(at: int) -> float:
        half = width_of(labels[at]) / 2
        return min(max(place(at, 0)[0], half), width - half)

    def shown(every: int) -> list[int]:
        return [at for at in range(len(labels)) if (len(labels) - 1 - at) % every == 0]

    def apart(one: int, other: int) -> bool:
        return middle(other) - middle(one) >= (width_of(labels[one]) + width_of(labels[other])) / 2 + 14

    some = next(found for every in range(1, len(labels) + 1) if all(map(apart, (found := shown(every)), found[1:])))
    parts = []
    for at in some:
        parts.append(el("path", d=f"M{place(at, 0)[0]:.1f} {bottom:.1f}v6", stroke=INK, stroke_width=1))
        parts.append(words(middle(at), bottom + 24, labels[at], anchor="middle"))
    return parts


def _line(line: Line, look: _Look, place: Any) -> SafeString:
    """A path for each unbroken run of values, and a shape on each value."""
    path, broken, marks = "", True, []
    for at, value in enumerate(line.values):
        if value is None:
            broken = broken or not line.joined
            continue
        x, y = place(at, value)
        path += f"{'M' if broken else 'L'}{x:.1f} {y:.1f}"
        broken = False
        marks.append(_mark(look, x, y))
    stroke = el(
        "path",
        d=path,
        fill="none",
        stroke=look.colour,
        stroke_width=look.width,
        stroke_dasharray=look.dash,
        stroke_linejoin="round",
    )
    return el("g", stroke, *marks)


def _mark(look: _Look, x: float, y: float) -> SafeString:
    if look.shape == "circle":
        return el("circle", cx=x, cy=y, r=5, fill=look.colour)
    paths = {
        "square": "m-4.5-4.5h9v9h-9z",
        "triangle": "m0-6l6 10.5h-12z",
        "diamond": "m0-6.5l6.5 6.5l-6.5 6.5l-6.5-6.5z",
    }
    if look.shape in paths:
        return el("path", d=f"M{x:.1f} {y:.1f}{paths[look.shape]}", fill=look.colour)
    return el("circle", cx=x, cy=y, r=2, fill=look.colour)


def _sample(look: _Look, x: float, y: float) -> SafeString:
    stroke = el(
        "path", d=f"M{x:.1f} {y:.1f}h38", stroke=look.colour, stroke_width=look.width, stroke_dasharray=look.dash
    )
    return el("g", stroke, _mark(look, x + 19, y))


def _names(lines: Sequence[Line], looks: Sequence[_Look], place: Any, x: float, room: float) -> list[SafeString]:
    """Each line's name beside its last value, moved down where two would touch."""
    ends = []
    for line, look in zip(lines, looks, strict=True):
        last = next((at for at in range(len(line.values) - 1, -1, -1) if line.values[at] is not None), None)
        if last is not None:
            ends.append((place(last, line.values[last])[1], lines_of(line.label, room), look))
    parts, free = [], 0.0
    for y, rows, look in sorted(ends, key=lambda end: end[0]):
        baseline = max(y + 5.5, free)
        for row in rows:
            parts.append(
                words(
                    x,
                    baseline,
                    row,
                    bold=look.width > 2,
                    fill=INK if look.colour in (PALETTE[1], PALETTE[3]) else look.colour,
                )
            )
            baseline += 19
        free = baseline + 1
    return parts


def bar_chart(
    *, items: Sequence[tuple[str, float]], title: str, description: str, unit: str = "", ident: str = "bars"
) -> SafeString:
    """Horizontal bars from zero, each with its name above and its number at its end. Raises ValueError for none or a negative one."""
    if not items or min(value for _, value in items) < 0:
        raise ValueError("bars need numbers of zero or more")
    wide, narrow = (
        _bars(items, unit, width, ident=f"{ident}-{name}", title=title, description=description)
        for name, width in (("wide", 640.0), ("narrow", 322.0))
    )
    return two_widths(wide, narrow)


def _bars(
    items: Sequence[tuple[str, float]], unit: str, width: float, *, ident: str, title: str, description: str
) -> SafeString:
    most = max(value for _, value in items) or 1
    room = width - max(width_of(_plain(value) + unit) for _, value in items) - 16
    parts, top = [], 0.0
    for label, value in items:
        for row in lines_of(label, width):
            parts.append(words(0, top + 16, row))
            top += 20
        across = max(room * value / most, 1.5)
        parts.append(el("rect", x=0, y=top + 2, width=across, height=24, fill=PALETTE[0]))
        parts.append(words(across + 8, top + 20, _plain(value) + unit, bold=True))
        top += 40
    return picture(
        width, top - 8, *parts, ident=ident, title=title, description=description, classes="app-picture--chart"
    )
