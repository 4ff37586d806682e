"""Free text that may tell of a danger: kept for a duty reader, who must work it before the reading can end."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Versioned
from surveys.choices import ConcernOutcome
from surveys.models.survey import Survey


class Concern(Versioned):
    """Made when the answer is sent, since a danger does not wait for a batch. `words` are those that were met, in the text's own form."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="concerns")
    number = models.PositiveIntegerField(null=True)
    question = models.CharField(max_length=50)
    text = models.TextField()
    words: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    raised_on = models.DateField()
    # The duty reader was told that something waits (never what).
    alerted = models.BooleanField(default=False)
    outcome = models.CharField(max_length=20, choices=ConcernOutcome, blank=True, default=ConcernOutcome.WAITING)
    note = models.TextField(blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    referred_at = models.DateTimeField(null=True, blank=True)
    referral_reference = models.CharField(max_length=60, blank=True)
    worked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    worked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("raised_on", "pk")
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="one_concern_for_a_number"),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(worked_by__isnull=False, worked_at__isnull=False),
                name="worked_concern_has_its_reader",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["referred", "emergency"]) | ~Q(referred_to=""),
                name="referral_says_to_whom",
            ),
        ]

    def __str__(self) -> str:
        return "Answer kept back for safeguarding"

    def audit_scope(self) -> tuple[str, str]:
        return self.survey.audit_scope()
