"""Bank holidays announced after the calendar file was made."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class AddedBankHoliday(models.Model):
    date = models.DateField(unique=True)
    name = models.CharField(max_length=100)
    announced_on = models.DateField()
    reason = models.TextField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("date",)

    def __str__(self) -> str:
        return f"{self.name}, {self.date:%-d %B %Y}"
