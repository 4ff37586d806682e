"""The multi-agency audit of a case: a section for each agency, written and signed by its own author."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from cases.choices import Agency
from core.models import Timestamped, Versioned
from core.sealed import SealedTextField


class AuditSection(Versioned, Timestamped):
    """`answers` is [{"criterion": text, "grade": word}], as the criteria read on the day; it says nothing about the area."""

    case = models.ForeignKey("cases.TrackedCase", on_delete=models.CASCADE, related_name="audit_sections")
    agency = models.CharField(max_length=20, choices=Agency)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="audit_sections")
    answers = models.JSONField(default=list, blank=True)
    evidence = SealedTextField(blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("case", "pk")
        constraints = [models.UniqueConstraint(fields=["case", "agency"], name="one_audit_section_of_an_agency")]

    def __str__(self) -> str:
        return f"{self.case}, {self.get_agency_display().lower()} section of the audit"

    def sealed_as(self) -> str:
        return f"case {self.case_id} {self.agency}"

    def audit_scope(self) -> tuple[str, str]:
        return self.case.audit_scope()
