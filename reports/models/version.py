"""A frozen version of a letter: what it said, what drew it, the bytes, and their SHA-256. Never changed."""

from __future__ import annotations

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.db.models import Q

from reports.letters.context import LetterContext
from reports.models.letter import Letter


class Frozen(Exception):
    """A frozen version was about to be changed or removed."""


class VersionQuerySet(models.QuerySet["LetterVersion"]):
    def published(self) -> VersionQuerySet:
        """What the public may read: published, and not taken away since."""
        return self.filter(published_at__isnull=False).exclude(withdrawal__kind="removed")

    def once_published(self) -> VersionQuerySet:
        """The same with those that were taken away: for the list of versions, which says so."""
        return self.filter(published_at__isnull=False)

    def standing(self) -> VersionQuerySet:
        """What is published and has not been withdrawn."""
        return self.filter(published_at__isnull=False, withdrawal__isnull=True)

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("A version of a letter is never changed or removed")

    update = delete = bulk_update = _refuse

    def fill_once(self, pk: int, **values: Any) -> bool:
        """Set fields that are still empty, once. False when any of them has been set before."""
        empty = {f"{name}__isnull": True for name in values}
        return bool(models.QuerySet.update(self.filter(pk=pk, **empty), **values))


class LetterVersion(models.Model):
    """`context` is canonical JSON; `fragment` the page's HTML; `pdf` comes from a worker soon after and is set once."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    context = models.TextField()
    context_sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=60)
    fragment = models.TextField()
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    # Where the words came from when it was not written here: the address of the published original.
    imported_from = models.CharField(max_length=200, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("letter", "number")
        constraints = [
            models.UniqueConstraint(fields=["letter", "number"], name="one_version_per_number"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(pdf__isnull=False, pdf_sha256__isnull=False),
                name="published_version_has_its_bytes",
            ),
        ]

    def __str__(self) -> str:
        return f"Version {self.number} of {self.letter}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("A version of a letter is never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("A version of a letter is never changed or removed")

    @property
    def frozen_context(self) -> LetterContext:
        return LetterContext.from_json(self.context.encode())

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()
