"""Key lines of enquiry: what this team set out to find, and how the question changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.urls import reverse

from core.models import Timestamped, Versioned
from evidence.choices import Standing
from evidence.models.kept import Kept


class Enquiry(Versioned, Timestamped):
    """A key line of enquiry of one inspection, cited as K and its number. `text` is its newest wording; `criteria` codes it belongs to."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.PROTECT, related_name="enquiries")
    number = models.PositiveIntegerField()
    text = models.TextField()
    criteria: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    standing = models.CharField(max_length=20, choices=Standing, blank=True, default=Standing.UNSAID)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.TextField(blank=True)

    class Meta:
        ordering = ("inspection", "number")
        verbose_name_plural = "enquiries"
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_enquiry_for_a_number")]

    def __str__(self) -> str:
        return self.citation

    @property
    def citation(self) -> str:
        return f"K{self.number}"

    def get_absolute_url(self) -> str:
        return reverse("evidence:enquiry-detail", args=[self.inspection.reference, self.number])

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return f"Line of enquiry {self.citation}"


class EnquiryVersion(Kept):
    """One wording of a line of enquiry, and why it changed from the one before. Never changed."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("enquiry", "number")
        constraints = [models.UniqueConstraint(fields=["enquiry", "number"], name="one_wording_for_a_number")]

    def __str__(self) -> str:
        return f"{self.enquiry}, wording {self.number}"


class EnquiryStanding(Kept):
    """How a line of enquiry stood from a moment on, and why. Never changed."""

    enquiry = models.ForeignKey(Enquiry, on_delete=models.PROTECT, related_name="standings")
    standing = models.CharField(max_length=20, choices=Standing)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("enquiry", "pk")

    def __str__(self) -> str:
        return f"{self.enquiry}: {self.get_standing_display()}"
