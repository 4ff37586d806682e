"""Links that open one page to somebody without an account. Only the hash of a link's secret is kept."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class LinkQuerySet(models.QuerySet["Link"]):
    def working(self) -> Self:
        """Those not taken back; whether their time has come is asked where they are found."""
        return self.filter(revoked_at=None)


class Link(models.Model):
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.EmailField(blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True


class SettingLink(Link):
    """A setting's own page. A visit has one working link at a time."""

    visit = models.ForeignKey("visits.SiteVisit", on_delete=models.CASCADE, related_name="links")

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(fields=["visit"], condition=Q(revoked_at=None), name="one_working_link_of_a_visit")
        ]

    def __str__(self) -> str:
        return f"Link of {self.visit}"


class AvailabilityLink(Link):
    """Asks one contact, who may have no account, when they are away in the on-site week. Answered as often as they like."""

    inspection = models.ForeignKey(
        "inspections.Inspection", on_delete=models.CASCADE, related_name="availability_links"
    )
    contact = models.ForeignKey("partnerships.Contact", on_delete=models.CASCADE, related_name="availability_links")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "contact"],
                condition=Q(revoked_at=None),
                name="one_working_availability_link",
            )
        ]

    def __str__(self) -> str:
        return f"Availability of {self.contact}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
