"""What a person keeps of the national view: the areas they watch and the views they named. Theirs alone."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class WatchedArea(models.Model):
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    partnership = models.ForeignKey("partnerships.Partnership", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ("partnership__name",)
        constraints = [models.UniqueConstraint(fields=["person", "partnership"], name="one_watch_per_area")]

    def __str__(self) -> str:
        return f"{self.partnership} for {self.person}"


class SavedView(models.Model):
    """A filter and its order under a name; `address` is the query part of the address of the page."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="one_saved_view_per_name")]

    def __str__(self) -> str:
        return self.name
