"""The corporate judgement: who met, what they decided and why, who disagreed, and both signatures."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned
from evidence.choices import Inspectorate
from evidence.models.kept import Kept


class Judgement(Versioned, Timestamped):
    """One for each inspection. `decision` is a code of the kind's outcome scale, empty where it has none."""

    inspection = models.OneToOneField("inspections.Inspection", on_delete=models.PROTECT, related_name="judgement")
    met_on = models.DateField()
    decision = models.CharField(max_length=30, blank=True)
    reasons = models.TextField()

    class Meta:
        ordering = ("inspection",)

    def __str__(self) -> str:
        return f"Corporate judgement, {self.inspection}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class Presence(models.Model):
    """Somebody of the team who was at the meeting, in the role held there, and why they disagreed where they did."""

    judgement = models.ForeignKey(Judgement, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=60)
    dissent = models.TextField(blank=True)

    class Meta:
        ordering = ("judgement", "pk")
        constraints = [
            models.UniqueConstraint(fields=["judgement", "person"], name="one_presence_of_a_person_at_a_judgement")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"


class JudgementSave(Kept):
    """What the record said after one save: {"met_on", "decision", "reasons", "present": [{"name", "role", "dissent"}]}."""

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="saves")
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    fields = models.JSONField(default=dict)

    class Meta:
        ordering = ("judgement", "version")
        constraints = [
            models.UniqueConstraint(fields=["judgement", "version"], name="one_save_for_a_version_of_a_judgement")
        ]

    def __str__(self) -> str:
        return f"{self.judgement}, save {self.version}"


class Signature(models.Model):
    """That an inspectorate's lead signed the record as it stood at `version`. A later save breaks it; it stays, as broken."""

    judgement = models.ForeignKey(Judgement, on_delete=models.PROTECT, related_name="signatures")
    inspectorate = models.CharField(max_length=10, choices=Inspectorate)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("judgement", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["judgement", "inspectorate"],
                condition=Q(broken_at__isnull=True),
                name="one_standing_signature_of_an_inspectorate",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_inspectorate_display()}, {self.by}"
