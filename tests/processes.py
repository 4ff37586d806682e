"""Looking at processes of this machine through /proc, waiting with a deadline, and a database of one's own for `manage.py`."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

import psycopg2

from config import env


def wait_until(there: Callable[[], object], *, seconds: float, what: str) -> None:
    """Look every 50 ms; AssertionError naming `what` after the deadline."""
    pause = threading.Event()
    deadline = monotonic() + seconds
    while not there():
        assert monotonic() < deadline, f"{what}: not within {seconds:.0f} seconds"
        pause.wait(0.05)


def carrying(mark: str) -> dict[int, str]:
    """Every live process whose environment holds `mark`: its id and its command line. Zombies are not alive."""
    found = {}
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            if f"{mark}\0".encode() not in (folder / "environ").read_bytes():
                continue
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if state not in "ZX":
                found[int(folder.name)] = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode()
        except (FileNotFoundError, ProcessLookupError, PermissionError):
            continue
    return found


@contextmanager
def own_database() -> Iterator[str]:
    """The DATABASE_URL of an empty database: on PostgreSQL one made for the moment, else the default of a VAR_DIR (empty)."""
    if not env.DATABASE_URL.startswith("postgres"):
        yield ""
        return
    name = f"own_{uuid.uuid4().hex[:12]}"
    sql(f"CREATE DATABASE {name}")
    try:
        yield f"{env.DATABASE_URL.rpartition('/')[0]}/{name}"
    finally:
        sql(f"DROP DATABASE {name} WITH (FORCE)")


def sql(statement: str) -> None:
    """On PostgreSQL, outside the test's own database and transaction."""
    connection = psycopg2.connect(env.DATABASE_URL)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()
