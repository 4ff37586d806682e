"""Where an inspection is named in a published list, as it was printed."""

from __future__ import annotations

from django.db import models

FIRST_YEAR_SLIDES = "cqc-slides-2017-11"


class PublishedListing(models.Model):
    """A line of the CQC slides of 28 November 2017. Slide 4 lists completed inspections with an asterisk for a written
    statement of action; slide 5 lists those not yet published, whose missing asterisk says nothing."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="listings")
    source = models.CharField(max_length=40, default=FIRST_YEAR_SLIDES)
    slide = models.PositiveSmallIntegerField()
    row = models.PositiveSmallIntegerField()
    term = models.CharField(max_length=20)
    as_printed = models.CharField(max_length=100)
    asterisk = models.BooleanField()

    class Meta:
        ordering = ("source", "row")
        constraints = [models.UniqueConstraint(fields=["source", "row"], name="one_listing_per_row")]

    def __str__(self) -> str:
        return f"{self.as_printed}, {self.term}"
