"""Engagement meetings of Ofsted and CQC with a partnership, and its part in thematic visits. No letter and no judgement."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from core.models import Timestamped, Versioned
from rulebook.frameworks import support
from rulebook.lifecycles import ENGAGEMENT_MEETING

THEMES = [(theme.code, f"{theme.year}: {theme.name}") for theme in support.THEMES]


class EngagementMeeting(Versioned, Timestamped):
    """`attended` is a list of offices. `notes` and `for_scheduling` are the inspectorates' own: the partnership never sees them."""

    LIFECYCLE = ENGAGEMENT_MEETING

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, related_name="engagement_meetings"
    )
    number = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=20, default=ENGAGEMENT_MEETING.initial, choices=list(ENGAGEMENT_MEETING.states.items())
    )
    meet_on = models.DateField()
    where = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(blank=True)
    held_on = models.DateField(null=True, blank=True)
    attended = models.JSONField(default=list, blank=True)
    notes = models.TextField(blank=True)
    for_scheduling = models.TextField(blank=True)

    class Meta:
        ordering = ("partnership", "number")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "number"], name="one_engagement_meeting_per_number"),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(held_on__isnull=False), name="held_engagement_meeting_has_its_day"
            ),
        ]

    def __str__(self) -> str:
        return f"Engagement meeting {self.number}, {self.partnership.name}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:engagement-detail", args=[self.partnership.slug, self.number])

    @property
    def title(self) -> str:
        return f"Engagement meeting {self.number}"

    @property
    def state_words(self) -> str:
        return ENGAGEMENT_MEETING.states[self.state]

    @property
    def is_planned(self) -> bool:
        return self.state == ENGAGEMENT_MEETING.initial

    @property
    def is_held(self) -> bool:
        return self.state == "held"

    def audit_scope(self) -> tuple[str, str]:
        return self.partnership.audit_scope()


class EngagementAction(models.Model):
    """Something agreed at an engagement meeting: who does it, by office, and by when."""

    meeting = models.ForeignKey(EngagementMeeting, on_delete=models.PROTECT, related_name="actions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner_office = models.CharField(max_length=200)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ("meeting", "number")
        constraints = [models.UniqueConstraint(fields=["meeting", "number"], name="one_engagement_action_per_number")]

    def __str__(self) -> str:
        return f"Action {self.number} of {self.meeting}"

    def audit_scope(self) -> tuple[str, str]:
        return self.meeting.audit_scope()


class ThematicVisit(Versioned, Timestamped):
    """That a partnership takes part in the thematic visits of a year. `notes` are the inspectorates' own."""

    partnership = models.ForeignKey(
        "partnerships.Partnership", on_delete=models.PROTECT, related_name="thematic_visits"
    )
    theme = models.CharField(max_length=20, choices=THEMES)
    starts_on = models.DateField()
    ends_on = models.DateField()
    programme = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        ordering = ("partnership", "-starts_on")
        constraints = [
            models.UniqueConstraint(fields=["partnership", "theme"], name="one_thematic_visit_per_theme"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="thematic_visit_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"Thematic visit, {self.spec.name.lower()}, {self.partnership.name}"

    def get_absolute_url(self) -> str:
        return reverse("monitoring:thematic-detail", args=[self.partnership.slug, self.theme])

    @property
    def spec(self) -> support.Theme:
        return support.theme(self.theme)

    def audit_scope(self) -> tuple[str, str]:
        return self.partnership.audit_scope()
