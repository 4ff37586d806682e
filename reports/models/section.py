"""What a section said after each save of it, and who has it open."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.models.letter import LetterSection


class SectionSave(models.Model):
    """The text of a section at one version. Never changed.

    `save_key` is made by the device for each save, so a save repeated after a lost answer is one save. `by` is empty for words that
    stood there before the first save by a person.
    """

    section = models.ForeignKey(LetterSection, on_delete=models.CASCADE, related_name="saves")
    version = models.PositiveIntegerField()
    save_key = models.CharField(max_length=64, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("section", "version")
        constraints = [
            models.UniqueConstraint(fields=["section", "version"], name="one_save_for_a_version_of_a_section"),
            models.UniqueConstraint(
                fields=["section", "save_key"], condition=~Q(save_key=""), name="one_save_for_a_key_of_a_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}, version {self.version}"


class SectionPresence(models.Model):
    """A person has the editor of a section open; they count as gone some time after `seen_at`."""

    section = models.ForeignKey(LetterSection, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["section", "person"], name="one_presence_of_a_person")]

    def __str__(self) -> str:
        return f"{self.person} at {self.section}"
