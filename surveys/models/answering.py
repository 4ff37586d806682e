"""Answers while they are given, and the buffer they wait in until a batch of them is moved.

No row has a person, an address, a browser, or a time finer than the day.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from surveys.choices import Language, Mode, Variant
from surveys.models.survey import Survey


class Answering(models.Model):
    """One person's answers to one survey. Being sent is one update of `sent_on`, so sending twice is sending once.

    The key is a keyed hash of the secret in the browser's cookie, `code_hash` of the code shown by "save and come back"; neither
    can be turned back. `answers` is {code of a question: code of an option, list of codes, or text}.
    """

    key_hash = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="answerings")
    wave = models.PositiveSmallIntegerField()
    variant = models.CharField(max_length=20, choices=Variant, default=Variant.STANDARD)
    language = models.CharField(max_length=5, choices=Language, default=Language.ENGLISH)
    mode = models.CharField(max_length=20, choices=Mode, default=Mode.ONLINE)
    helped = models.BooleanField(default=False)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    code_hash = models.CharField(max_length=64, null=True, unique=True)
    saved_on = models.DateField(db_index=True)
    sent_on = models.DateField(null=True, blank=True)
    # The list of worrying words (surveys.worrying) that was looked for as these answers were saved, and nothing found; else "".
    clear_by = models.CharField(max_length=12, blank=True, default="", db_default="")
    # Told to the person who sent it; kept without the answers once they are moved (Receipt).
    reference = models.CharField(max_length=12, null=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_on=None, reference=None) | Q(sent_on__isnull=False, reference__isnull=False),
                name="sent_answers_have_a_reference",
            )
        ]
        indexes = [models.Index(fields=["survey"], condition=Q(sent_on__isnull=False), name="sent_and_waiting")]

    def __str__(self) -> str:
        return "Answers"


class Receipt(models.Model):
    """What is left of a sent answer's key once the answer was moved: a browser that sends again is told its reference again."""

    key_hash = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="receipts")
    reference = models.CharField(max_length=12, unique=True)

    def __str__(self) -> str:
        return self.reference


class DayCount(models.Model):
    """How many were started on a day. Live, unlike results. `sent` is filled when the answers are deleted, and counted until then."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="day_counts")
    on = models.DateField()
    started = models.PositiveIntegerField(default=0)
    sent = models.PositiveIntegerField(default=0)
    # Signs of one person answering many times; shown with the results as a note on their quality, never used to delete.
    repeated = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("on",)
        constraints = [models.UniqueConstraint(fields=["survey", "on"], name="one_count_for_a_day")]

    def __str__(self) -> str:
        return f"{self.survey}: {self.on}"
