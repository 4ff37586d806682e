"""What was sent and what was decided about it. Both are written once and never changed."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from core.frozen import FrozenModel
from improvement.choices import Decision
from improvement.models.plan import Plan
from improvement.snapshot import read
from rulebook import words


class PlanSubmission(FrozenModel):
    """A frozen copy of the plan as it was sent: canonical JSON in `snapshot`, its SHA-256, and its receipt.

    `working_day` counts from the day after the clock started, `working_days_allowed` is the number to the due date; both are null
    where no due date stood, or where the calendar does not reach.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    receipt_number = models.CharField(max_length=120, unique=True)
    submitted_on = models.DateField()
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    submitted_to = models.JSONField(default=list)
    due_on = models.DateField(null=True, blank=True)
    working_day = models.IntegerField(null=True, blank=True)
    working_days_allowed = models.IntegerField(null=True, blank=True)
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_submission_per_number")]
        verbose_name = "submission of a plan"

    def __str__(self) -> str:
        return self.receipt_number

    @property
    def content(self) -> dict[str, Any]:
        """What was frozen, in the newest shape; `snapshot` has the bytes."""
        return read(json.loads(self.snapshot))

    @property
    def counted(self) -> str:
        """Submitted on working day 66 of 70; or, late, how late."""
        if self.working_day is None or self.working_days_allowed is None:
            return "No due date stood when it was submitted"
        text = f"Submitted on working day {self.working_day} of {self.working_days_allowed}"
        late = self.working_day - self.working_days_allowed
        return f"{text}, {words.count(late, 'working day')} late" if late > 0 else text

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return self.receipt_number


class PlanDecision(FrozenModel):
    """The reviewers' decision on one submission. `item_reasons` maps an item's order (as text) to what must be better there."""

    submission = models.OneToOneField(PlanSubmission, on_delete=models.PROTECT, related_name="decision")
    decision = models.CharField(max_length=10, choices=Decision)
    decided_on = models.DateField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    reasons = models.TextField(blank=True)
    item_reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("submission",)
        verbose_name = "decision on a plan"

    def __str__(self) -> str:
        return f"{self.get_decision_display()}: {self.submission}"

    def audit_scope(self) -> tuple[str, str]:
        return self.submission.audit_scope()

    def audit_label(self) -> str:
        return str(self)
