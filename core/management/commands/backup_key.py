"""`manage.py backup_key FILE`: a key that opens backups, and the recipient to set."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.backups import archive
from core.commands import PlainCommand


class Command(PlainCommand):
    help = "Make the key that opens backups in a new file. Keep it away from the machines that write backups."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            made = archive.make_identity(file)
        except FileExistsError:
            raise CommandError(f"{file} is there already, and a key is never written over.") from None
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"BACKUP_RECIPIENTS={made}")
