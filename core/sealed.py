"""Columns whose values are encrypted by us: whoever has only the database reads nothing.

AES-GCM with the keys of `settings.FIELD_KEYS`, which are never in the database. A value says which key sealed it ("s1.<key>.…"), and holds
only in its own row and column: these are part of what is authenticated, so a value copied into another row cannot be read there.
A value is opened when its attribute is read. Nothing can be asked of a sealed column but whether it is empty.
"""

from __future__ import annotations

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from core.errors import Refused

FORM = "s1"
NONCE = 12


class Unreadable(Refused):
    """Sealed with a key that is not here, or not meant for this place."""


class Sealed(str):
    """A value as it stands in the database."""

    @property
    def key_id(self) -> str:
        """The key it was sealed with; empty for one that came before there were keys."""
        parts = self.split(".")
        return parts[1] if len(parts) == 3 and parts[0] == FORM else ""


@lru_cache(maxsize=16)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def current_key() -> str:
    return next(iter(settings.FIELD_KEYS))


def seal(text: str, place: str) -> Sealed:
    key_id, nonce = current_key(), secrets.token_bytes(NONCE)
    made = nonce + _cipher(settings.FIELD_KEYS[key_id]).encrypt(nonce, text.encode(), f"{key_id}:{place}".encode())
    return Sealed(f"{FORM}.{key_id}.{urlsafe_b64encode(made).decode()}")


def unseal(value: Sealed, place: str) -> str:
    """Raises Unreadable; never gives back what it could not check."""
    key_id = value.key_id
    if not key_id:
        return str(value)
    key = settings.FIELD_KEYS.get(key_id)
    if key is None:
        raise Unreadable("This cannot be read here: the key it was sealed with is missing.")
    try:
        made = urlsafe_b64decode(value.rpartition(".")[2])
        return _cipher(key).decrypt(made[:NONCE], made[NONCE:], f"{key_id}:{place}".encode()).decode()
    except (InvalidTag, ValueError):
        raise Unreadable("This cannot be read: it was changed outside the service.") from None


class SealedAttribute(DeferredAttribute):
    field: SealedTextField

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        value = super().__get__(instance, cls)
        if isinstance(value, Sealed):
            value = instance.__dict__[self.field.attname] = self.field.opened(instance, value)
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        # Only there to come before the instance's own dictionary, where the value stands as it came.
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.TextField):
    """A model with one offers `sealed_as()`, what names its row for ever; without it, its number does."""

    descriptor_class = SealedAttribute

    def place(self, instance: models.Model) -> str:
        name = instance.sealed_as() if hasattr(instance, "sealed_as") else instance.pk
        if name is None:
            raise TypeError(f"{self.name} is sealed for its row, so the row must be there first")
        return f"{instance._meta.label_lower}.{self.name}:{name}"

    def opened(self, instance: models.Model, value: Sealed) -> Any:
        return self.read(unseal(value, self.place(instance)))

    def read(self, text: str) -> Any:
        return text

    def write(self, value: Any) -> str:
        return str(value)

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> str | None:
        return Sealed(value) if value else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = model_instance.__dict__.get(self.attname)
        if value in (None, "") or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        return seal(self.write(value), self.place(model_instance))

    def get_prep_value(self, value: Any) -> Any:
        if value in (None, "") or isinstance(value, Sealed) or hasattr(value, "resolve_expression"):
            return value
        raise TypeError(f"{self.name} is sealed: it is saved through its row, and nothing is looked up by it")


class SealedDateField(SealedTextField):
    if TYPE_CHECKING:
        _pyi_private_set_type: date | str | None  # type: ignore[assignment]
        _pyi_private_get_type: date  # type: ignore[assignment]

    def read(self, text: str) -> date:
        return date.fromisoformat(text[:10])

    def write(self, value: Any) -> str:
        return str(value.isoformat())

    def to_python(self, value: Any) -> Any:
        return date.fromisoformat(value) if isinstance(value, str) and value else value


# --- all of them
def columns() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                yield model, field


# What a package seals in a table that is not ours: how many are under other keys, and sealing them anew.
_ELSEWHERE: list[tuple[Callable[[], int], Callable[[], int]]] = []


def elsewhere(under_other_keys: Callable[[], int], rotate: Callable[[], int]) -> None:
    """Register what is sealed outside of our own columns."""
    _ELSEWHERE.append((under_other_keys, rotate))


def under_other_keys() -> int:
    """How many values are not sealed with the current key."""
    return sum(_others(model, field).count() for model, field in columns()) + sum(count() for count, _ in _ELSEWHERE)


def rotate(batch: int = 500) -> int:
    """Seal every value anew that is not under the current key, while people go on writing. Gives how many."""
    done = sum(seal_anew() for _, seal_anew in _ELSEWHERE)
    for model, field in columns():
        last = 0
        while rows := list(_others(model, field).filter(pk__gt=last).order_by("pk")[:batch]):
            for row in rows:
                last = row.pk
                before = row.__dict__[field.attname]
                after = seal(field.write(field.opened(row, before)), field.place(row))
                # Only if nobody saved it meanwhile: then it is under the current key already.
                done += model._base_manager.filter(pk=row.pk, **{field.attname: before}).update(
                    **{field.attname: after}
                )
    return done


def _others(model: type[models.Model], field: SealedTextField) -> Any:
    current = models.Q(**{f"{field.attname}__startswith": Sealed(f"{FORM}.{current_key()}.")})
    empty = models.Q(**{field.attname: ""}) | models.Q(**{f"{field.attname}__isnull": True})
    return model._base_manager.exclude(current).exclude(empty)
