"""Access rows: tracked cases."""

from __future__ import annotations

from tests.access.rows import Row
from tests.access.world import World


def furnish(world: World) -> None:
    """One of everything of these pages that has an address, kept in `world.things`."""


ROWS: list[Row] = []
