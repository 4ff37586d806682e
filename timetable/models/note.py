"""What was written down of a meeting: the inspectors' note and the area's, each read by its own side alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.models import Timestamped, Versioned
from timetable.choices import NoteSide
from timetable.models.meeting import Meeting


class MeetingNote(Versioned, Timestamped):
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    side = models.CharField(max_length=12, choices=NoteSide)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["meeting", "side"], name="one_note_of_a_side")]

    def __str__(self) -> str:
        return f"{self.get_side_display()} of {self.meeting.reference}"

    def audit_scope(self) -> tuple[str, str]:
        return self.meeting.audit_scope()
