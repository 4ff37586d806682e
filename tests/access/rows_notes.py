"""Access rows: evidence notes."""

from __future__ import annotations

from tests.access.rows import Row
from tests.access.world import World


def furnish(world: World) -> None:
    """Nothing yet."""


ROWS: list[Row] = []
