"""Rows, or columns of a row, that are written once. The database refuses too: see improvement.triggers."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class Frozen(Exception):
    """Something that was fixed when it was written was about to be changed or removed."""


class FrozenQuerySet(models.QuerySet[Any]):
    """For a table whose rows are never changed or removed."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen(f"A {self.model._meta.verbose_name} is never changed or removed")

    update = delete = bulk_update = _refuse


class FrozenModel(models.Model):
    """A row that is never changed or removed."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen(f"A {self._meta.verbose_name} is never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen(f"A {self._meta.verbose_name} is never changed or removed")
