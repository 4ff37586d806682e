"""Optimistic locking: the second person to save is told, and sees both texts. Where boxes stand each for itself, both keep theirs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import F

from core.errors import Conflict
from core.sealed import SealedTextField


def save_if_unchanged(obj: models.Model, *, version: int, fields: Iterable[str]) -> None:
    """Save `fields` of a Versioned row if it still is at `version`; raises Conflict(current row) and writes nothing if not."""
    values = {name: _value(obj, name) for name in fields}
    changed = type(obj)._base_manager.filter(pk=obj.pk, version=version).update(**values, version=F("version") + 1)
    if not changed:
        raise Conflict(type(obj)._base_manager.get(pk=obj.pk))
    obj.version = version + 1  # type: ignore[attr-defined]


def changed_boxes(sent: Mapping[Any, Any], shown: Mapping[Any, Any] | None, now: Mapping[Any, Any]) -> dict[Any, Any]:
    """Of boxes that stand each for itself (who came, how strict a rule is), those this person changed: {box: value to write}.

    `shown` is what their page showed; without it they mean every box. `now` is what is kept, read under a lock. Raises Conflict(now)
    when somebody else changed one of the same boxes to something else meanwhile, or took it away.
    """
    seen = now if shown is None else shown
    mine = {box: value for box, value in sent.items() if box in seen and value != seen[box]}
    if any(box not in now or now[box] not in (seen[box], value) for box, value in mine.items()):
        raise Conflict(now)
    return mine


def _value(obj: models.Model, name: str) -> Any:
    field = obj._meta.get_field(name)
    return field.pre_save(obj, add=False) if isinstance(field, SealedTextField) else getattr(obj, name)
