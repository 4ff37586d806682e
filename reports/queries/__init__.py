"""Reads of letters."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from reports.models import Letter, LetterVersion
from reports.queries.publication import (
    correction_of,
    easy_read_of,
    has_easy_read,
    kilobytes,
    last_refused_schedule,
    listed,
    once_published,
    pdf_job,
    pdf_jobs,
    progress_words,
    related,
    version_rows,
    withdrawal,
)

__all__ = [
    "correction_of",
    "easy_read_of",
    "has_easy_read",
    "kilobytes",
    "last_refused_schedule",
    "listed",
    "newest_version",
    "of_inspection",
    "once_published",
    "pdf_job",
    "pdf_jobs",
    "progress_words",
    "published",
    "published_version",
    "related",
    "section_rows",
    "version_rows",
    "withdrawal",
]


def newest_version(reference: str) -> LetterVersion | None:
    """The published version of an inspection's letter, else its newest frozen one."""
    of_letter = LetterVersion.objects.select_related("letter__inspection").filter(
        letter__inspection__reference=reference
    )
    return of_letter.published().order_by("-number").first() or of_letter.order_by("-number").first()


def published(text: str = "") -> QuerySet[LetterVersion]:
    """The newest published version of every letter where it still stands, newest first, without the bytes."""
    found = (
        LetterVersion.objects.standing()
        .defer("pdf", "context", "fragment")
        .select_related("letter__inspection__partnership")
        .filter(~Exists(_newer()))
        .order_by("-letter__inspection__published_on", "letter__inspection__reference")
    )
    return found.filter(letter__inspection__partnership__name__icontains=text) if text else found


def _newer() -> QuerySet[LetterVersion]:
    return LetterVersion.objects.once_published().filter(letter=OuterRef("letter"), number__gt=OuterRef("number"))


def published_version(reference: str, number: int | None = None) -> LetterVersion | None:
    """A version the public may read: by number, or the newest where it still stands; None before publication."""
    found = once_published(reference, number)
    gone = withdrawal(found) if found else None
    if found is None or (gone and (number is None or gone.kind == "removed")):
        return None
    return found


def of_inspection(inspection: Any) -> Letter | None:
    return Letter.objects.filter(inspection=inspection).first()
