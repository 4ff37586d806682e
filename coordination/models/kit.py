"""The keep-in-touch log: a numbered record of each meeting, agreed by both sides; and the inspectors' own meetings."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from core.models import Timestamped, Versioned


class Side(models.TextChoices):
    INSPECTORS = "inspectors", "The inspectors"
    AREA = "area", "The area"


class KitRecord(Versioned, Timestamped):
    """One keep-in-touch meeting ("KIT 3"). Agreed by both sides it is locked; a correction is an addendum (`corrects`).

    A tick stands for the version it was given to: any edit takes both away.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="kit_records")
    number = models.PositiveIntegerField()
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="addenda")
    held_at = models.DateTimeField()
    points = models.TextField(blank=True)
    answers = models.TextField(blank=True)
    agreed_text = models.TextField(blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    inspectors_agreed_at = models.DateTimeField(null=True, blank=True)
    inspectors_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    inspectors_agreed_as = models.CharField(max_length=200, blank=True)
    area_agreed_at = models.DateTimeField(null=True, blank=True)
    area_agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    area_agreed_as = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("inspection", "number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_kit_record_of_a_number"),
            models.CheckConstraint(condition=~Q(corrects=F("pk")), name="kit_record_corrects_another"),
        ]

    def __str__(self) -> str:
        return f"KIT {self.number}"

    @property
    def is_locked(self) -> bool:
        """Agreed by both sides."""
        return self.inspectors_agreed_at is not None and self.area_agreed_at is not None

    @property
    def has_ticks(self) -> bool:
        return self.inspectors_agreed_at is not None or self.area_agreed_at is not None

    def agreed_by_side(self, side: str) -> bool:
        return bool(self.inspectors_agreed_at if side == Side.INSPECTORS else self.area_agreed_at)

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.inspection.reference}/coordination/keep-in-touch/{self.number}/"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class KitPresence(models.Model):
    """Somebody who was at a meeting, with the office held that day. Whoever is ticked here with an account may read the record."""

    record = models.ForeignKey(KitRecord, on_delete=models.CASCADE, related_name="present")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="kit_presences"
    )
    contact = models.ForeignKey(
        "partnerships.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="kit_presences"
    )
    name = models.CharField(max_length=150)
    office = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["record", "user"], condition=Q(user__isnull=False), name="one_account_once_in_a_kit_record"
            ),
            models.UniqueConstraint(
                fields=["record", "contact"],
                condition=Q(contact__isnull=False),
                name="one_contact_once_in_a_kit_record",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}" if self.office else self.name


class KitIssue(models.Model):
    """A request or point raised at a keep-in-touch meeting. Whether it is open, answered or withdrawn is told by its task."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="kit_issues")
    number = models.PositiveIntegerField()
    record = models.ForeignKey(KitRecord, on_delete=models.CASCADE, related_name="issues")
    raised_by_side = models.CharField(max_length=10, choices=Side)
    task = models.OneToOneField("inspections.Task", on_delete=models.PROTECT, related_name="kit_issue")

    class Meta:
        ordering = ("inspection", "number")
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_kit_issue_of_a_number")]

    def __str__(self) -> str:
        return f"Request {self.number}"

    @property
    def standing(self) -> str:
        """ "open", "answered" or "withdrawn"."""
        if self.task.withdrawn_at:
            return "withdrawn"
        return "answered" if self.task.done_at else "open"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class TeamNote(Versioned, Timestamped):
    """Notes of a meeting of the inspectors among themselves. The area never sees them."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="team_notes")
    number = models.PositiveIntegerField()
    held_at = models.DateTimeField()
    text = models.TextField()
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("inspection", "-number")
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_team_note_of_a_number")]

    def __str__(self) -> str:
        return f"Team meeting {self.number}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
