"""What changed between two texts, word by word.

The comparison is Google's diff-match-patch on words: each word with the blank before it, each mark and each line end is one unit. It
always gives both texts back exactly; two long texts that have almost nothing in common are shown as one deletion and one addition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from diff_match_patch import diff_match_patch

Kind = Literal["same", "deleted", "added"]
# A word with the blank before it, a line end, a mark; whatever else is blank.
UNIT = re.compile(r"[^\S\n]*[\w’'‑-]+|\n|[^\S\n]*[^\w\s]|[^\S\n]+")
WORD = re.compile(r"\w[\w’'‑-]*")
# Units become characters from here on: above the surrogates, which are no characters.
FIRST = 0xE000
# Seconds after which the rest is shown as replaced. 20,000 words changed in 300 places take two thirds of one.
PATIENCE = 1.0
# Rows times rows that are compared with each other, and the share of words that makes two of them versions of one.
MOST_COMPARED, LEAST_SHARED = 40_000, 1 / 3
KINDS: dict[int, Kind] = {-1: "deleted", 0: "same", 1: "added"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that is the same in both, or only in the one before (deleted), or only in the one after (added)."""

    kind: Kind
    text: str


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order, a deletion before the addition that takes its place.

    Same and deleted pieces joined are `before`; same and added pieces joined are `after`. Equal texts give one piece, two empty ones none.
    """
    known: dict[str, int] = {}
    encoded = [_encoded(text, known) for text in (before, after)]
    units = list(known)
    differ = diff_match_patch()
    differ.Diff_Timeout = PATIENCE
    found = differ.diff_main(*encoded, False)
    differ.diff_cleanupSemantic(found)
    return tuple(Piece(KINDS[kind], "".join(units[ord(mark) - FIRST] for mark in marks)) for kind, marks in found)


def _encoded(text: str, known: dict[str, int]) -> str:
    return "".join(chr(FIRST + known.setdefault(unit, len(known))) for unit in UNIT.findall(text))


@dataclass(frozen=True, slots=True)
class Pair:
    """A block of the text before and the block of the text after that stands for it. None: there is none."""

    before: str | None
    after: str | None


def matched(before: Iterable[str], after: Iterable[str]) -> tuple[Pair, ...]:
    """Paragraphs, list items or rows put beside each other in order: the equal ones, and between them those most alike."""
    left, right = list(before), list(after)
    known: dict[str, int] = {}
    encoded = ["".join(chr(FIRST + known.setdefault(one, len(known))) for one in blocks) for blocks in (left, right)]
    differ = diff_match_patch()
    differ.Diff_Timeout = PATIENCE
    pairs: list[Pair] = []
    gone: list[str] = []
    come: list[str] = []
    for kind, marks in differ.diff_main(*encoded, False):
        if kind < 0:
            gone, left = gone + left[: len(marks)], left[len(marks) :]
        elif kind > 0:
            come, right = come + right[: len(marks)], right[len(marks) :]
        else:
            pairs += [*_alike(gone, come), *(Pair(same, same) for same in left[: len(marks)])]
            gone, come, left, right = [], [], left[len(marks) :], right[len(marks) :]
    return (*pairs, *_alike(gone, come))


def _alike(gone: list[str], come: list[str]) -> list[Pair]:
    """The pairing in order in which most words are shared; a block that shares less than a third of its words stands alone."""
    if len(gone) * len(come) > MOST_COMPARED:
        return [Pair(one, None) for one in gone] + [Pair(None, other) for other in come]
    left, right = ([set(WORD.findall(block.lower())) for block in blocks] for blocks in (gone, come))
    # best[i][j]: how alike the blocks from i on and from j on can be made.
    best = [[0.0] * (len(come) + 1) for _ in range(len(gone) + 1)]
    share = [[_shared(one, other) for other in right] for one in left]
    for i in reversed(range(len(gone))):
        for j in reversed(range(len(come))):
            both = share[i][j] + best[i + 1][j + 1] if share[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], both)
    pairs, i, j = [], 0, 0
    while i < len(gone) and j < len(come):
        if share[i][j] and best[i][j] == share[i][j] + best[i + 1][j + 1]:
            pairs.append(Pair(gone[i], come[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append(Pair(gone[i], None))
            i += 1
        else:
            pairs.append(Pair(None, come[j]))
            j += 1
    return pairs + [Pair(one, None) for one in gone[i:]] + [Pair(None, other) for other in come[j:]]


def _shared(one: set[str], other: set[str]) -> float:
    share = len(one & other) / max(len(one), len(other), 1)
    return share if share >= LEAST_SHARED else 0.0


def words_changed(pieces: Iterable[Piece]) -> tuple[int, int]:
    """How many words were deleted and how many were added."""
    counts = {"same": 0, "deleted": 0, "added": 0}
    for piece in pieces:
        counts[piece.kind] += len(WORD.findall(piece.text))
    return counts["deleted"], counts["added"]
