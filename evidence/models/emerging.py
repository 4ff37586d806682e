"""Emerging findings: what the team sees day by day, before it is a finding."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Timestamped, Versioned
from evidence.models.note import Note


class EmergingFinding(Versioned, Timestamped):
    """`sort` is a code of the framework's sorts. What it rests on is in EmergingBasis; its confidence is computed, never kept.

    It is never removed: it becomes a finding of the inspection (`finding`), or is withdrawn with a reason.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="emerging_findings")
    number = models.PositiveIntegerField()
    seen_on = models.DateField()
    sort = models.CharField(max_length=30)
    text = models.TextField()
    area_code = models.CharField(max_length=4, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    finding = models.OneToOneField(
        "inspections.Finding", on_delete=models.SET_NULL, null=True, blank=True, related_name="emerged_from"
    )
    promoted_at = models.DateTimeField(null=True, blank=True)
    promoted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("inspection", "seen_on", "number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_emerging_finding_for_a_number"),
            models.CheckConstraint(
                condition=Q(promoted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="emerging_finding_promoted_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        return f"F{self.number}"

    @property
    def is_open(self) -> bool:
        return self.promoted_at is None and self.withdrawn_at is None

    def get_absolute_url(self) -> str:
        return reverse("evidence:emerging-detail", args=[self.inspection.reference, self.number])

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return f"Emerging finding {self.citation}"


class EmergingBasis(models.Model):
    """An emerging finding rests on a note, or on a piece of filed evidence: exactly one of the two. Like FindingBasis."""

    emerging = models.ForeignKey(EmergingFinding, on_delete=models.CASCADE, related_name="basis")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, blank=True, related_name="emerging")
    filed = models.ForeignKey(
        "inspections.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="emerging"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("emerging", "pk")
        verbose_name_plural = "emerging bases"
        constraints = [
            models.CheckConstraint(
                condition=Q(note__isnull=False, filed__isnull=True) | Q(note__isnull=True, filed__isnull=False),
                name="an_emerging_finding_rests_on_one_thing_a_row",
            ),
            models.UniqueConstraint(
                fields=["emerging", "note"], condition=Q(note__isnull=False), name="a_note_once_under_an_emerging"
            ),
            models.UniqueConstraint(
                fields=["emerging", "filed"], condition=Q(filed__isnull=False), name="filed_once_under_an_emerging"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.emerging} rests on {self.note or self.filed}"
