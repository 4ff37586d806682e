"""What inspectors found, and whether progress on an earlier weakness was sufficient."""

from __future__ import annotations

from django.db import models

from core.models import Timestamped, Versioned


class Finding(Versioned, Timestamped):
    """One numbered finding of an inspection, worded as the letter prints it.

    `text` is followed by `points` (a list of texts) and `closing`. `area_code` is the key question or evaluation criterion it
    belongs to, and `responsible_bodies` a list of names.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="findings")
    kind = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    text = models.TextField()
    points = models.JSONField(default=list, blank=True)
    closing = models.TextField(blank=True)
    area_code = models.CharField(max_length=4, blank=True)
    responsible_bodies = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ("kind", "order")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "kind", "order"], name="one_finding_per_kind_and_order")
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.text[:80]}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class ProgressJudgement(models.Model):
    """At a revisit: whether the area made sufficient progress on one weakness of the inspection it follows."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="judgements")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="judgements")
    sufficient = models.BooleanField()
    narrative = models.TextField(blank=True)

    class Meta:
        ordering = ("finding__order",)
        constraints = [models.UniqueConstraint(fields=["inspection", "finding"], name="one_judgement_per_weakness")]

    def __str__(self) -> str:
        return f"{self.finding}: {'sufficient' if self.sufficient else 'not sufficient'} progress"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
