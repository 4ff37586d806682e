"""A legal hold: while it stands, nothing of an inspection is removed, however old it is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class LegalHold(models.Model):
    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="holds")
    why = models.CharField(max_length=300)
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(lifted_at=None), name="one_standing_hold_of_an_inspection"
            )
        ]

    def __str__(self) -> str:
        return f"Legal hold on {self.inspection}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
