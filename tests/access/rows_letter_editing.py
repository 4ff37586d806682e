"""Access rows: the letter while it is written: autosave, versions, checks."""

from __future__ import annotations

from tests.access.rows import INSIDERS, TEAM, Row, guarded, with_
from tests.access.world import World


def furnish(world: World) -> None:
    """The section and the version they need are the world's own."""


def section(name: str, stage: str, post: int) -> Row:
    return guarded(
        f"reports:{name}", TEAM, INSIDERS[stage], post=post, stage=stage, kwargs=with_(code="experience"), secret=TEAM
    )


ROWS: list[Row] = [
    # A form without its version is answered with what is wrong with it.
    *(section("section-autosave", stage, 422) for stage in ("notified", "feedback", "shared", "published")),
    *(section("section-edit", stage, 200) for stage in ("feedback", "published")),
]
