"""The set-up call: what was settled on each line of its agenda, who stands in for the LANO, and the opening presentation."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned


class SetupLine(Versioned, Timestamped):
    """One line of the agenda of an inspection. `code` is that of the agenda's item, or "own-…" for a line somebody added.

    `constraint` is what the decision asks of the timetable, in words ("No meetings before 9:30am").
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="setup_lines")
    code = models.CharField(max_length=60)
    title = models.CharField(max_length=150, blank=True)
    owner_code = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    constraint = models.CharField(max_length=300, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("inspection", "pk")
        constraints = [models.UniqueConstraint(fields=["inspection", "code"], name="one_setup_line_of_a_code")]

    def __str__(self) -> str:
        return f"Set-up: {self.title or self.code}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class Nominee(models.Model):
    """A person who accepted to be the LANO of an inspection, or was named as the LANO's deputy; open until `ended_at`."""

    LANO, DEPUTY = "lano", "deputy"

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="nominees")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    part = models.CharField(max_length=10, choices=[(LANO, "LANO"), (DEPUTY, "Deputy")])
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("since_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "part"], condition=Q(ended_at__isnull=True), name="one_open_nominee_for_a_part"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_part_display()}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class Opening(Versioned, Timestamped):
    """The opening presentation: when it begins and how many minutes there are."""

    inspection = models.OneToOneField("inspections.Inspection", on_delete=models.CASCADE, related_name="opening")
    starts_at = models.DateTimeField(null=True, blank=True)
    minutes = models.PositiveSmallIntegerField(default=90)

    def __str__(self) -> str:
        return f"Opening presentation, {self.inspection.reference}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class OpeningSlot(Versioned, Timestamped):
    """One part of the opening presentation, in minutes, and who gives it."""

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="slots")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=150)
    owner = models.CharField(max_length=150, blank=True)
    minutes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("opening", "order", "pk")

    def __str__(self) -> str:
        return f"{self.title}, {self.minutes} minutes"

    def audit_scope(self) -> tuple[str, str]:
        return self.opening.inspection.audit_scope()
