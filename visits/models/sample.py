"""A random draw, kept so that it can be repeated."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse


class NeverChanged(Exception):
    """A draw is kept as it was made; drawing again is a new draw."""


class RandomSampleQuerySet(models.QuerySet["RandomSample"]):
    def update(self, **values: Any) -> int:
        raise NeverChanged("a draw is never changed")


class RandomSample(models.Model):
    """`population` is the frozen list drawn from and `result` the items in the order drawn: names of settings, or the area's local
    references, never names of children. `method` says which version of the algorithm drew."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="random_samples")
    number = models.PositiveIntegerField()
    purpose = models.CharField(max_length=200)
    drawn_at = models.DateTimeField()
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    seed = models.CharField(max_length=64)
    method = models.CharField(max_length=30)
    described = models.CharField(max_length=200, help_text="What the population is, in words.")
    population = models.JSONField()
    population_sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    result = models.JSONField()
    reason = models.CharField(max_length=300, blank=True)

    objects = RandomSampleQuerySet.as_manager()

    class Meta:
        ordering = ("inspection", "number")
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_draw_of_a_number")]

    def __str__(self) -> str:
        return f"Draw {self.number}: {self.purpose}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged("a draw is never changed")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("visits:sample-detail", args=[self.inspection.reference, self.number])

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
