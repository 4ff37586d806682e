"""Taking the words out of an entry that should never have held them: who did what and when stays, and so does the chain."""

from __future__ import annotations

import json

from django.db import connection, transaction
from django.utils import timezone

from audit.chain import GONE, WORDS, word_digest, words_sql
from audit.models import Entry, Redaction


@transaction.atomic
def redact(*, entry: Entry, why: str) -> bool:
    """Remove the words of one entry for good. False when that was done before. The caller records its own act."""
    if Redaction.objects.filter(entry_id=entry.pk).exists():
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT salt, {', '.join(words_sql(connection.vendor, 'audit_entry'))} FROM audit_entry WHERE id = %s",  # noqa: S608
            [entry.pk],
        )
        salt, *words = cursor.fetchone()
        digests = {name: word_digest(salt, text) for name, text in zip(WORDS, words, strict=True)}
        Redaction.objects.create(entry_id=entry.pk, why=why, at=timezone.now(), **digests)
        cursor.execute(
            "UPDATE audit_entry SET subject_label = %s, changes = %s, reason = %s, salt = '' WHERE id = %s",
            [GONE, json.dumps({}), GONE if entry.reason else "", entry.pk],
        )
    return True
