"""What a finding rests on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from evidence.models.note import Note


class FindingBasis(models.Model):
    """A finding rests on a note, or on a piece of filed evidence (a survey summary): exactly one of the two."""

    finding = models.ForeignKey("inspections.Finding", on_delete=models.CASCADE, related_name="basis")
    note = models.ForeignKey(Note, on_delete=models.PROTECT, null=True, blank=True, related_name="findings")
    filed = models.ForeignKey(
        "inspections.Evidence", on_delete=models.PROTECT, null=True, blank=True, related_name="findings"
    )
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("finding", "pk")
        verbose_name_plural = "finding bases"
        constraints = [
            models.CheckConstraint(
                condition=Q(note__isnull=False, filed__isnull=True) | Q(note__isnull=True, filed__isnull=False),
                name="a_finding_rests_on_one_thing_a_row",
            ),
            models.UniqueConstraint(
                fields=["finding", "note"], condition=Q(note__isnull=False), name="a_note_once_under_a_finding"
            ),
            models.UniqueConstraint(
                fields=["finding", "filed"],
                condition=Q(filed__isnull=False),
                name="filed_evidence_once_under_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} rests on {self.note or self.filed}"
