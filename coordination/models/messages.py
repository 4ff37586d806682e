"""E-mails to many people at once: written, looked at, counted, sent once, and kept; and who wants the daily summary."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models

from core.models import Timestamped, Versioned


class Message(Versioned, Timestamped):
    """A message of one or more parts, each with its own wording for its own readers. Nothing leaves before `sent_at`."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="messages")
    title = models.CharField(max_length=150)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.inspection.reference}/coordination/messages/{self.pk}/"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class MessagePart(Versioned, Timestamped):
    """One wording and who gets it: `audiences` are codes of coordination.audiences. The first part that fits a person is theirs."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="parts")
    order = models.PositiveSmallIntegerField()
    audiences = models.JSONField(default=list)
    subject = models.CharField(max_length=150)
    body = models.TextField()

    class Meta:
        ordering = ("message", "order")
        constraints = [models.UniqueConstraint(fields=["message", "order"], name="one_message_part_of_an_order")]

    def __str__(self) -> str:
        return self.subject

    def audit_scope(self) -> tuple[str, str]:
        return self.message.inspection.audit_scope()


class MessageRecipient(models.Model):
    """One e-mail of a sent message as it was written for one person, or the reason why this person was left out."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="recipients")
    name = models.CharField(max_length=150)
    office = models.CharField(max_length=250, blank=True)
    email = models.EmailField(blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    left_out = models.CharField(max_length=150, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.UniqueConstraint(
                fields=["message", "email"],
                condition=models.Q(left_out=""),
                name="one_email_of_a_message_for_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}" if self.office else self.name


class DigestChoice(Timestamped):
    """Whether a person wants one e-mail each working day morning, and until when it is silenced."""

    person = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_choice")
    wanted = models.BooleanField(default=False)
    muted_until_on = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return f"Daily summary of {self.person}: {'wanted' if self.wanted else 'not wanted'}"

    def speaks_on(self, day: date) -> bool:
        return self.wanted and (self.muted_until_on is None or self.muted_until_on < day)
