"""Evidence: what inspectors rest a judgement on. Never changed once recorded; what is wrong is withdrawn with a reason."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.urls import reverse


class SourceKind(models.TextChoices):
    SURVEY = "survey", "Survey"


class EvidenceFrozen(Exception):
    """Evidence was about to be changed or removed. The database refuses a change too: see inspections.triggers."""


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EvidenceFrozen("evidence is never changed or removed")

    update = bulk_update = delete = _refuse


class Evidence(models.Model):
    """One piece, with where it came from. `source_ref` with the kind is unique in an inspection, so filing twice is filing once.

    `criteria` are codes of the framework's evaluation questions. `figures` are the numbers as they stood, already safe to show.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="evidence")
    number = models.PositiveIntegerField()
    source_kind = models.CharField(max_length=20, choices=SourceKind)
    source_ref = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    text = models.TextField()
    criteria: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    figures: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "evidence"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_evidence_for_a_number"),
            models.UniqueConstraint(
                fields=["inspection", "source_kind", "source_ref"], name="one_evidence_for_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"Evidence {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise EvidenceFrozen("evidence is never changed or removed")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("inspections:evidence-detail", args=[self.inspection.reference, self.number])

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise EvidenceFrozen("evidence is never changed or removed")

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
