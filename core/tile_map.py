"""A map of equal tiles: one for each area, in blocks that stand roughly where their regions are.

A tile tells three ways: by its letters, by the sign below them (explained beside the map) and by the pattern of its region along its
foot; the colour of its ground only repeats the sign.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from core.svg import GREY, INK, LINE, el, picture, together, two_widths, words

SIDE, GAP, HEAD, FOOT = 46, 4, 26, 8
ACROSS = 6
STEP = SIDE + GAP
# Light grounds, on each of which the ink can be read, by the colour of the tag that says the same.
GROUNDS = {"green": "#cce2d8", "yellow": "#fff7bf", "orange": "#fcd6c3", "red": "#f4cdc6", "blue": "#d2e2f1"}
PAPER = "#ffffff"
PATTERNS = (
    "M0 8L8 0",
    "M0 0L8 8",
    "M0 4H8",
    "M4 0V8",
    "M0 4H8M4 0V8",
    "M0 8L8 0M0 0L8 8",
    "M0 2H8M0 6H8",
    "M2 0V8M6 0V8",
    "M0 6L4 2L8 6",
)


@dataclass(frozen=True)
class Tile:
    letters: str
    sign: str
    tag: str = ""


@dataclass(frozen=True)
class Block:
    """The tiles of one region. `column` is 0 (west) to 2 (east); blocks of a column stand in the order given."""

    name: str
    tiles: Sequence[Tile]
    column: int


def tile_map(
    blocks: Sequence[Block], *, tops: Sequence[int] = (0, 0, 0), title: str, description: str, ident: str
) -> SafeString:
    """Three columns, each `tops` rows down; on a narrow screen all blocks one below the other. At most nine blocks have own patterns."""
    placed: list[tuple[float, float, int]] = []
    heights = [float(top * STEP) for top in tops]
    for number, block in enumerate(blocks):
        placed.append((block.column * (ACROSS * STEP + 24), heights[block.column], number))
        heights[block.column] += _height(block)
    wide = _drawing(blocks, placed, 3 * ACROSS * STEP + 48, max(heights), title, description, ident)
    stacked, height = [], 0.0
    for number, block in enumerate(blocks):
        stacked.append((0.0, height, number))
        height += _height(block)
    narrow = _drawing(blocks, stacked, ACROSS * STEP, height, title, description, f"{ident}-narrow")
    return two_widths(wide, narrow)


def _height(block: Block) -> float:
    return HEAD + -(-len(block.tiles) // ACROSS) * STEP + 14


def _drawing(
    blocks: Sequence[Block],
    placed: Sequence[tuple[float, float, int]],
    width: float,
    height: float,
    title: str,
    description: str,
    ident: str,
) -> SafeString:
    patterns = [
        el(
            "pattern",
            el("rect", width=8, height=8, fill=PAPER),
            el("path", d=path, stroke=INK, stroke_width=1.2, fill="none"),
            id=f"{ident}-{number}",
            width=8,
            height=8,
            patternUnits="userSpaceOnUse",
        )
        for number, path in enumerate(PATTERNS)
    ]
    drawn = [_block(blocks[number], x, y, f"{ident}-{number % len(PATTERNS)}") for x, y, number in placed]
    return picture(width, height, el("defs", *patterns), *drawn, ident=ident, title=title, description=description)


def _block(block: Block, x: float, y: float, pattern: str) -> SafeString:
    swatch = el("rect", x=x, y=y + 3, width=16, height=16, fill=f"url(#{pattern})", stroke=GREY)
    tiles = [
        _tile(tile, x + place % ACROSS * STEP, y + HEAD + place // ACROSS * STEP, pattern)
        for place, tile in enumerate(block.tiles)
    ]
    return together([swatch, words(x + 22, y + 17, block.name, size=16, bold=True), *tiles])


def _tile(tile: Tile, x: float, y: float, pattern: str) -> SafeString:
    return together(
        [
            el("rect", x=x, y=y, width=SIDE, height=SIDE, fill=GROUNDS.get(tile.tag, PAPER), stroke=LINE),
            el("rect", x=x, y=y + SIDE - FOOT, width=SIDE, height=FOOT, fill=f"url(#{pattern})"),
            words(x + SIDE / 2, y + 18, tile.letters, size=16, anchor="middle", bold=True),
            words(x + SIDE / 2, y + 35, tile.sign, size=14, anchor="middle"),
        ]
    )
