"""A notification call: which body was told, who there, and when."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class NotificationCall(models.Model):
    """`body_kind` is the code of a call of the inspection kind in the rulebook: "authority" or "board"."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="calls")
    body_kind = models.CharField(max_length=20)
    body_name = models.CharField(max_length=200)
    person_told = models.CharField(max_length=150)
    office = models.CharField(max_length=150)
    told_at = models.DateTimeField()
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("told_at", "pk")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "body_name"], name="one_call_to_each_body"),
        ]

    def __str__(self) -> str:
        return f"Call to {self.body_name}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
