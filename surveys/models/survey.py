"""A survey of one audience of one inspection, and its waves."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.db import models

from core.models import Timestamped, Versioned
from rulebook.lifecycles import SURVEY
from surveys.choices import Audience


def new_token() -> str:
    """The open link of one audience: 160 bits. One link for everybody, so that no link names a person."""
    return secrets.token_urlsafe(20)


class Survey(Versioned, Timestamped):
    """`questions` is the framework's set as it stood when the survey was made (surveys.questions reads it). `token` is public."""

    LIFECYCLE = SURVEY

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="surveys")
    audience = models.CharField(max_length=20, choices=Audience)
    set_version = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    easy_title = models.CharField(max_length=200)
    questions: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField()
    state = models.CharField(max_length=20, default=SURVEY.initial, choices=SURVEY.states.items())
    token = models.CharField(max_length=40, unique=True, default=new_token)
    opens_at = models.DateTimeField(null=True, blank=True, db_index=True)
    closes_at = models.DateTimeField(null=True, blank=True, db_index=True)
    # Somebody chose this window: it does not follow the dates of the inspection any more.
    window_set = models.BooleanField(default=False)
    # Counts the times it opened; an answer keeps the wave it was given in.
    wave = models.PositiveSmallIntegerField(default=1)
    # Shown on top of every answering page: "The survey stopped for an hour. If you sent your answers, you need not send them again."
    banner = models.CharField(max_length=300, blank=True)
    retention_years = models.PositiveSmallIntegerField(default=3)

    class Meta:
        ordering = ("inspection", "audience")
        constraints = [models.UniqueConstraint(fields=["inspection", "audience"], name="one_survey_for_an_audience")]

    def __str__(self) -> str:
        return f"Survey of {self.get_audience_display().lower()}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()

    @property
    def is_taking_answers(self) -> bool:
        return self.state in ("open", "extended")


class Wave(models.Model):
    """One time a survey was open. `reason` is why it was opened again."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_wave_for_a_number")]

    def __str__(self) -> str:
        return f"Wave {self.number} of {self.survey}"


class DutyReader(models.Model):
    """Who must read the answers kept back for safeguarding, from day to day."""

    inspection = models.ForeignKey("inspections.Inspection", on_delete=models.CASCADE, related_name="duty_readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="duty_readings")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("starts_on", "pk")

    def __str__(self) -> str:
        return f"{self.user} reads for {self.inspection}"

    def audit_scope(self) -> tuple[str, str]:
        return self.inspection.audit_scope()
