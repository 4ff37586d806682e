"""The review of a submission while it is written, and the decision letter that was sent."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models

from core.frozen import FrozenModel
from core.models import Versioned
from improvement.choices import Answer, Decision
from improvement.models.submission import PlanDecision, PlanSubmission

# The places of a review: "decision", "criterion:<code>", "item:<order>".
DECISION = "decision"


class ReviewPart(Versioned):
    """One place of the reviewers' draft, which several people write on. Nobody outside the review reads it before it is sent.

    `answer` is an Answer for a criterion, a Decision for the decision, empty for an item. `comment` is what is said there; for an
    item `action_comments` maps an action's reference (“2.3”) to what is said of it.
    """

    submission = models.ForeignKey(PlanSubmission, on_delete=models.PROTECT, related_name="review_parts")
    place = models.CharField(max_length=60)
    answer = models.CharField(max_length=10, blank=True, choices=[*Answer.choices, *Decision.choices])
    comment = models.TextField(blank=True)
    action_comments = models.JSONField(default=dict, blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        ordering = ("submission", "place")
        constraints = [models.UniqueConstraint(fields=["submission", "place"], name="one_review_part_per_place")]

    def __str__(self) -> str:
        return f"{self.place}: {self.submission}"

    def audit_scope(self) -> tuple[str, str]:
        # In no inspection's history: the area reads that one, and the draft is the reviewers' alone.
        return "", ""

    def audit_label(self) -> str:
        return f"Review of {self.submission}"


class DecisionLetter(FrozenModel):
    """The letter that told the area: canonical JSON in `context`, drawn once with `template` into `fragment`."""

    decision = models.OneToOneField(PlanDecision, on_delete=models.PROTECT, related_name="letter")
    context = models.TextField()
    sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=60)
    fragment = models.TextField()

    class Meta:
        ordering = ("decision",)
        verbose_name = "decision letter"

    def __str__(self) -> str:
        return f"Letter on {self.decision.submission}"

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.context)
        return content

    def audit_scope(self) -> tuple[str, str]:
        return self.decision.audit_scope()

    def audit_label(self) -> str:
        return str(self)
