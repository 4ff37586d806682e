"""What becomes of a frozen version: the day it is to be published, its withdrawal, and the correction that replaces it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.models import Versioned
from reports.letters.context import LetterContext
from reports.models.letter import Letter
from reports.models.version import LetterVersion

PERSON = settings.AUTH_USER_MODEL


class ScheduledPublication(models.Model):
    """A version to be published at an instant. It ends once: published, refused (with the reasons), or called off."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="schedules")
    version = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="schedules")
    due_at = models.DateTimeField()
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)

    OPEN = Q(done_at__isnull=True, called_off_at__isnull=True, refused_at__isnull=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(done_at__isnull=True, called_off_at__isnull=True, refused_at__isnull=True),
                name="one_open_schedule_per_letter",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} on {timezone.localtime(self.due_at):%Y-%m-%d %H:%M}"

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()


class WithdrawalKind(models.TextChoices):
    # Still readable under its own address, as the record of what was said.
    MISTAKE = "mistake", "It holds a mistake that could mislead"
    # Readable nowhere in public any more.
    REMOVED = "removed", "It holds something that must not be public, such as what identifies a child"


class Withdrawal(models.Model):
    """A published version that no longer stands. `reason` is public."""

    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="withdrawal")
    kind = models.CharField(max_length=20, choices=WithdrawalKind.choices)
    reason = models.CharField(max_length=1000)
    by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Withdrawal of {self.version}"


class Correction(Versioned):
    """A corrected version while it is written. It begins with the published words; `context` is those words as they now stand.

    `reason` is public once the correction is. It ends once: published, or given up.
    """

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="corrections")
    corrects = models.ForeignKey(LetterVersion, on_delete=models.PROTECT, related_name="corrections")
    reason = models.CharField(max_length=1000)
    context = models.TextField()
    begun_by = models.ForeignKey(PERSON, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    made = models.OneToOneField(
        LetterVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="correction"
    )
    published_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    OPEN = Q(published_at__isnull=True, given_up_at__isnull=True)

    class Meta:
        ordering = ("-begun_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["letter"],
                condition=Q(published_at__isnull=True, given_up_at__isnull=True),
                name="one_open_correction_per_letter",
            )
        ]

    def __str__(self) -> str:
        return f"Correction of {self.corrects}"

    @property
    def working(self) -> LetterContext:
        return LetterContext.from_json(self.context.encode())

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()

    def audit_label(self) -> str:
        return str(self)
