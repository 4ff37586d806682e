"""One meeting or visit, who goes, and which inspectors take it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.models import Timestamped, Versioned
from rulebook.lifecycles.meeting import MEETING
from timetable.choices import MeetingKind


class Meeting(Versioned, Timestamped):
    """`number` is the citable one within the inspection ("M12"). Without `starts_at` it waits for a time.

    `question` is the code of an evaluation criterion or key question of its inspection's kind. A `pinned` meeting is left where
    it is by every proposal. `title` names no child: it travels by e-mail and calendar.
    """

    LIFECYCLE = MEETING

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="meetings")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=MeetingKind)
    title = models.CharField(max_length=200)
    purpose = models.TextField(blank=True)
    question = models.CharField(max_length=10, blank=True)
    state = models.CharField(
        max_length=20, default=MEETING.initial, choices=list(MEETING.states.items()), db_index=True
    )
    starts_at = models.DateTimeField(null=True, blank=True, db_index=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    site = models.ForeignKey(
        "partnerships.Site", on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    room = models.CharField(max_length=100, blank=True)
    online = models.BooleanField(default=False)
    link = models.URLField(max_length=500, blank=True)
    case = models.ForeignKey(
        "cases.TrackedCase", on_delete=models.PROTECT, null=True, blank=True, related_name="meetings"
    )
    inspectors_needed = models.PositiveSmallIntegerField(default=1)
    needs_ofsted = models.BooleanField(default=False)
    needs_cqc = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)
    inspectors_only = models.BooleanField(default=False)

    class Meta:
        ordering = ("inspection", "starts_at", "number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_meeting_of_a_number"),
            models.CheckConstraint(
                condition=Q(minutes__gte=5) & Q(minutes__lte=720), name="meeting_five_minutes_to_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} {self.title}"

    @property
    def reference(self) -> str:
        return f"M{self.number}"

    @property
    def ends_at(self) -> datetime | None:
        return self.starts_at + timedelta(minutes=self.minutes) if self.starts_at else None

    def get_absolute_url(self) -> str:
        return f"/inspections/{self.inspection.reference}/meetings/{self.number}/"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class MeetingInspector(models.Model):
    """An inspector who takes a meeting."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="inspectors")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="meetings_taken")

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["meeting", "user"], name="one_inspector_once_in_a_meeting")]

    def __str__(self) -> str:
        return str(self.user)


class MeetingPerson(models.Model):
    """Somebody of the area who is asked to a meeting. `required`: it cannot be held without them. `attended` is null until ticked."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="people")
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.PROTECT, related_name="meetings")
    required = models.BooleanField(default=True)
    attended = models.BooleanField(null=True, blank=True)
    absence_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["meeting", "contact"], name="one_person_once_in_a_meeting")]

    def __str__(self) -> str:
        return str(self.contact)
