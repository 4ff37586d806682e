"""Telling somebody that a file they gave was refused by its virus check."""

from __future__ import annotations

from accounts.services.notices import notify
from core import outbox
from core.models import OutboxRow, StoredFile
from core.quarantine import REFUSED


@outbox.handler(REFUSED)
def tell_giver(row: OutboxRow) -> None:
    stored = StoredFile.objects.select_related("given_by").get(pk=row.payload["file"])
    notify(
        person=stored.given_by,
        kind="file_refused",
        key=f"file_refused:{stored.pk}",
        subject="A file you gave was refused by its virus check",
        body=f"{stored.name} was deleted and nobody can open it. Check it where it came from, and give a clean copy.",
    )
