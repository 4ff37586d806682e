"""Base models and the two tables every app uses: work to be done, and forms already answered."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Timestamped(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two people may edit: `core.versioning.save_if_unchanged` counts `version` up."""

    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class OutboxRow(models.Model):
    """Work asked for in the transaction that made it necessary. `key` is unique, so twice is once."""

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=200, unique=True)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)
    # From here on nobody knows whether the world outside has it, until `done_at` or an error that says no.
    handed_over_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("due_at", "pk")
        indexes = [models.Index(fields=["done_at", "failed_at", "due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Pulse(models.Model):
    """When a part of the service was last seen alive."""

    name = models.CharField(max_length=30, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M:%S}"


class Submission(models.Model):
    """A form that was answered: the key in its hidden field, and where its answer led."""

    key = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    path = models.CharField(max_length=300)
    led_to = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "person"], name="one_submission_per_key")]

    def __str__(self) -> str:
        return f"{self.path} {timezone.localtime(self.at):%Y-%m-%d}"


class StoredFile(models.Model):
    """A file somebody gave us, kept outside the web root under a name of our own. `name` is its cleaned name for people.

    Several rows may share one content (`sha256`). Of a row only its standing changes: a newer version is a new row. `sha256` is of what
    is kept, `given_sha256` of what was given, before the names of its makers were taken out.
    """

    class Standing(models.TextChoices):
        AVAILABLE = "available", "Available"
        WAITING = "waiting", "Waiting for its virus check"
        REFUSED = "refused", "Refused by its virus check"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, help_text="What it was found to be: pdf, xlsx, docx, csv, png …")
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    given_sha256 = models.CharField(max_length=64, blank=True)
    stored_as = models.CharField(max_length=100)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    place = models.CharField(
        max_length=100, blank=True, db_index=True, help_text="The slug of the partnership it counts for"
    )
    standing = models.CharField(max_length=10, choices=Standing.choices, default=Standing.AVAILABLE)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="When the virus scanner was last asked")
    found = models.CharField(max_length=100, blank=True, help_text="What the virus scanner found")

    class Meta:
        ordering = ("given_at", "pk")
        indexes = [
            models.Index(fields=["asked_at"], name="core_files_waiting", condition=~models.Q(standing="available"))
        ]

    def __str__(self) -> str:
        return self.name
