"""A released version of the timetable: what stood in it that day, word for word, never changed again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models


class Release(models.Model):
    """`snapshot` is the JSON text of all meetings as released, `sha256` its checksum.

    The database refuses to change or remove a row (triggers.py).
    """

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="releases")
    number = models.PositiveIntegerField()
    released_at = models.DateTimeField()
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    snapshot = models.TextField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("inspection", "-number")
        constraints = [models.UniqueConstraint(fields=["inspection", "number"], name="one_release_of_a_number")]

    def __str__(self) -> str:
        return f"Version {self.number} of the timetable"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError("A released version of a timetable is never changed")
        super().save(*args, **kwargs)

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
