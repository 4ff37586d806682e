"""The evidence bank of a plan: pieces that updates and narratives point to, again and again."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.frozen import FrozenModel
from core.models import StoredFile
from improvement.models import Plan


class Evidence(FrozenModel):
    """One piece: words, a file or both. `number` counts in its plan; `dated_on` is the day the evidence itself is of.

    It is never changed: what an update rested on stays what it was. A newer document is a new piece.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evidence_bank")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    dated_on = models.DateField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "-number")
        verbose_name = "piece of evidence"
        verbose_name_plural = "pieces of evidence"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_evidence_per_number"),
            models.CheckConstraint(condition=~Q(words="") | Q(file__isnull=False), name="plan_evidence_is_something"),
        ]

    def __str__(self) -> str:
        return f"E{self.number} {self.title}"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"Evidence E{self.number} of {self.plan}"
