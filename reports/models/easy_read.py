"""The Easy Read summary: short sentences, each with a picture, written beside the letter and frozen with it."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from core.models import Timestamped, Versioned
from reports.models.letter import Letter
from reports.models.version import Frozen, LetterVersion, VersionQuerySet


class EasyRead(Versioned, Timestamped):
    """`lines` is a list of {"text": sentence, "picture": code of rulebook.frameworks.survey_parts.PICTURES or ""}."""

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="easy_read")
    lines = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"Easy Read of {self.letter}"

    def audit_scope(self) -> tuple[str, str]:
        return self.letter.audit_scope()

    def audit_label(self) -> str:
        return str(self)


class EasyReadVersion(models.Model):
    """The summary as frozen with a version: `content` is canonical JSON, `fragment` the page's HTML, `pdf` comes from a worker."""

    version = models.OneToOneField(LetterVersion, on_delete=models.PROTECT, related_name="easy_read")
    content = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    template = models.CharField(max_length=60)
    fragment = models.TextField()
    pdf = models.BinaryField(null=True)
    pdf_sha256 = models.CharField(max_length=64, null=True)

    objects = VersionQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Easy Read of {self.version}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("A version of a letter is never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("A version of a letter is never changed or removed")
