"""Answers that were moved in batches, what results are made of, and comments."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import models

from core.models import Versioned
from surveys.choices import Dimension, Language, Mode, Quotable, Variant
from surveys.choices import Theme as ThemeState
from surveys.models.survey import Survey


class Batch(models.Model):
    """At least ten answers moved together in random order, so that two looks at the results never show what one person said."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="batches")
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    made_on = models.DateField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_batch_for_a_number")]

    def __str__(self) -> str:
        return f"Batch {self.number} of {self.survey}"


class Response(models.Model):
    """One person's answers to the closed questions. The free ones are comments, each a row of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="responses")
    wave = models.PositiveSmallIntegerField()
    variant = models.CharField(max_length=20, choices=Variant)
    language = models.CharField(max_length=5, choices=Language)
    mode = models.CharField(max_length=20, choices=Mode)
    helped = models.BooleanField(default=False)
    answers: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    answered_on = models.DateField()

    def __str__(self) -> str:
        return "Response"


class Tally(models.Model):
    """How often one answer was given in one group: what every chart is read from, so its cost does not grow with the answers.

    `option` is an option's code or "" for no answer; `dimension` "" and `group` "" stand for everybody. With `question` "" it is
    the number of answers in the group.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="tallies")
    question = models.CharField(max_length=50, blank=True)
    option = models.CharField(max_length=50, blank=True)
    dimension = models.CharField(max_length=20, choices=Dimension, blank=True)
    group = models.CharField(max_length=50, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "question", "option", "dimension", "group"], name="one_tally_for_a_cell"
            )
        ]
        indexes = [models.Index(fields=["survey", "dimension"], name="tallies_by_dimension")]

    def __str__(self) -> str:
        return f"{self.question} {self.option}: {self.count}"


class Comment(Versioned):
    """What one person wrote in one box, as written. `quotation` is the wording a letter may use, names taken out."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="comments")
    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="comments")
    question = models.CharField(max_length=50)
    text = models.TextField()
    # The place in the reading order: random, given once.
    order = models.PositiveIntegerField()
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)
    quotable = models.CharField(max_length=20, choices=Quotable, blank=True, default=Quotable.UNDECIDED)
    quotation = models.TextField(blank=True)

    class Meta:
        ordering = ("survey", "order")
        constraints = [models.UniqueConstraint(fields=["survey", "order"], name="one_comment_for_a_place")]

    def __str__(self) -> str:
        return f"Comment {self.order}"

    def audit_scope(self) -> tuple[str, str]:
        return self.survey.audit_scope()


class CommentTag(models.Model):
    """A comment speaks of an evaluation question of the framework (its code)."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="tags")
    criterion = models.CharField(max_length=50)
    tagged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tagged_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "criterion"], name="one_tag_of_a_criterion")]

    def __str__(self) -> str:
        return self.criterion


class Theme(models.Model):
    """What a method found in the comments: a suggestion until somebody keeps it, and then with a name somebody gave it."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="themes")
    number = models.PositiveSmallIntegerField()
    words: models.JSONField[list[str], list[str]] = models.JSONField()
    name = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=20, choices=ThemeState, default=ThemeState.SUGGESTED)
    comments: models.ManyToManyField[Comment, Any] = models.ManyToManyField(Comment, related_name="themes")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = [models.UniqueConstraint(fields=["survey", "number"], name="one_theme_for_a_number")]

    def __str__(self) -> str:
        return self.name or ", ".join(self.words[:3])

    def audit_scope(self) -> tuple[str, str]:
        return self.survey.audit_scope()
