"""What the checks of a timetable know besides the meetings: when people and rooms are away, how strict each rule is, what was kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from timetable.choices import AwaySource, Level


class Away(models.Model):
    """A span in which a person of the area, an inspector or a room cannot be had: exactly one of `contact`, `user`, `room`.

    A room is named as meetings name it, with its site (or none, for a room given without one).
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="away_times")
    contact = models.ForeignKey(
        "partnerships.Contact", on_delete=models.CASCADE, null=True, blank=True, related_name="away_times"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, blank=True, related_name="away_times"
    )
    site = models.ForeignKey(
        "partnerships.Site", on_delete=models.CASCADE, null=True, blank=True, related_name="away_times"
    )
    room = models.CharField(max_length=100, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    source = models.CharField(max_length=20, choices=AwaySource, default=AwaySource.TYPED)

    class Meta:
        ordering = ("starts_at", "pk")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="away_ends_after_it_starts"),
            models.CheckConstraint(
                condition=(
                    Q(contact__isnull=False, user__isnull=True, room="")
                    | Q(contact__isnull=True, user__isnull=False, room="")
                    | (Q(contact__isnull=True, user__isnull=True) & ~Q(room=""))
                ),
                name="away_is_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose} away"

    @property
    def whose(self) -> str:
        if self.contact_id:
            return self.contact.name  # type: ignore[union-attr]
        if self.user_id:
            return str(self.user)
        return f"{self.room}, {self.site.name}" if self.site_id else self.room  # type: ignore[union-attr]

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class RuleSetting(models.Model):
    """How strict one rule is in one inspection, where that differs from the rule's own level."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="timetable_rules")
    rule = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=Level)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["inspection", "rule"], name="one_level_of_a_rule")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.level}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class Override(models.Model):
    """Somebody keeps a conflict, and why. `fingerprint` stands for the rule, the meetings and their times: moved, it asks again."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="kept_conflicts")
    fingerprint = models.CharField(max_length=64)
    rule = models.CharField(max_length=40)
    sentence = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "pk")
        constraints = [models.UniqueConstraint(fields=["inspection", "fingerprint"], name="one_reason_for_a_conflict")]

    def __str__(self) -> str:
        return self.sentence

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
