"""Roles over the nation or a region, with the days they hold. Roles in a partnership or on a team live with those."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from accounts.choices import NATIONAL_ROLES, REGIONS, Role


class InForceQuerySet(models.QuerySet["NationalRole"]):
    def in_force(self, on: date) -> InForceQuerySet:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class NationalRole(models.Model):
    """`region_code` narrows the role to one region ("E12000008"); empty means the whole of England."""

    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="national_roles")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in NATIONAL_ROLES])
    region_code = models.CharField(max_length=9, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = InForceQuerySet.as_manager()

    class Meta:
        ordering = ("role", "region_code")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="national_role_ends_after_start",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "region_code"],
                condition=Q(ends_on__isnull=True),
                name="one_open_national_role",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"

    @property
    def region(self) -> str:
        """The name of the region, or of the whole."""
        return dict(REGIONS).get(self.region_code, "All of England")
