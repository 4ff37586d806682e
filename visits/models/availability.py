"""When a contact is away in the on-site week: mornings and afternoons, ticked by link."""

from __future__ import annotations

from django.db import models


class Half(models.TextChoices):
    MORNING = "am", "Morning"
    AFTERNOON = "pm", "Afternoon"


class AwayHalf(models.Model):
    link = models.ForeignKey("visits.AvailabilityLink", on_delete=models.CASCADE, related_name="away")
    on = models.DateField()
    half = models.CharField(max_length=2, choices=Half)

    class Meta:
        ordering = ("on", "half")
        constraints = [models.UniqueConstraint(fields=["link", "on", "half"], name="one_tick_of_a_half_day")]

    def __str__(self) -> str:
        return f"{self.link.contact}: {self.on} {self.get_half_display()}"
