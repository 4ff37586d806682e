"""Filling the index of passages when a version of a letter is published."""

from __future__ import annotations

from django.db import transaction

from reports.letters.passages import sections_of
from reports.models import LetterVersion, Passage


@transaction.atomic
def index(version: LetterVersion) -> int:
    """Keep the passages of a published version and return how many; of the same version again, none are added.

    Raises ValueError for a version that is not published: its words are nobody's to find.
    """
    if version.published_at is None:
        raise ValueError("only published letters are indexed")
    if Passage.objects.filter(version=version).exists():
        return 0
    rows = [(section, text) for section in sections_of(version.frozen_context) for text in section.paragraphs]
    Passage.objects.bulk_create(
        Passage(version=version, order=order, section_code=section.code, heading=section.heading[:300], text=text)
        for order, (section, text) in enumerate(rows)
    )
    return len(rows)
