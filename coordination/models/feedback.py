"""The final feedback meeting: when, where, and who of those who have to be there has said yes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned


class FeedbackMeeting(Versioned, Timestamped):
    """`starts_at` is used while the timetable holds no feedback meeting of its own."""

    inspection = models.OneToOneField(
        "inspections.Inspection", on_delete=models.CASCADE, related_name="feedback_meeting"
    )
    starts_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Final feedback meeting, {self.inspection.reference}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class FeedbackSeat(models.Model):
    """Somebody asked to the meeting for one of the places that have to be taken (`code` of the attendee in the rulebook)."""

    meeting = models.ForeignKey(FeedbackMeeting, on_delete=models.CASCADE, related_name="seats")
    code = models.CharField(max_length=30)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contact = models.ForeignKey(
        "partnerships.Contact", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=150)
    office = models.CharField(max_length=250, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "code", "user"], condition=Q(user__isnull=False), name="one_account_once_for_a_seat"
            ),
            models.UniqueConstraint(
                fields=["meeting", "code", "contact"],
                condition=Q(contact__isnull=False),
                name="one_contact_once_for_a_seat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}" if self.office else self.name
