"""That a child was erased: no word of who it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Erasure(models.Model):
    """`places` names where the name was found and taken out, or must be dealt with by hand: tables, fields, rows, never a text."""

    case = models.OneToOneField("cases.TrackedCase", on_delete=models.PROTECT, related_name="erasure")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    why = models.CharField(max_length=200)
    places = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"Erasure of {self.case}"

    def audit_scope(self) -> tuple[str, str]:
        return self.case.audit_scope()
