"""When a finding is held up from enough sides: the three-source test."""

from __future__ import annotations

from dataclasses import dataclass

from rulebook.frameworks.rules import NO_CITATION, Citation


@dataclass(frozen=True)
class Triangulation:
    """How many different kinds of source, and how many sectors, make a finding rest on enough."""

    kinds: int
    sectors: int
    source: Citation = NO_CITATION
    confirmed: bool = False


# Inspectors triangulate; no source that we could read gives a number. Three kinds of source and two sectors are our assumption.
TRIANGULATION = Triangulation(kinds=3, sectors=2)
