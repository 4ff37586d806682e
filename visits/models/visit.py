"""A setting chosen for a visit, and what belongs to the visit. A setting is sampled, never judged."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from core.models import Timestamped, Versioned


class SiteVisitQuerySet(models.QuerySet["SiteVisit"]):
    def standing(self) -> Self:
        """Those not dropped."""
        return self.filter(dropped_at=None)


class SiteVisit(Timestamped):
    """One setting of the area chosen for an inspection. A setting dropped and chosen again is a new row, so both reasons stay."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="site_visits")
    site = models.ForeignKey("partnerships.Site", on_delete=models.PROTECT, related_name="visits")
    number = models.PositiveIntegerField()
    reason = models.TextField()
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    chosen_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    dropped_reason = models.TextField(blank=True)

    objects = SiteVisitQuerySet.as_manager()

    class Meta:
        ordering = ("inspection", "number")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="one_visit_of_a_number"),
            models.UniqueConstraint(
                fields=["inspection", "site"], condition=Q(dropped_at=None), name="one_standing_visit_of_a_setting"
            ),
        ]

    def __str__(self) -> str:
        return f"Visit to {self.site}"

    def get_absolute_url(self) -> str:
        return reverse("visits:visit-detail", args=[self.inspection.reference, self.number])

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()


class OfVisit(Versioned):
    """What is written about one visit; apart from it, so that two people writing different things do not collide."""

    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True

    def audit_scope(self) -> tuple[str, str]:
        return self.visit.audit_scope()  # type: ignore[attr-defined]


class Arrival(OfVisit):
    """Practical needs of this visit. `changed_by` is empty where the setting wrote it by its link."""

    visit = models.OneToOneField(SiteVisit, on_delete=models.CASCADE, related_name="arrival")
    reception = models.CharField(max_length=300, blank=True)
    parking = models.CharField(max_length=300, blank=True)
    access = models.CharField(max_length=300, blank=True)
    wifi = models.CharField(max_length=300, blank=True)
    quiet_room = models.CharField(max_length=300, blank=True)
    communication = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Arrival at {self.visit.site}"


class VisitRecord(OfVisit):
    """Who was met and what was seen: inspectors' own, read by no one of the area."""

    visit = models.OneToOneField(SiteVisit, on_delete=models.CASCADE, related_name="record")
    pupils = models.PositiveSmallIntegerField(null=True, blank=True)
    parents = models.PositiveSmallIntegerField(null=True, blank=True)
    staff = models.PositiveSmallIntegerField(null=True, blank=True)
    documents = models.TextField(blank=True)
    notes = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Record of the visit to {self.visit.site}"


class ParentsInvited(OfVisit):
    """How the parents of all pupils with SEND at the setting were invited, and the proof of it."""

    visit = models.OneToOneField(SiteVisit, on_delete=models.CASCADE, related_name="invitation")
    pupils_with_send = models.PositiveIntegerField(null=True, blank=True)
    invited = models.PositiveIntegerField(null=True, blank=True)
    how = models.CharField(max_length=200, blank=True)
    invited_on = models.DateField(null=True, blank=True)
    proof = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"Parents invited at {self.visit.site}"
