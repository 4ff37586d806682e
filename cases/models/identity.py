"""Who a tracked case is, apart from everything else, and every time it was shown."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models import Timestamped
from core.sealed import SealedDateField, SealedTextField


class CaseIdentity(Timestamped):
    """Read only by cases.services.identity.show, which records who asked and why. Nothing here goes to a list, a mail or the audit."""

    case = models.OneToOneField("cases.TrackedCase", on_delete=models.CASCADE, related_name="identity")
    name = SealedTextField()
    upn = SealedTextField(blank=True)
    born_on = SealedDateField(null=True, blank=True)
    family_contact = SealedTextField(blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()

    class Meta:
        ordering = ("case",)
        verbose_name_plural = "case identities"

    def __str__(self) -> str:
        return f"Identity of {self.case}"

    def sealed_as(self) -> str:
        return f"case {self.case_id}"


class CaseOpening(models.Model):
    """One showing of a name, one opening of a document of the pack (`document` is its number), or one reading of a page about it."""

    case = models.ForeignKey("cases.TrackedCase", on_delete=models.CASCADE, related_name="openings")
    document = models.PositiveSmallIntegerField(null=True, blank=True)
    page = models.CharField(max_length=40, blank=True, db_default="")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.case} opened by {self.person}"
