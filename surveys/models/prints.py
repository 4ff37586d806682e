"""What is made to be printed: the poster of a survey and its questionnaires."""

from __future__ import annotations

from django.db import models

from surveys.choices import PrintKind, Variant
from surveys.models.survey import Survey


class Print(models.Model):
    """A PDF a worker makes; `pdf` is None until it is made, or made again because the window of the survey changed."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="prints")
    kind = models.CharField(max_length=20, choices=PrintKind)
    variant = models.CharField(max_length=20, choices=Variant, default=Variant.STANDARD)
    pdf = models.BinaryField(null=True)
    made_at = models.DateTimeField(null=True, blank=True)
    # Which asking is the newest: an older one that comes late makes nothing.
    asked = models.PositiveIntegerField(default=1)
    failed = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("kind", "variant")
        constraints = [models.UniqueConstraint(fields=["survey", "kind", "variant"], name="one_print_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.survey}"
