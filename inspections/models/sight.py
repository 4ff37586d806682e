"""Who has seen what is embargoed."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Sight(models.Model):
    """One row for a person and a thing of an inspection, while it was embargoed: the first time, the last, and how often.

    `what` is the code of a Thing (inspections.services.sights), `words` what the page calls it.
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="sights")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=40)
    words = models.CharField(max_length=100)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("inspection", "person", "what")
        constraints = [
            models.UniqueConstraint(fields=["inspection", "person", "what"], name="one_sight_of_a_thing_by_a_person")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.words}"
