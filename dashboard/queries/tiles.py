"""The map of tiles: every area of today with its newest published outcome. Public facts only, the same for everybody."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby

from core.tile_map import Block, Tile
from dashboard.queries.area_cells import inspection_of
from dashboard.queries.areas import areas
from partnerships.models import Partnership
from rulebook import frameworks
from rulebook.frameworks.base import Outcome

# The column of each region, west to east, and the order within it, north to south.
COLUMNS = {
    "North West": 0, "West Midlands": 0, "South West": 0,
    "North East": 1, "Yorkshire and The Humber": 1, "East Midlands": 1, "London": 1,
    "East of England": 2, "South East": 2,
}  # fmt: skip
# How many rows of tiles each column begins below the top.
TOPS = (2, 0, 7)
NONE = "–"
SMALL_WORDS = {"and", "of", "the", "upon", "with", "on"}


@dataclass(frozen=True)
class Placed:
    area: Partnership
    letters: str
    sign: str
    outcome: str
    tag: str
    published_on: date | None


@dataclass(frozen=True)
class Key:
    """One line of the explanation of signs; `code` is that of the outcome, "" for none."""

    sign: str
    label: str
    code: str
    count: int


def placed(today: date) -> list[Placed]:
    """Every area, by region and name. One statement."""
    held = sorted(areas(None, {}, today=today), key=lambda area: (area.region.name, area.name))
    letters, signs = letter_codes(area.name for area in held), signs_of_outcomes()
    made = []
    for area in held:
        latest = inspection_of(area.latest)  # type: ignore[attr-defined]
        outcome = latest.outcome_spec if latest else None
        made.append(
            Placed(
                area,
                letters[area.name],
                signs[outcome.code][0] if outcome else NONE,
                outcome.label if outcome else "",
                outcome.tag if outcome else "",
                latest.published_on if latest else None,
            )
        )
    return made


def key_of(tiles: Iterable[Placed]) -> list[Key]:
    """Every sign on the map with what it says and how often it stands there."""
    counts = Counter(tile.sign for tile in tiles)
    lines = [Key(sign, outcome.label, outcome.code, counts[sign]) for sign, outcome in signs_of_outcomes().values()]
    return [line for line in (*lines, Key(NONE, "No published outcome", "", counts[NONE])) if line.count]


def blocks(tiles: Iterable[Placed]) -> list[Block]:
    by_region = {name: list(group) for name, group in groupby(tiles, key=lambda tile: tile.area.region.name)}
    order = [name for name in COLUMNS if name in by_region] + [name for name in by_region if name not in COLUMNS]
    return [
        Block(name, [Tile(tile.letters, tile.sign, tile.tag) for tile in by_region[name]], COLUMNS.get(name, 2))
        for name in order
    ]


def signs_of_outcomes() -> dict[str, tuple[str, Outcome]]:
    """{outcome code: (its letter on the map, the outcome)}, the newest framework first."""
    found: dict[str, Outcome] = {}
    for framework in reversed(frameworks.ALL):
        for kind in framework.latest.kinds.values():
            for outcome in kind.outcome_scale.outcomes:
                found.setdefault(outcome.code, outcome)
    return {code: (chr(ord("A") + place), outcome) for place, (code, outcome) in enumerate(found.items())}


def letter_codes(names: Iterable[str]) -> dict[str, str]:
    """Three letters for each name, different for each: its first three where nobody else has them, else the next that are free."""
    codes: dict[str, str] = {}
    for name in sorted(set(names)):
        taken = set(codes.values())
        codes[name] = next((code for code in _spellings(name) if code not in taken), f"{len(codes):03d}")
    return codes


def _spellings(name: str) -> Iterable[str]:
    words = [word for word in re.findall(r"[a-z]+", name.lower()) if word not in SMALL_WORDS]
    letters = "".join(words)
    if len(words) > 2:
        yield "".join(word[0] for word in words[:3]).upper()
    if len(words) > 1:
        yield (words[0][0] + words[1][:2]).upper()
    for second, third in combinations(letters[1:], 2):
        yield f"{letters[0]}{second}{third}".upper()
