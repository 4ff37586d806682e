"""What a finding that a plan answers is about, as quality assurance tagged it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from rulebook.themes import NAMES


class FindingTheme(models.Model):
    """One theme of one finding. Public, and counted, once the letter is published."""

    finding = models.ForeignKey("inspections.Finding", on_delete=models.CASCADE, related_name="themes")
    theme = models.CharField(max_length=20, choices=list(NAMES.items()), db_index=True)
    tagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tagged_at = models.DateTimeField()

    class Meta:
        ordering = ("finding", "theme")
        constraints = [models.UniqueConstraint(fields=["finding", "theme"], name="one_tag_per_finding_and_theme")]

    def __str__(self) -> str:
        return f"{self.get_theme_display()}: {self.finding}"

    def audit_scope(self) -> tuple[str, str]:
        return self.finding.audit_scope()
