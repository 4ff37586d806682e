"""The passages of published letters, for looking up how others put a thing. See reports.queries.alike."""

from __future__ import annotations

from django.db import models

from reports.models.version import LetterVersion


class Passage(models.Model):
    """One paragraph, bullet or finding of a published version. Never of one that is not published."""

    version = models.ForeignKey(LetterVersion, on_delete=models.CASCADE, related_name="passages")
    order = models.PositiveIntegerField()
    section_code = models.CharField(max_length=40)
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ("version", "order")
        constraints = [models.UniqueConstraint(fields=["version", "order"], name="one_passage_per_place")]

    def __str__(self) -> str:
        return self.text[:60]
