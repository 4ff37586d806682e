"""The append-only record of who did what."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils import timezone


class AppendOnly(Exception):
    """An audit entry was about to be changed or removed."""


class EntryQuerySet(models.QuerySet["Entry"]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit entries are never changed or removed")

    update = delete = bulk_update = _refuse
    aupdate = adelete = _refuse


class Entry(models.Model):
    """One act. `changes` is {field: [old, new]}; the references let a page find its history without a foreign key upward."""

    at = models.DateTimeField(db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", db_constraint=True
    )
    actor_label = models.CharField(max_length=200)
    verb = models.CharField(max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_label = models.CharField(max_length=300)
    partnership_ref = models.CharField(max_length=80, blank=True, db_index=True)
    inspection_ref = models.CharField(max_length=80, blank=True, db_index=True)
    changes = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    request_id = models.CharField(max_length=60, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "entries"
        indexes = [models.Index(fields=["subject_type", "subject_id"])]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.at):%d %B %Y %H:%M} {self.actor_label}: {self.verb}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("Audit entries are never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("Audit entries are never changed or removed")
