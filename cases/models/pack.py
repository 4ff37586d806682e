"""The documents of a case's pack."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from cases.choices import PackKind


class CasePackDocument(models.Model):
    """`number` is the citable one within the case: "Case A, document 3". Neither its title nor its file's name holds a name."""

    case = models.ForeignKey("cases.TrackedCase", on_delete=models.CASCADE, related_name="documents")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=PackKind)
    title = models.CharField(max_length=150)
    stored = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("case", "number")
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_case_document_of_a_number")]

    def __str__(self) -> str:
        return f"{self.case}, document {self.number}"

    def audit_scope(self) -> tuple[str, str]:
        return self.case.audit_scope()
