"""What a finding rests on, in counts and words. Confidence is computed from the sources; nobody types it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from rulebook import words
from rulebook.frameworks.triangulation import TRIANGULATION, Triangulation

CONFIDENCE = {
    "none": "No evidence yet",
    "low": "Low confidence",
    "medium": "Medium confidence",
    "high": "High confidence",
}


@dataclass(frozen=True)
class Basis:
    """`pieces` are notes and filed evidence; `kinds` of source and `sectors` are the different ones among them, in words.

    `withdrawn` are the numbers of notes that are still tied to it and count no more.
    """

    pieces: int = 0
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    withdrawn: tuple[int, ...] = ()

    @property
    def sentence(self) -> str:
        """“Rests on 3 pieces of evidence from 2 kinds of source (meeting and survey) in 1 sector (health).”"""
        if not self.pieces:
            return "Rests on no evidence yet."
        kinds = _named(words.count(len(self.kinds), "kind") + " of source", self.kinds)
        sectors = _named(words.count(len(self.sectors), "sector"), self.sectors)
        return f"Rests on {words.count(self.pieces, 'piece')} of evidence from {kinds} in {sectors}."


def _named(counted: str, names: Collection[str]) -> str:
    return f"{counted} ({words.listed([name.lower() for name in names])})" if names else counted


def confidence(basis: Basis, wanted: Triangulation = TRIANGULATION) -> str:
    """A key of CONFIDENCE. What rests on one kind of source or one sector is never more than low."""
    if not basis.pieces:
        return "none"
    if len(basis.kinds) < 2 or len(basis.sectors) < 2:
        return "low"
    return "high" if len(basis.kinds) >= wanted.kinds and len(basis.sectors) >= wanted.sectors else "medium"


def faults(basis: Basis) -> tuple[str, ...]:
    """What is plainly too little, in sentences; empty when nothing is."""
    if not basis.pieces:
        return ("It rests on no evidence.",)
    found = []
    if basis.pieces == 1:
        found.append("It rests on one source.")
    elif len(basis.kinds) == 1:
        found.append(f"It rests on one kind of source: {basis.kinds[0].lower()}.")
    elif not basis.kinds:
        found.append("Its evidence does not say what kind of source it comes from.")
    if len(basis.sectors) == 1:
        found.append(f"It rests on one sector: {basis.sectors[0].lower()}.")
    elif not basis.sectors:
        found.append("Its evidence does not say which sector it speaks of.")
    return tuple(found)
