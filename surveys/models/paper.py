"""Answers given on paper or by telephone: entered once and again, and sent when both agree."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from core.models import Timestamped, Versioned
from surveys.choices import Language, Mode, Variant
from surveys.models.survey import Survey


class Entry(Versioned, Timestamped):
    """`number` is written on the sheet of paper. Both sets of answers are emptied once it is sent, so only the count stays."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="entries")
    number = models.PositiveIntegerField()
    mode = models.CharField(max_length=20, choices=Mode)
    variant = models.CharField(max_length=20, choices=Variant, default=Variant.STANDARD)
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    helped = models.BooleanField(default=False)
    first: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    first_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    second: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("survey", "number")
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_entry_for_a_sheet")]

    def __str__(self) -> str:
        return f"Sheet {self.number}"

    def audit_scope(self) -> tuple[str, str]:
        return self.survey.audit_scope()
