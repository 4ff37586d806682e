"""A timetable that the solver proposes: what it was asked, how far it is, what it answered, what was taken up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped
from rulebook.lifecycles.proposal import PROPOSAL


class Proposal(Timestamped):
    """`problem` and `answer` are the JSON of `timetable.solving.files`; ids in them are primary keys as text.

    `basis` stands for the timetable the proposal was made from. `placed`, `bound`, `objective` and `found_at` tell how far the search
    is: they are written while it runs. `accepted_days` are ISO dates.
    """

    LIFECYCLE = PROPOSAL

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=20, default=PROPOSAL.initial, choices=list(PROPOSAL.states.items()), db_index=True
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    seconds = models.PositiveSmallIntegerField(default=20)
    problem = models.JSONField(default=dict)
    basis = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    found_at = models.DateTimeField(null=True, blank=True)
    placed = models.PositiveIntegerField(null=True, blank=True)
    objective = models.FloatField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    cancel_requested_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    answer = models.JSONField(default=dict)
    failure = models.CharField(max_length=300, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_days = models.JSONField(default=list)

    class Meta:
        ordering = ("inspection", "-number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_proposal_of_a_number"),
            models.UniqueConstraint(
                fields=["inspection"],
                condition=Q(state__in=["queued", "running"]),
                name="one_proposal_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"Proposal {self.number}"

    @property
    def open(self) -> bool:
        """Still being worked out."""
        return self.state in ("queued", "running")

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.inspection.reference}/proposals/{self.number}/"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
