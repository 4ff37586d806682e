"""`manage.py restore_drill`: whether the newest backup can be restored, tried on a database and a folder made for it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError

from config import env
from core import clock
from core.backups import archive, keys, manifest, restoring, taking
from core.commands import PlainCommand

# Each must end with exit code 0 on the restored database.
SMOKE = (
    ("migrate", "--no-input", "--verbosity", "0"),
    ("check",),
    ("compare_files",),
    ("compare_letters",),
    ("open_pages",),
)
LONGEST = 60 * 60


class Command(PlainCommand):
    help = (
        "Restore the newest backup into a new database and folder, compare everything, try it out, say what would have been lost and "
        "how long it took, and remove it again. Exit code 1 on any difference."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("archive", type=Path, nargs="?", help="default: the newest in BACKUP_DIR")
        parser.add_argument("--identity", default="", metavar="FILE", help="the key (default: this machine's own)")
        parser.add_argument(
            "--server", default="", metavar="URL", help="a database on the server to try on (default: ours)"
        )

    def handle(self, *args: Any, identity: str, server: str, **options: Any) -> None:
        begun = monotonic()
        path: Path | None = options["archive"] or taking.newest(settings.BACKUP_DIR)
        if path is None or not path.is_file():
            raise CommandError(f"There is no backup {path or f'in {settings.BACKUP_DIR}'}.")
        try:
            key = keys.identity(identity)
            with tempfile.TemporaryDirectory(prefix="drill-") as var, drill_database(server, Path(var)) as into:
                done = restoring.restore(path=path, key=key, into=into, files=Path(var) / "files")
                restored = monotonic() - begun
                (Path(var) / "static").symlink_to(settings.STATIC_ROOT)
                lost = self.lost(done, into)
                wrong = [*done.differences, *self.smoke(into, Path(var))]
        except (archive.WrongKey, restoring.CannotRestore, taking.CannotBackUp) as refusal:
            raise CommandError(str(refusal)) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {str(error).strip().splitlines()[0]}") from None
        about = done.about
        guards = ", ".join(
            f"{len(about['schema'].get(kind, []))} {kind}" for kind in ("triggers", "policies", "grants")
        )
        self.stdout.write(
            f"{path.name}: {len(about['tables'])} tables, {done.rows:,} rows, {guards}, {len(about['files']):,} files\n"
            f"Lost if everything were gone now: {lost}\n"
            f"Restored and compared in {restored:.0f} s, tried out in {monotonic() - begun - restored:.0f} s. {len(wrong)} differences."
        )
        if wrong:
            raise CommandError("\n".join(wrong))

    def lost(self, done: restoring.Restored, into: dict[str, Any]) -> str:
        """What was done since the backup, in minutes and in entries of the record where our own database still answers."""
        minutes = (clock.now() - datetime.fromisoformat(done.about["taken_at"])).total_seconds() / 60
        words = f"{minutes:,.0f} minutes"
        try:
            live, then = (self.entries(each) for each in (settings.BACKUP_DATABASE or manifest.ours(), into))
        except DatabaseError:
            return f"{words}; our own database does not answer, so the acts are not counted"
        return f"{words}, {max(0, live - then):,} entries of the record"

    def entries(self, settings_dict: dict[str, Any]) -> int:
        with taking.one_moment(settings_dict) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM audit_entry")
            return int(cursor.fetchone()[0])

    def smoke(self, into: dict[str, Any], var: Path) -> Iterator[str]:
        environment = env.with_settings(
            DATABASE_URL=address(into),
            VAR_DIR=str(var),
            SECRET_KEY=settings.SECRET_KEY,
            REDIS_URL="",
            BACKUP_DATABASE_URL="",
        )
        for command in SMOKE:
            done = subprocess.run(
                [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
                env=environment, capture_output=True, text=True, timeout=LONGEST, check=False,
            )  # fmt: skip
            said = (done.stderr.strip() or done.stdout.strip()).splitlines()
            if done.returncode:
                yield f"{command[0]}: exit code {done.returncode}: {said[-1] if said else 'without a word'}"
            elif done.stdout.strip():
                self.stdout.write(f"{command[0]}: {done.stdout.strip().splitlines()[-1]}")


@contextmanager
def drill_database(server: str, var: Path) -> Iterator[dict[str, Any]]:
    """The settings of an empty database made for the moment, on the given server or ours; on SQLite a file in `var`."""
    if server and not server.startswith(("postgres://", "postgresql://")):
        raise restoring.CannotRestore(
            "The address of a server begins with postgres:// and ends with the name of a database."
        )
    ours = env.env.db_url_config(server) if server else manifest.ours()
    if ours["ENGINE"].endswith("sqlite3"):
        yield ours | {"NAME": str(var / "inspections.sqlite3"), "OPTIONS": {}}
        return
    name = f"restore_drill_{uuid.uuid4().hex[:12]}"
    connection = manifest.connected(ours)
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield ours | {"NAME": name}
        finally:
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    finally:
        connection.close()


def address(database: dict[str, Any]) -> str:
    """A DATABASE_URL."""
    if database["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{database['NAME']}"
    who, password = quote(database.get("USER") or "", safe=""), quote(database.get("PASSWORD") or "", safe="")
    place = f"{who}:{password}@" if password else f"{who}@" if who else ""
    port = f":{database['PORT']}" if database.get("PORT") else ""
    return f"postgres://{place}{quote(database.get('HOST') or '', safe='')}{port}/{database['NAME']}"
