"""Taking a backup: the database as of one moment, counted in the same moment, and every file that its rows name."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from core import clock
from core.backups import archive, manifest

README = """A backup of the area SEND inspections, as one tar inside age encryption (https://age-encryption.org/v1).

By hand:   age --decrypt --identity KEY this.tar.age | tar -x
manifest.json   when it was taken; rows and SHA-256 of every table; triggers, policies and grants; SHA-256 of every file
database.dump   for pg_restore (PostgreSQL), or database.sqlite3
files/          the folder `files` of VAR_DIR

With the product:   manage.py restore ARCHIVE --identity KEY --files FOLDER   into the empty database of DATABASE_URL
"""
# What keeps a web request short must not end a backup that is under way.
LIMITS = ("statement_timeout", "idle_in_transaction_session_timeout", "lock_timeout")
LONGEST = 6 * 60 * 60  # seconds for pg_dump or pg_restore


class CannotBackUp(Exception):
    """Nothing was written; the message is a whole sentence."""


@dataclass(frozen=True)
class Taken:
    path: Path
    rows: int
    tables: int
    files: int
    faults: tuple[str, ...]  # files that a row names and that are missing or damaged; the rest is in the archive


def take(*, into: Path, recipients: list[Any], source: dict[str, Any] | None = None) -> Taken:
    """Write one archive into the folder `into`. The database is `source`, by default the one of this process."""
    if not recipients:
        raise CannotBackUp("Nobody could open this backup: give at least one recipient.")
    source = source or settings.BACKUP_DATABASE or manifest.ours()
    taken_at = clock.now()
    path = into / f"inspections-{taken_at:%Y%m%dT%H%M%S}{taken_at.microsecond:06d}Z{archive.ENDING}"
    with tempfile.TemporaryDirectory(prefix="backup-") as folder:
        dump, counts, files = _database(source, Path(folder))
        root = Path(settings.PRIVATE_ROOT)
        good, faults = _looked_at(root, files, source)
        about = {
            "format": manifest.FORMAT,
            "taken_at": taken_at.isoformat(),
            "engine": manifest.kind_of(source),
            "database": {"name": dump.name, "size": dump.stat().st_size, "sha256": sha256(dump)},
            "files": good,
            "missing_files": faults,
            **counts,
        }
        try:
            with archive.writing(path, recipients) as tar:
                archive.add_bytes(tar, "README.txt", README.encode())
                archive.add_bytes(tar, "manifest.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
                with dump.open("rb") as content:
                    archive.add(tar, dump.name, about["database"]["size"], content)
                for stored_as, expected in good.items():
                    _add_file(tar, root, stored_as, expected["size"])
        except OSError as error:
            raise CannotBackUp(f"The backup could not be written: {error}.") from None
    rows = sum(table["rows"] for table in counts["tables"].values())
    return Taken(path, rows, len(counts["tables"]), len(good), tuple(faults))


def newest(folder: Path) -> Path | None:
    found = sorted(folder.glob(f"inspections-*{archive.ENDING}")) if folder.is_dir() else []
    return found[-1] if found else None


def sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def run(name: str, settings_dict: dict[str, Any], *arguments: str) -> None:
    """A client program of PostgreSQL on a database, its password out of sight of other users. CannotBackUp with its last words."""
    program = shutil.which(name)
    if not program:
        raise CannotBackUp(f"{name} is not installed here (Debian: postgresql-client).")
    given, environment = DatabaseClient.settings_to_cmd_args_env({"OPTIONS": {}} | settings_dict, [])
    *options, database = given[1:]
    command = [program, *options, f"--dbname={database}", "--no-password", *arguments]
    try:
        done = subprocess.run(
            command, env={"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"} | (environment or {}),
            capture_output=True, text=True, timeout=LONGEST, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise CannotBackUp(f"{name} was not done after {LONGEST // 3600} hours.") from None
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()]
        raise CannotBackUp(f"{name} ended with code {done.returncode}: {said[0] if said else 'without a word'}")


@contextmanager
def one_moment(source: dict[str, Any]) -> Iterator[BaseDatabaseWrapper]:
    """A connection whose every look is at the same moment of the database."""
    connection = manifest.connected(source)
    try:
        connection.ensure_connection()
        if connection.vendor == "postgresql":
            connection.connection.set_session(isolation_level="REPEATABLE READ", readonly=True, autocommit=False)
            with connection.cursor() as cursor:
                for limit in LIMITS:
                    cursor.execute(f"SET LOCAL {limit} = 0")
        yield connection
    finally:
        connection.close()


def _database(source: dict[str, Any], folder: Path) -> tuple[Path, dict[str, Any], list[tuple[str, str, int]]]:
    """The dump, what was counted, and the files its rows name."""
    if source["ENGINE"].endswith("sqlite3"):
        return _sqlite(source, folder)
    dump = folder / "database.dump"
    with one_moment(source) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        moment = cursor.fetchone()[0]
        left_out = [f"--exclude-table-data={name}" for name in manifest.LEFT_OUT]
        run("pg_dump", source, "--format=custom", f"--snapshot={moment}", *left_out, f"--file={dump}")
        return dump, manifest.counted(connection), _named(cursor)


def _sqlite(source: dict[str, Any], folder: Path) -> tuple[Path, dict[str, Any], list[tuple[str, str, int]]]:
    dump = folder / "database.sqlite3"
    live, copy = (
        sqlite3.connect(str(source["NAME"]), uri=str(source["NAME"]).startswith("file:")),
        sqlite3.connect(dump),
    )
    try:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        there = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for name in there.intersection(manifest.LEFT_OUT):
            copy.execute(f'DELETE FROM "{name}"')  # noqa: S608  (a name of ours)
        copy.commit()
        copy.execute("VACUUM")  # what was deleted is not in the pages either
    finally:
        live.close()
        copy.close()
    with one_moment(source | {"NAME": str(dump), "OPTIONS": {}}) as connection, connection.cursor() as cursor:
        return dump, manifest.counted(connection), _named(cursor)


def _named(cursor: Any) -> list[tuple[str, str, int]]:
    cursor.execute("SELECT DISTINCT stored_as, sha256, size FROM core_storedfile ORDER BY stored_as")
    return list(cursor.fetchall())


def _looked_at(
    root: Path, files: list[tuple[str, str, int]], source: dict[str, Any]
) -> tuple[dict[str, Any], list[str]]:
    """Those that are as their row says, and a line for each that is not; a file forgotten since the dump began is neither."""
    good, wrong = {}, {}
    for stored_as, digest, size in files:
        try:
            same = sha256(root / stored_as) == digest
        except OSError:
            same = False
        if same:
            good[stored_as] = {"sha256": digest, "size": size}
        else:
            wrong[stored_as] = "is missing" if not (root / stored_as).is_file() else "is not what was given"
    if wrong:
        with one_moment(source) as connection, connection.cursor() as cursor:
            now = {stored_as for stored_as, _, _ in _named(cursor)}
        wrong = {name: words for name, words in wrong.items() if name in now}
    return good, [f"{name} {words}" for name, words in wrong.items()]


def _add_file(tar: tarfile.TarFile, root: Path, stored_as: str, size: int) -> None:
    with (root / stored_as).open("rb") as content:
        archive.add(tar, f"files/{stored_as}", size, content)
