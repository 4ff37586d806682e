"""The inspectors' records of the three meetings of a case."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from cases.choices import RecordKind
from core.models import Timestamped, Versioned
from core.sealed import SealedTextField


class CaseRecord(Versioned, Timestamped):
    """`notes` are the inspectors' alone. `own_words` are the family's or the young person's; the area reads them only where they
    said it may (`may_share_words`).
    """

    case = models.ForeignKey("cases.TrackedCase", on_delete=models.CASCADE, related_name="records")
    kind = models.CharField(max_length=20, choices=RecordKind)
    held_on = models.DateField(null=True, blank=True)
    notes = SealedTextField(blank=True)
    own_words = SealedTextField(blank=True)
    may_share_words = models.BooleanField(default=False)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("case", "pk")
        constraints = [models.UniqueConstraint(fields=["case", "kind"], name="one_case_record_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.case}, {self.get_kind_display().lower()}"

    def sealed_as(self) -> str:
        return f"case {self.case_id} {self.kind}"

    def audit_scope(self) -> tuple[str, str]:
        return self.case.audit_scope()
