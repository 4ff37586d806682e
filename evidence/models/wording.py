"""The wording of weaknesses and priority actions as the team agreed it: the first version, and why it changed since."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from evidence.models.kept import Kept


class FirstWording(Kept):
    """A finding as it was worded when the judgement was first signed. `wording` is {text, points, closing, responsible_bodies}."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="first_wordings")
    finding = models.ForeignKey(
        "inspections.Finding", on_delete=models.SET_NULL, null=True, related_name="first_wordings"
    )
    kind = models.CharField(max_length=40)
    order = models.PositiveSmallIntegerField()
    wording: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    locked_at = models.DateTimeField()
    locked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("inspection", "kind", "order")
        constraints = [models.UniqueConstraint(fields=["inspection", "finding"], name="one_first_wording_of_a_finding")]

    def __str__(self) -> str:
        return f"First wording of {self.kind} {self.order}"


class WordingReason(Kept):
    """Why the wording of a finding is not the first one any more. It explains `wording` and no other: {} is a removed finding.

    `first` is null for a finding that was not there when the wording was locked.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="wording_reasons")
    first = models.ForeignKey(FirstWording, on_delete=models.PROTECT, null=True, blank=True, related_name="reasons")
    finding = models.ForeignKey(
        "inspections.Finding", on_delete=models.SET_NULL, null=True, blank=True, related_name="wording_reasons"
    )
    wording: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("inspection", "pk")

    def __str__(self) -> str:
        return self.reason[:80]

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
