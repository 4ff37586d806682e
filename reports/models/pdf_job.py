"""A PDF that was asked for: waiting, being drawn by a worker, ready with its size and pages, or given up with the reason."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.letter import Letter
from reports.models.version import LetterVersion


class PdfKind(models.TextChoices):
    VERSION = "version", "PDF"
    EASY_READ = "easy_read", "Easy Read PDF"
    DRAFT = "draft", "Draft PDF"


class PdfJob(models.Model):
    """`context` and `pdf` are of a draft only: those of a version are kept with the version, for good."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pdf_jobs")
    kind = models.CharField(max_length=20, choices=PdfKind.choices)
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, null=True, related_name="pdf_jobs")
    context = models.TextField(blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    pdf = models.BinaryField(null=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "kind"], condition=Q(version__isnull=False), name="one_pdf_job_per_version_and_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.letter}"

    @property
    def stage(self) -> str:
        """One of "waiting", "drawing", "again" (it failed and is tried again), "ready" and "failed"."""
        if self.ended_at:
            return "failed" if self.failure else "ready"
        if self.failure:
            return "again"
        return "drawing" if self.begun_at else "waiting"

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()
