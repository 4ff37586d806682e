"""The letter or report of one inspection while it is written: its state and its sections."""

from __future__ import annotations

from django.db import models

from core.models import Timestamped, Versioned
from inspections.models import Inspection
from rulebook.frameworks.base import LetterSpec, SectionSpec
from rulebook.lifecycles.letter import LETTER


class Letter(Timestamped):
    LIFECYCLE = LETTER

    inspection = models.OneToOneField(Inspection, on_delete=models.PROTECT, related_name="letter")
    state = models.CharField(max_length=30, default=LETTER.initial, choices=list(LETTER.states.items()))

    class Meta:
        ordering = ("-inspection__onsite_start_on",)

    def __str__(self) -> str:
        return f"{self.spec.name} for {self.inspection.reference}"

    @property
    def spec(self) -> LetterSpec:
        """The letter this kind of inspection has. Raises ValueError for a kind that reports on no area."""
        spec = self.inspection.kind_spec.letter
        if spec is None:
            raise ValueError(f"a {self.inspection.kind} inspection has no letter")
        return spec

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class LetterSection(Versioned):
    """The text of a section that people write. Paragraphs, or bullets, stand apart by a blank line."""

    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="sections")
    code = models.CharField(max_length=40)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "code"], name="one_section_per_letter_and_code")]

    def __str__(self) -> str:
        return f"{self.code} of {self.letter}"

    @property
    def spec(self) -> SectionSpec:
        return self.letter.spec.section(self.code)

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()

    def audit_label(self) -> str:
        return f"{self.spec.heading or self.code}, {self.letter}"
