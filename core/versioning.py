"""Optimistic locking: the second person to save is told, and sees both texts."""

from __future__ import annotations

from collections.abc import Iterable
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


def _value(obj: models.Model, name: str) -> Any:
    field = obj._meta.get_field(name)
    return field.pre_save(obj, add=False) if isinstance(field, SealedTextField) else getattr(obj, name)
