"""A pack somebody asked for: one zip file for one person, deleted after some days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models

from rulebook.packs import KEEP_DAYS


class Pack(models.Model):
    """`file` is empty until a worker has made it and again once it is deleted; `failed` says in words why there is none."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="packs")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)
    failed = models.CharField(max_length=300, blank=True)
    file = models.OneToOneField("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-asked_at", "-pk")

    def __str__(self) -> str:
        return f"Pack of {self.inspection.reference} for {self.asked_by}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    @property
    def kept_until(self) -> Any:
        """The instant after which it is deleted; None until it is made."""
        return self.made_at + timedelta(days=KEEP_DAYS) if self.made_at else None

    @property
    def standing(self) -> str:
        """ "waiting", "ready", "failed" or "deleted"."""
        if self.failed:
            return "failed"
        if self.deleted_at:
            return "deleted"
        return "ready" if self.file_id else "waiting"
