"""Access rows: the pages that answer a survey. The link is the right, so they answer everybody alike."""

from __future__ import annotations

from typing import Any

from tests.access.rows import Row, open_to_all
from tests.access.world import World


def furnish(world: World) -> None:
    """Nothing of its own: the surveys are made with the rows of their management."""


def token(world: World) -> dict[str, Any]:
    return {"token": world.things["survey"].token}


def nowhere(world: World) -> dict[str, Any]:
    return {"token": "no-such-survey"}


def paused(world: World) -> dict[str, Any]:
    return {"token": world.things["paused_survey"].token}


def over(world: World) -> dict[str, Any]:
    return {"token": world.things["read_survey"].token}


def question(world: World) -> dict[str, Any]:
    return token(world) | {"code": "involved"}


ROWS: list[Row] = [
    open_to_all("surveys:answer-start", post=302, kwargs=token),
    open_to_all("surveys:answer-start", get=404, post=404, kwargs=nowhere),
    open_to_all("surveys:answer-start", get=503, post=503, kwargs=paused),
    open_to_all("surveys:answer-start", get=410, post=410, kwargs=over),
    open_to_all("surveys:answer-code", post=200, kwargs=token),
    # Without answers on this device everybody is sent to the start.
    open_to_all("surveys:answer-continue", get=302, post=302, kwargs=token),
    open_to_all("surveys:answer-question", get=302, post=302, kwargs=question),
    open_to_all("surveys:answer-ways", get=302, post=302, kwargs=token),
    open_to_all("surveys:answer-later", get=302, post=302, kwargs=token),
    open_to_all("surveys:answer-check", get=302, post=302, kwargs=token),
    open_to_all("surveys:answer-sent", get=302, post=302, kwargs=token),
]
