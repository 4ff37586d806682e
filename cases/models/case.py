"""A tracked case: one child or young person followed in depth, by a letter and never by name."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models import Timestamped, Versioned
from rulebook.lifecycles.tracked_case import TRACKED_CASE


class TrackedCase(Versioned, Timestamped):
    """`code` is the letter everyone uses ("A"): "Case A". Who it is stands in another table, behind a logged request."""

    LIFECYCLE = TRACKED_CASE

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="tracked_cases")
    code = models.CharField(max_length=3)
    state = models.CharField(
        max_length=30, default=TRACKED_CASE.initial, choices=list(TRACKED_CASE.states.items()), db_index=True
    )
    coordinator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="cases_coordinated"
    )

    class Meta:
        ordering = ("inspection", "code")
        constraints = [models.UniqueConstraint(fields=["inspection", "code"], name="one_case_of_a_code")]

    def __str__(self) -> str:
        return f"Case {self.code}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
