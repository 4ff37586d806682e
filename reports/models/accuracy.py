"""The factual accuracy check: the draft as it was sent, what the area says is wrong, what is answered; and formal complaints."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import StoredFile, Timestamped, Versioned
from inspections.models import Deadline
from reports.choices import AccuracyKind, Decision
from reports.letters.context import LetterContext
from reports.models.letter import Letter

RULE = "factual-accuracy-comments"
COMPLAINT_RULE = "formal-complaint"


class AccuracyRound(models.Model):
    """One sending of the draft. `context` and `fragment` are the words everybody comments on and never change.

    The clock starts on `received_on`, the day of receipt the area recorded. `snapshot` is what was submitted, as canonical JSON.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="accuracy_rounds")
    number = models.PositiveSmallIntegerField(default=1)
    context = models.TextField()
    context_sha256 = models.CharField(max_length=64)
    fragment = models.TextField()
    sent_on = models.DateField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    received_on = models.DateField(null=True, blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    receipt_recorded_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    receipt_number = models.CharField(max_length=120, blank=True)
    late = models.BooleanField(default=False)
    snapshot = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    closed_reason = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("letter", "number")
        constraints = [models.UniqueConstraint(fields=["letter", "number"], name="one_accuracy_round_per_number")]

    def __str__(self) -> str:
        return f"Factual accuracy check of {self.letter}"

    @property
    def frozen_context(self) -> LetterContext:
        return LetterContext.from_json(self.context.encode())

    @property
    def deadline(self) -> Deadline | None:
        """The dated duty, laid when receipt was recorded; None before, and where the framework sets no period."""
        rows = Deadline.objects.select_related("inspection__partnership")
        return rows.filter(
            inspection_id=self.letter.inspection_id, rule_code=RULE, occurrence=self.number, scope="inspection"
        ).first()

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class AccuracyCommentQuerySet(models.QuerySet["AccuracyComment"]):
    def unanswered(self) -> Self:
        return self.filter(decision="")


class AccuracyComment(Versioned, Timestamped):
    """One thing the area says is not right. `number` is given when the whole set is submitted."""

    round = models.ForeignKey(AccuracyRound, on_delete=models.CASCADE, related_name="comments")
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    section_code = models.CharField(max_length=40)
    kind = models.CharField(max_length=20, choices=AccuracyKind)
    quote = models.TextField(blank=True)
    text = models.TextField()
    correction = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decision = models.CharField(max_length=20, choices=Decision, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField(null=True, blank=True)

    objects = AccuracyCommentQuerySet.as_manager()

    class Meta:
        ordering = ("number", "pk")

    def __str__(self) -> str:
        return f"Comment {self.number}" if self.number else "Comment not yet submitted"

    def audit_scope(self) -> tuple[str, str]:
        return self.round.audit_scope()


class AccuracyEvidence(models.Model):
    """A file that shows what is right."""

    comment = models.ForeignKey(AccuracyComment, on_delete=models.CASCADE, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "accuracy evidence"

    def __str__(self) -> str:
        return self.file.name


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    def open(self) -> Self:
        return self.filter(answered_on__isnull=True)


class Complaint(models.Model):
    """A formal complaint about an inspection. While one is open, nothing is published.

    `last_day_on` is what the rule gave when it was recorded; a complaint after it is taken only for a reason.
    """

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="complaints")
    received_on = models.DateField()
    about = models.TextField()
    last_day_on: models.DateField[date | None, date | None] = models.DateField(null=True, blank=True)
    late_reason = models.TextField(blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        ordering = ("received_on", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=models.F("received_on")),
                name="complaint_answered_after_received",
            )
        ]

    def __str__(self) -> str:
        return f"Complaint about {self.letter}"

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()
