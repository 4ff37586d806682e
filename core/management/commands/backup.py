"""`manage.py backup`: database and files in one encrypted archive."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from core import clock
from core.backups import archive, keys, taking
from core.commands import PlainCommand


class Command(PlainCommand):
    help = (
        "Write one encrypted archive of the database and the files into BACKUP_DIR. Exit code 1 when nothing was written, or when "
        "a file that the database names is missing or damaged (the archive then holds the rest and says so)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--into", type=Path, default=settings.BACKUP_DIR, help="a folder (default BACKUP_DIR)")
        parser.add_argument(
            "--newest-within",
            type=int,
            metavar="HOURS",
            help="take none; exit code 1 when the newest is older than this",
        )

    def handle(self, *args: Any, into: Path, newest_within: int | None, **options: Any) -> None:
        if newest_within is not None:
            self.say_age(into, newest_within)
            return
        begun = monotonic()
        try:
            into.mkdir(parents=True, exist_ok=True, mode=0o700)
            taken = taking.take(into=into, recipients=keys.recipients())
        except (archive.WrongKey, taking.CannotBackUp) as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {str(error).strip().splitlines()[0]}") from None
        except OSError as error:
            raise CommandError(f"The backup could not be written: {error}.") from None
        size = taken.path.stat().st_size / 1024 / 1024
        self.stdout.write(
            f"{taken.path}: {taken.tables} tables, {taken.rows:,} rows, {taken.files:,} files, "
            f"{size:,.1f} MB in {monotonic() - begun:.0f} s"
        )
        if taken.faults:
            raise CommandError("\n".join(f"The file {fault}." for fault in taken.faults))

    def say_age(self, into: Path, hours: int) -> None:
        path = taking.newest(into)
        if path is None:
            raise CommandError(f"There is no backup in {into}.")
        age = (clock.now().timestamp() - path.stat().st_mtime) / 3600
        if age > hours:
            raise CommandError(f"The newest backup, {path.name}, is {age:.0f} hours old.")
        self.stdout.write(f"The newest backup, {path.name}, is {age:.0f} hours old.")
