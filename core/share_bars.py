"""Bars from 0 to 100 per cent: the answers to one question, or one answer in several groups. Some may be hidden."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from core.svg import GREY, INK, LINE, PALETTE, el, lines_of, picture, two_widths, width_of, words

HIDDEN = "Hidden"


def share_bars(
    *, items: Sequence[tuple[str, int | None]], title: str, description: str, ident: str,
    marks: Sequence[int | None] = (), marks_label: str = "",
) -> SafeString:  # fmt: skip
    """Horizontal bars of (name, per cent or None for hidden), its name above each and the numbers in a column on the right.

    `marks` puts a diamond beside each bar at an earlier value, explained below by `marks_label`.
    """
    wide, narrow = (
        _bars(items, marks, marks_label, width, ident=f"{ident}-{name}", title=title, description=description)
        for name, width in (("wide", 640.0), ("narrow", 322.0))
    )
    return two_widths(wide, narrow)


def _bars(
    items: Sequence[tuple[str, int | None]], marks: Sequence[int | None], marks_label: str, width: float,
    *, ident: str, title: str, description: str,
) -> SafeString:  # fmt: skip
    room = width - width_of("100%") - 16
    parts, top = [], 0.0
    for at, (label, share) in enumerate(items):
        for row in lines_of(label, width):
            parts.append(words(0, top + 16, row))
            top += 20
        if share is None:
            parts.append(el("path", d=f"M0 {top + 2:.1f}v24", stroke=LINE, stroke_width=1))
            parts.append(words(8, top + 20, HIDDEN, fill=GREY))
        else:
            across = max(room * share / 100, 1.5)
            parts.append(el("rect", x=0, y=top + 2, width=across, height=24, fill=PALETTE[0]))
            if at < len(marks) and (mark := marks[at]) is not None:
                parts.append(_diamond(max(room * mark / 100, 8.0), top + 14))
            # All in one column, so that none stands beside a diamond as if it were its own.
            parts.append(words(width, top + 20, f"{share}%", anchor="end", bold=True))
        top += 40
    if marks_label and any(mark is not None for mark in marks):
        parts.append(_diamond(8, top + 2))
        parts.append(words(24, top + 8, marks_label))
        top += 30
    return picture(
        width, top - 8, *parts, ident=ident, title=title, description=description, classes="app-picture--chart"
    )


def _diamond(x: float, y: float) -> SafeString:
    """White within a dark line, so it is seen on the bar and beside it."""
    return el("path", d=f"M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8-8z", fill="#ffffff", stroke=INK, stroke_width=2)
