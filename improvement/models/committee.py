"""The meetings at which a plan is to be agreed: cabinet, health and wellbeing board, the board of each NHS body."""

from __future__ import annotations

from django.db import models

from core.models import Timestamped, Versioned
from improvement.models.plan import Plan


class CommitteeMeeting(Versioned, Timestamped):
    """One meeting that has the plan on its agenda. `exempt` where press and public are shut out of the item; `decision` is what it is
    to decide or, once it met, what it decided.
    """

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="committee_meetings")
    body = models.CharField(max_length=200)
    meets_on = models.DateField()
    decision = models.TextField(blank=True)
    exempt = models.BooleanField(default=False)

    class Meta:
        ordering = ("plan", "meets_on", "body", "pk")
        constraints = [
            models.UniqueConstraint(fields=["plan", "body", "meets_on"], name="one_committee_meeting_per_body_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.body} on {self.meets_on:%d %B %Y}"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"{self.body}, {self.plan}"
