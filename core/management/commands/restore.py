"""`manage.py restore ARCHIVE`: into the empty database of DATABASE_URL and an empty folder, compared with what the archive says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from core.backups import archive, keys, manifest, restoring
from core.commands import PlainCommand


class Command(PlainCommand):
    help = (
        "Restore a backup into the empty database of DATABASE_URL, its files into an empty folder, and compare both with what the "
        "backup says it holds. Exit code 1 on any difference."
    )
    requires_system_checks = ()  # there is no table yet

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path)
        parser.add_argument("--identity", default="", metavar="FILE", help="the key (default: this machine's own)")
        parser.add_argument("--files", type=Path, default=settings.PRIVATE_ROOT, help="default: VAR_DIR/files")

    def handle(self, *args: Any, identity: str, files: Path, **options: Any) -> None:
        path: Path = options["archive"]
        if not path.is_file():
            raise CommandError(f"There is no backup {path}.")
        try:
            done = restoring.restore(path=path, key=keys.identity(identity), into=manifest.ours(), files=files)
        except (archive.WrongKey, restoring.CannotRestore) as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {str(error).strip().splitlines()[0]}") from None
        self.stdout.write(
            f"Restored as of {done.about['taken_at']}: {len(done.about['tables'])} tables, {done.rows:,} rows, "
            f"{len(done.about['files']):,} files. {len(done.differences)} differences."
        )
        if done.differences:
            raise CommandError("\n".join(done.differences))
