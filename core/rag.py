"""Ratings as a word, a shape and a colour, never a colour alone: one mark in a line of text, a matrix, bars over months."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.svg import GREY, INK, LINE, PALETTE, SHADE, el, hatch, lines_of, picture, two_widths, width_of, words


@dataclass(frozen=True)
class Rating:
    """`shape` is circle, triangle, square or tick; `colour` one of the palette; `word` what it says."""

    word: str
    shape: str
    colour: str


NONE, BAD, GOOD, DONE = GREY, PALETTE[3], PALETTE[1], PALETTE[0]
_SHAPES = {
    "circle": "M0-7a7 7 0 0 1 0 14a7 7 0 0 1 0-14z",
    "triangle": "M0-8l9 15.5h-18z",
    "square": "M-7-7h14v14h-14z",
    "tick": "M-9 0l4-4l4 4l8-9l4 4l-12 13z",
}


def mark(rating: Rating, x: float, y: float) -> SafeString:
    """The shape of a rating with its middle at a point; the circle is hollow, so that nothing begun looks like nothing there."""
    hollow = rating.shape == "circle"
    return el(
        "path",
        d=_SHAPES[rating.shape],
        transform=f"translate({x:.1f} {y:.1f})",
        fill="#ffffff" if hollow else rating.colour,
        stroke=rating.colour if hollow else INK,
        stroke_width=3 if hollow else 1,
    )


def labelled(rating: Rating) -> SafeString:
    """The shape, which a screen reader passes over, and the word."""
    drawn = el(
        "svg", mark(rating, 11, 11), xmlns="http://www.w3.org/2000/svg", viewbox="0 0 22 22", width=18, height=18,
        aria_hidden="true", focusable="false", class_="app-rag__shape",
    )  # fmt: skip
    return format_html('<span class="app-rag">{} <span>{}</span></span>', drawn, rating.word)


def rag_matrix(
    *,
    rows: Sequence[tuple[str, Sequence[int]]],
    ratings: Sequence[Rating],
    title: str,
    description: str,
    ident: str = "matrix",
) -> SafeString:
    """How many things of each row have each rating: a cell holds the shape and the number; an empty one is shaded.

    Raises ValueError when a row has not one number for each rating.
    """
    if any(len(numbers) != len(ratings) for _, numbers in rows):
        raise ValueError("a row needs a number for each rating")
    wide, narrow = (
        _matrix(rows, ratings, width, ident=f"{ident}-{name}", title=title, description=description)
        for name, width in (("wide", 760.0), ("narrow", 322.0))
    )
    return two_widths(wide, narrow)


def rag_matrix_wide(
    *, rows: Sequence[tuple[str, Sequence[int]]], ratings: Sequence[Rating], title: str, description: str
) -> SafeString:
    """The matrix for a page of A4, on which its text is of 12 points."""
    return _matrix(rows, ratings, 640.0, ident="matrix-print", title=title, description=description)


def _matrix(
    rows: Sequence[tuple[str, Sequence[int]]], ratings: Sequence[Rating], width: float, *, ident: str, title: str,
    description: str,
) -> SafeString:  # fmt: skip
    """Wide: names on the left, the words of the ratings above their columns. Narrow: names above their cells, a key below."""
    wide = width > 500
    left = width * 0.38 if wide else 0.0
    cell = (width - left) / len(ratings)
    parts, top = [], 0.0
    if wide:
        heads = [lines_of(rating.word, cell - 8) for rating in ratings]
        top = 20.0 * max(len(head) for head in heads) + 4
        for at, head in enumerate(heads):
            parts += [
                words(left + cell * (at + 0.5), 16 + 20 * line, text, anchor="middle", bold=True)
                for line, text in enumerate(head)
            ]
    for name, numbers in rows:
        shown = lines_of(name, left - 12 if wide else width)
        height = max(40.0, 20.0 * len(shown) + 8) if wide else 40.0
        if not wide:
            top += 20.0 * len(shown) + 4
        first = top + (height - 20.0 * len(shown)) / 2 + 15 if wide else top - 20.0 * len(shown) + 12
        parts += [words(0, first + 20 * line, text) for line, text in enumerate(shown)]
        for at, (rating, number) in enumerate(zip(ratings, numbers, strict=True)):
            x, middle = left + cell * at, top + height / 2
            parts.append(
                el(
                    "rect", x=x + 1, y=top + 1, width=cell - 2, height=height - 2, stroke=LINE,
                    fill="#ffffff" if number else SHADE,
                )
            )  # fmt: skip
            if number:
                parts.append(mark(rating, x + cell / 2 - 14, middle))
            parts.append(
                words(x + cell / 2 + (4 if number else 0), middle + 6, number, bold=bool(number),
                      anchor="start" if number else "middle", fill=INK if number else GREY)
            )  # fmt: skip
        top += height + (0 if wide else 12)
    if not wide:
        key, top = _key(ratings, top, width)
        parts += key
    return picture(width, top + 4, *parts, ident=ident, title=title, description=description)


def stacked_bars(
    *,
    months: Sequence[tuple[str, Sequence[int]]],
    ratings: Sequence[Rating],
    title: str,
    description: str,
    ident: str = "months",
) -> SafeString:
    """One bar a month from zero, a part for each rating in their order from the left, each with its number; a key below.

    Raises ValueError for no month, or one that has not one number for each rating.
    """
    if not months or any(len(numbers) != len(ratings) for _, numbers in months):
        raise ValueError("bars need a month, and a number for each rating")
    wide, narrow = (
        _stacked(months, ratings, width, ident=f"{ident}-{name}", title=title, description=description)
        for name, width in (("wide", 720.0), ("narrow", 322.0))
    )
    return two_widths(wide, narrow)


# The text that can be read upon each colour; the first is drawn as slanting lines on white.
_ON: Mapping[str, str] = {NONE: INK, BAD: INK, GOOD: INK, DONE: "#ffffff"}


def _stacked(
    months: Sequence[tuple[str, Sequence[int]]], ratings: Sequence[Rating], width: float, *, ident: str, title: str,
    description: str,
) -> SafeString:  # fmt: skip
    wide = width > 500
    left = max(width_of(name) for name, _ in months) + 10 if wide else 0.0
    most = max(sum(numbers) for _, numbers in months) or 1
    fills = [f"url(#{ident}-hatch)" if rating.shape == "circle" else rating.colour for rating in ratings]
    parts, top = [el("defs", hatch(f"{ident}-hatch"))], 0.0
    for name, numbers in months:
        if not wide:
            top += 20
        parts.append(words(0, top + 21 if wide else top - 4, name))
        x = left
        for rating, fill, number in zip(ratings, fills, numbers, strict=True):
            across = (width - left - 2) * number / most
            if not number:
                continue
            parts.append(
                el(
                    "rect",
                    x=x,
                    y=top,
                    width=across,
                    height=30,
                    fill=fill,
                    stroke="#ffffff" if fill == rating.colour else GREY,
                )
            )
            if across >= width_of(str(number)) + 6:
                if fill != rating.colour:
                    plate = width_of(str(number)) + 6
                    parts.append(
                        el("rect", x=x + (across - plate) / 2, y=top + 5, width=plate, height=20, fill="#ffffff")
                    )
                parts.append(
                    words(
                        x + across / 2, top + 21, number, anchor="middle", bold=True, fill=_ON.get(rating.colour, INK)
                    )
                )
            x += across
        top += 38 if wide else 42
    key, top = _key(ratings, top, width, fills)
    return picture(width, top + 4, *parts, *key, ident=ident, title=title, description=description)


def _key(
    ratings: Sequence[Rating], top: float, width: float, fills: Sequence[str] = ()
) -> tuple[list[SafeString], float]:
    """What each shape, or each fill, says: one line each. Returns the drawing and where it ends."""
    parts: list[SafeString] = []
    for at, rating in enumerate(ratings):
        if fills:
            parts.append(el("rect", x=1, y=top + 3, width=26, height=18, fill=fills[at], stroke=GREY))
        else:
            parts.append(mark(rating, 14, top + 12))
        for line in lines_of(rating.word, width - 38):
            parts.append(words(36, top + 18, line))
            top += 24
    return parts, top
