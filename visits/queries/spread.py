"""How the settings chosen are spread over what the area has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from partnerships.models.directory import Site, SiteKind


@dataclass(frozen=True)
class Spread:
    """`rows`: (kind in words, in the area's list, chosen) for every kind the list has; `gaps`: sentences."""

    rows: tuple[tuple[str, int, int], ...]
    gaps: tuple[str, ...]
    listed: int
    chosen: int


def spread(sites: Iterable[Site], chosen: set[int]) -> Spread:
    """`chosen` holds the numbers of the sites chosen. Offices are no settings and are left out unless chosen."""
    settings = [site for site in sites if site.kind != SiteKind.OFFICE or site.pk in chosen]
    rows, gaps = [], []
    for kind in SiteKind:
        of_kind = [site for site in settings if site.kind == kind]
        if not of_kind:
            continue
        taken = sum(site.pk in chosen for site in of_kind)
        rows.append((str(kind.label), len(of_kind), taken))
        if not taken and kind != SiteKind.OTHER:
            gaps.append(f"{kind.label}: none chosen of {len(of_kind)}.")
    outside = [site for site in settings if not site.in_area]
    if outside and not any(site.pk in chosen for site in outside):
        gaps.append(f"Outside the area: none chosen of {len(outside)}.")
    return Spread(tuple(rows), tuple(gaps), len(settings), sum(site.pk in chosen for site in settings))
