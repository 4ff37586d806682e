"""Asking for another baseline or another path, and the decision about it. Both are written once; both baselines stay readable."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from core.frozen import FrozenModel
from measures.choices import Decision
from measures.models.measure import Measure


class Rebaseline(FrozenModel):
    """`old` and `new` are {"baseline": [period key, amount as text] or None, "targets": {period key: amount as text}}."""

    measure = models.ForeignKey(Measure, on_delete=models.PROTECT, related_name="rebaselines")
    number = models.PositiveSmallIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.TextField()
    old = models.JSONField()
    new = models.JSONField()

    class Meta:
        ordering = ("measure", "number")
        verbose_name = "request for another baseline"
        constraints = [models.UniqueConstraint(fields=["measure", "number"], name="one_rebaseline_per_number")]

    def __str__(self) -> str:
        return f"Re-baseline {self.number} of {self.measure}"

    @property
    def standing(self) -> Any:
        """The decision, or None while it waits."""
        return getattr(self, "decision", None)

    def audit_scope(self) -> tuple[str, str]:
        return self.measure.audit_scope()

    def audit_label(self) -> str:
        return f"Re-baseline {self.number} of {self.measure.audit_label()}"


class RebaselineDecision(FrozenModel):
    rebaseline = models.OneToOneField(Rebaseline, on_delete=models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=10, choices=Decision)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()
    note = models.TextField(blank=True)

    class Meta:
        ordering = ("rebaseline",)
        verbose_name = "decision on another baseline"

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.rebaseline}"

    def audit_scope(self) -> tuple[str, str]:
        return self.rebaseline.audit_scope()

    def audit_label(self) -> str:
        return str(self)
