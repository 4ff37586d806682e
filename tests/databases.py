"""A database in which every migration has run, made once: each test process starts from a copy of it.

It is kept (on SQLite in var/test_databases, on PostgreSQL as a database of its own) for as long as the migrations, and the modules
they import, are the same. `python -m tests.databases`, with which `bin/test` begins, makes it anew whatever is kept.
"""

from __future__ import annotations

import ast
import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
import psycopg2

from config import env

ROOT = Path(__file__).resolve().parent.parent
KEPT = ROOT / "var" / "test_databases"
ON_POSTGRES = env.DATABASE_URL.startswith("postgres")
# Two checkouts on one machine may test at the same time.
CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:12]


def migrated(*, anew: bool = False) -> str:
    """The name (on SQLite the path) of a database with every migration, which is not to be written to."""
    KEPT.mkdir(parents=True, exist_ok=True)
    name = f"migrated_{CHECKOUT}_{_digest()}"
    with _one_at_a_time():
        if ON_POSTGRES:
            if anew or name not in _databases():
                _migrate_on_postgres(name)
            return name
        path = KEPT / f"{name}.sqlite3"
        if anew or not path.exists():
            _migrate_on_sqlite(path)
        return str(path)


def copy_on_postgres(name: str) -> None:
    """A new database of that name."""
    sql(f"CREATE DATABASE {name} TEMPLATE {migrated()}")


def copy_on_sqlite(to: str | Path) -> sqlite3.Connection:
    """Fill an empty database, in a file or in memory; the caller closes it."""
    source, target = sqlite3.connect(migrated()), sqlite3.connect(to, uri=True)
    source.backup(target)
    source.close()
    return target


def start_tests_from_a_copy(connection: Any) -> None:
    """Django makes its test database as always, but finds nothing left to migrate in it."""
    if ON_POSTGRES:
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated()
        return
    make = connection.creation._create_test_db

    def make_filled(*args: Any, **options: Any) -> str:
        name: str = make(*args, **options)
        # A database in memory lasts for as long as somebody is connected to it: until the process ends.
        connection.creation.kept = copy_on_sqlite(name)
        return name

    connection.creation._create_test_db = make_filled


def sql(statement: str) -> list[tuple[Any, ...]]:
    """On PostgreSQL, outside the test's own database and transaction."""
    connection = psycopg2.connect(env.DATABASE_URL)
    try:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
    finally:
        connection.close()


def _digest() -> str:
    """Of every migration and each module of ours that one imports."""
    migrations = sorted(ROOT.glob("*/migrations/*.py"))
    modules = {name for path in migrations for name in _imported(path)}
    files = [ROOT / f"{name.replace('.', '/')}.py" for name in sorted(modules)]
    found = hashlib.sha256(django.__version__.encode())
    for path in (*migrations, *(path for path in files if path.exists())):
        found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:12]


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    with (KEPT / ("postgres.lock" if ON_POSTGRES else "sqlite.lock")).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _migrate(url: str) -> None:
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "config.settings_for_tests"}
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, env=os.environ | settings, check=True)


def _migrate_on_sqlite(path: Path) -> None:
    for old in KEPT.glob("*.sqlite3*"):
        old.unlink()
    made = path.with_suffix(".unfinished")
    made.unlink(missing_ok=True)
    _migrate(f"sqlite:///{made}")
    # What is kept is one file, that any number may read; what is copied from it chooses its own journal.
    connection = sqlite3.connect(made)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    shutil.move(made, path)


def _databases() -> set[str]:
    return {name for (name,) in sql(f"SELECT datname FROM pg_database WHERE datname LIKE 'migrated_{CHECKOUT}_%'")}


def _migrate_on_postgres(name: str) -> None:
    for old in _databases():
        sql(f"DROP DATABASE {old} WITH (FORCE)")
    made = f"migrated_{CHECKOUT}_unfinished"
    sql(f"CREATE DATABASE {made}")
    _migrate(f"{env.DATABASE_URL.rpartition('/')[0]}/{made}")
    sql(f"ALTER DATABASE {made} RENAME TO {name}")


if __name__ == "__main__":
    migrated(anew=True)
