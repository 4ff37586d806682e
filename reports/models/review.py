"""Team review and quality assurance of a letter: who was asked, what they say of a passage, and what became of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.choices import Capacity, Settlement, Verdict
from reports.models.letter import Letter


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    def standing(self) -> Self:
        """Those still asked, with or without their verdict."""
        return self.filter(withdrawn_at__isnull=True)


class Reviewer(models.Model):
    """One person asked to review a letter. `text_sha256` is the text as it stood when they gave their verdict."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="reviewers")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField(max_length=10, choices=Capacity)
    due_on = models.DateField(null=True, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    verdict = models.CharField(max_length=20, choices=Verdict, blank=True)
    verdict_text = models.TextField(blank=True)
    verdict_at = models.DateTimeField(null=True, blank=True)
    text_sha256 = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        ordering = ("capacity", "asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "person"], condition=Q(withdrawn_at=None), name="one_standing_request_to_review"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_capacity_display()}"

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()


class ReviewCommentQuerySet(models.QuerySet["ReviewComment"]):
    def open(self) -> Self:
        return self.filter(settled_at__isnull=True)


class ReviewComment(models.Model):
    """What somebody says of a passage. `quote` holds the words as they stood; `replacement` is set when it suggests others."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="review_comments")
    section_code = models.CharField(max_length=40)
    quote = models.TextField()
    text = models.TextField(blank=True)
    replacement = models.TextField(null=True, blank=True)
    must_answer = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    settlement = models.CharField(max_length=20, choices=Settlement, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)

    objects = ReviewCommentQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{'Suggestion' if self.suggests else 'Comment'} by {self.by}"

    @property
    def suggests(self) -> bool:
        return self.replacement is not None

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()


class ReviewReply(models.Model):
    comment = models.ForeignKey(ReviewComment, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        verbose_name_plural = "review replies"

    def __str__(self) -> str:
        return f"Reply by {self.by}"
