"""How much one person, and one partnership, may have in the store."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Sum

from core.file_kinds import MEGABYTE, NotTaken
from core.models import StoredFile


def require_room(*, by: Any, place: str, size: int) -> None:
    """Raises NotTaken when this file would be too much. Uploads of one person, and of one place, are counted one after the other."""
    get_user_model().objects.select_for_update().filter(pk=by.pk).first()
    if _held(given_by=by) + size > settings.FILES_PER_PERSON:
        raise NotTaken(
            f"is more than you may keep: a person may keep {_words(settings.FILES_PER_PERSON)} of files. Nothing was kept"
        )
    if not place:
        return
    if connection.vendor == "postgresql":  # on SQLite one writes at a time anyway
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"files of {place}"])
    if _held(place=place) + size > settings.FILES_PER_PLACE:
        raise NotTaken(
            f"is more than the partnership may keep: {_words(settings.FILES_PER_PLACE)} of files. Nothing was kept"
        )


def _held(**of: Any) -> int:
    counted = StoredFile.objects.filter(**of).exclude(standing=StoredFile.Standing.REFUSED).exclude(kind="zip")
    return counted.aggregate(total=Sum("size"))["total"] or 0


def _words(size: int) -> str:
    return f"{size // MEGABYTE:,}MB"
