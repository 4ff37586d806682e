"""Ten thousand files as people and attackers give them, the same ones for the same seed.

`files(each)` gives `each` files of every family in BAD and GOOD. A bad one must be refused, or kept without its `marks`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.trust.corpus import acting, archives, disguised, markup, spoiled, whole

SEED = 20261129


@dataclass(frozen=True)
class File:
    family: str
    name: str
    content: bytes
    bad: bool
    marks: tuple[bytes, ...] = ()
    damaged: bool = False  # may be kept once it is mended


def files(each: int, *, good_each: int = 0, families: tuple[str, ...] = ()) -> Iterator[File]:
    for name, make in BAD.items():
        if not families or name in families:
            yield from _family(name, make, each, bad=True)
    for name, make in GOOD.items():
        if not families or name in families:
            yield from _family(name, make, good_each or each, bad=False)


def _family(family: str, make: Callable[[random.Random, int], whole.Made], each: int, *, bad: bool) -> Iterator[File]:
    for number in range(each):
        made = make(random.Random(f"{SEED} {family} {number}"), number)
        yield File(family, made[0], made[1], bad, made[2] if len(made) > 2 else (), family in DAMAGED)


BAD: dict[str, Callable[[random.Random, int], whole.Made]] = {
    "another kind than its name": disguised.wrong_pair,
    "a kind not taken": disguised.not_taken,
    "text that is none": disguised.no_text,
    "PDF and something else": disguised.polyglot_pdf,
    "picture and something else": disguised.polyglot_picture,
    "Office and something else": disguised.polyglot_office,
    "SVG": markup.svg,
    "entities": markup.entities,
    "entities from elsewhere": markup.external_entity,
    "archive that expands": archives.bomb,
    "archives within": archives.nested,
    "parts over each other": archives.overlapping,
    "too many parts": archives.many_parts,
    "names that lead out": archives.slip,
    "links": archives.symlink,
    "passwords": archives.encrypted,
    "macros": acting.macros,
    "old Office": acting.old_office,
    "fetching": acting.fetching,
    "programs inside": acting.inside,
    "PDF that acts": acting.pdf_acting,
    "PDF of too many pages": spoiled.pdf_long,
    "PDF damaged": spoiled.pdf_broken,
    "too many pixels": spoiled.flood,
    "cut off": spoiled.cut,
    "empty or too large": spoiled.empty_or_huge,
    "EICAR": acting.eicar,
}
GOOD: dict[str, Callable[[random.Random, int], whole.Made]] = {
    f"good {kind}": whole.good(kind) for kind in (*whole.KINDS, "csv", "txt")
}
DAMAGED = {"PDF damaged", "cut off"}
