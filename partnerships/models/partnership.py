"""The local area partnership: the first of the two scopes everything confidential hangs from."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db import models
from django.db.models import Q
from django.urls import reverse

from accounts.access import NOWHERE, Holdings, ScopedQuerySet, among, everywhere, in_regions, knows_regions
from accounts.choices import Permission, Reach, Role
from partnerships.models.people import own_partnerships, partnerships_delegated


class PartnershipQuerySet(ScopedQuerySet):
    def on(self, day: date) -> PartnershipQuerySet:
        """The areas that existed on a day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )

    def reached(self, held: Holdings, reach: Reach, roles: frozenset[Role]) -> Q:
        """The reaches that speak of an inspection (ASSIGNED, OWN_ONCE_…, REGION_ONCE_…) cover no partnership."""
        if reach == Reach.ALL:
            return everywhere(held, roles)
        if reach == Reach.REGION:
            return in_regions(held, roles, "region_id")
        if reach == Reach.OWN_PARTNERSHIP:
            return among("pk", own_partnerships(held, roles))
        return NOWHERE

    def delegated(self, held: Holdings, permission: Permission | str) -> Q:
        return among("pk", partnerships_delegated(held, permission))


class Partnership(models.Model):
    """An area whose services for children with SEND are inspected together: one council, and the boards that commission there.

    `valid_from` is null where the area is older than any date this service needs; `valid_to` is set for abolished areas.
    """

    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=80)
    authority = models.OneToOneField(
        "partnerships.LocalAuthority", on_delete=models.PROTECT, related_name="partnership"
    )
    region = models.ForeignKey("partnerships.Region", on_delete=models.PROTECT, related_name="partnerships")
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        ordering = ("name", "slug")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partnership-detail", args=[self.slug])

    def audit_scope(self) -> tuple[str, str]:
        return self.slug, ""

    def existed_on(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


@knows_regions
def partnerships_of(regions: Collection[str]) -> set[int]:
    return set(Partnership.objects.filter(region_id__in=regions).order_by().values_list("pk", flat=True))


class PartnershipSuccession(models.Model):
    """From the day `on`, (part of) the predecessor's area belongs to the successor."""

    predecessor = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Partnership, on_delete=models.CASCADE, related_name="inheritances")
    on = models.DateField()

    class Meta:
        ordering = ("on", "predecessor_id", "successor_id")
        constraints = [models.UniqueConstraint(fields=["predecessor", "successor"], name="one_partnership_succession")]

    def __str__(self) -> str:
        return f"{self.predecessor} to {self.successor}"
