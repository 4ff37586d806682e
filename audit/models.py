"""The append-only record of who did what."""

from __future__ import annotations

import secrets
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


def new_salt() -> str:
    return secrets.token_hex(16)


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
    # Of the hashes by which the words of an entry stand in the chain (audit.chain).
    salt = models.CharField(max_length=32, default=new_salt, db_default="", editable=False)

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


class Link(models.Model):
    """The place of an entry in the chain, made by the database (audit.chain) when the transaction of the entry ends."""

    entry_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    number = models.BigIntegerField(unique=True, null=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("number",)

    def __str__(self) -> str:
        return f"Link {self.number}"


class Redaction(models.Model):
    """That the words of an entry were taken out, with the hashes by which they stay in the chain."""

    entry_id = models.BigIntegerField(unique=True)
    subject_label = models.CharField(max_length=64)
    changes = models.CharField(max_length=64)
    reason = models.CharField(max_length=64)
    why = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Words of entry {self.entry_id} removed"
