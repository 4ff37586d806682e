"""Rows that are written once and kept."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models


class NeverChanged(Exception):
    """A row that is kept as it was written was about to be changed or removed."""


class KeptQuerySet(models.QuerySet[Any]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged(f"{self.model._meta.verbose_name} is never changed or removed")

    update = bulk_update = delete = _refuse


class Kept(models.Model):
    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged(f"{self._meta.verbose_name} is never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged(f"{self._meta.verbose_name} is never changed or removed")
