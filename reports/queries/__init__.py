"""Reads of letters."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from reports.models import Letter, LetterVersion


def newest_version(reference: str) -> LetterVersion | None:
    """The published version of an inspection's letter, else its newest frozen one."""
    of_letter = LetterVersion.objects.select_related("letter__inspection").filter(
        letter__inspection__reference=reference
    )
    return of_letter.published().order_by("-number").first() or of_letter.order_by("-number").first()


def published(text: str = "") -> QuerySet[LetterVersion]:
    """The newest published version of every letter, newest first, without the bytes."""
    found = (
        LetterVersion.objects.published()
        .defer("pdf", "context", "fragment")
        .select_related("letter__inspection__partnership")
        .filter(~Exists(_newer()))
        .order_by("-letter__inspection__published_on", "letter__inspection__reference")
    )
    return found.filter(letter__inspection__partnership__name__icontains=text) if text else found


def _newer() -> QuerySet[LetterVersion]:
    return LetterVersion.objects.published().filter(letter=OuterRef("letter"), number__gt=OuterRef("number"))


def published_version(reference: str, number: int | None = None) -> LetterVersion | None:
    """A published version by number, or the newest published one; None for anybody asking before publication."""
    found = LetterVersion.objects.published().select_related("letter__inspection__partnership")
    found = found.filter(letter__inspection__reference=reference)
    if number is not None:
        found = found.filter(number=number)
    return found.order_by("-number").first()


def of_inspection(inspection: Any) -> Letter | None:
    return Letter.objects.filter(inspection=inspection).first()
