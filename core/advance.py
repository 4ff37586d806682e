"""The only place where a state is assigned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import models, transaction

from audit.record import record
from core.errors import Reason, Refused
from rulebook.lifecycle import Lifecycle, Move, MoveRefused


def advance(
    obj: models.Model,
    move: str,
    *,
    by: Any,
    facts: Mapping[str, Any] | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> Move:
    """Move a row along its `LIFECYCLE`: lock it, check the move against what the database holds now, save the state, record it.

    `facts` are what the guards ask for. Raises Refused with the lifecycle's reasons; a second click finds the state already
    changed and is refused.
    """
    lifecycle: Lifecycle = obj.LIFECYCLE  # type: ignore[attr-defined]
    with transaction.atomic():
        held = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        before = held.state  # type: ignore[attr-defined]
        try:
            made = lifecycle.check(before, move, facts or {}, reason)
        except MoveRefused as refused:
            raise Refused(*(Reason(str(text)) for text in refused.reasons)) from refused
        # Compare and swap: on SQLite select_for_update locks nothing.
        changed = type(obj)._base_manager.filter(pk=obj.pk, state=before).update(state=made.target)
        if not changed:
            raise Refused("Someone else has just done this. Look at the page again before you go on.")
        obj.state = made.target  # type: ignore[attr-defined]
        record(
            actor=by,
            verb=f"{lifecycle.name}.{move}",
            subject=obj,
            changes={"state": (before, made.target)},
            reason=reason,
            at=at,
        )
    return made


def verbs_of(lifecycle: Lifecycle) -> dict[str, str]:
    """What an app registers with audit.verbs for its lifecycle: {"plan.submit": "Submit"}."""
    return {f"{lifecycle.name}.{move.name}": move.label for move in lifecycle.moves}
