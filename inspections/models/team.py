"""A person's place on the team of one inspection, with the days it holds."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.access import Holdings, places
from accounts.choices import TEAM_ROLES, Role


class TeamPlaceQuerySet(models.QuerySet["TeamPlace"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on), starts_on__lte=on)


class TeamPlace(models.Model):
    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="team_places")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="team_places")
    role = models.CharField(max_length=30, choices=[(role.value, role.label) for role in TEAM_ROLES])
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = TeamPlaceQuerySet.as_manager()

    class Meta:
        ordering = ("inspection", "role", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="team_place_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["inspection", "user", "role"], condition=Q(ends_on__isnull=True), name="one_open_team_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"


@places("team places", "inspection_id", "role", "inspection__partnership_id")
def team_places_of(person: Any, on: date) -> TeamPlaceQuerySet:
    return TeamPlace.objects.in_force(on).filter(user=person)


def inspections_assigned(held: Holdings, roles: frozenset[Role]) -> set[int]:
    """The inspections on whose team somebody holds one of these roles."""
    return held.keys("team places", roles)
