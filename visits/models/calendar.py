"""What calendars were told of a meeting, and how often an address was reset."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class FeedScope(models.TextChoices):
    PERSON = "person", "Your own meetings"
    SITE = "site", "One setting"
    INSPECTION = "inspection", "A whole inspection"


class FeedEntry(models.Model):
    """A meeting as calendars last saw it. `sequence` only rises, whatever changed it; `shown` is what the event is made of,
    `audience` whose calendars have it: {users, site, inspectors_only, link, left}. A change of audience alone is no change of the
    event, unless somebody is taken off the meeting: `left` is {user: {at, shown}}, the event as they had it, cancelled for them.

    It outlives the meeting's place in the timetable: `cancelled_at` is set then, and the event is sent as cancelled for some days.
    """

    meeting = models.OneToOneField("timetable.Meeting", on_delete=models.CASCADE, related_name="feed_entry")
    sequence = models.PositiveIntegerField(default=0)
    shown = models.JSONField()
    audience = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.meeting.reference}, sequence {self.sequence}"


class FeedGeneration(models.Model):
    """How often a person reset one of their addresses; none is generation 0. `subject` is the inspection's or visit's number, or 0."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="feed_generations")
    scope = models.CharField(max_length=12, choices=FeedScope)
    subject = models.PositiveBigIntegerField(default=0)
    number = models.PositiveIntegerField(default=0)
    reset_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "scope", "subject"], name="one_generation_of_a_feed")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_scope_display()}, {self.number}"
