"""Who may open a backup, from the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from core.backups import archive


def recipients() -> list[Any]:
    """From BACKUP_RECIPIENTS; on one machine for trying out, a key is made in VAR_DIR. Raises archive.WrongKey with a sentence."""
    if settings.BACKUP_RECIPIENTS:
        return [archive.recipient(words) for words in settings.BACKUP_RECIPIENTS]
    if settings.BACKUP_OWN_KEY is None:
        raise archive.WrongKey(
            "Set BACKUP_RECIPIENTS: nobody could open this backup. manage.py backup_key makes a key."
        )
    if not settings.BACKUP_OWN_KEY.exists():
        archive.make_identity(settings.BACKUP_OWN_KEY)
    return [archive.identity(settings.BACKUP_OWN_KEY).to_public()]


def identity(given: str) -> Any:
    """The key in the file that was given, or this machine's own. Raises archive.WrongKey with a sentence."""
    path = Path(given) if given else settings.BACKUP_OWN_KEY
    if path is None:
        raise archive.WrongKey("Give the file of the key: --identity FILE.")
    return archive.identity(path)
