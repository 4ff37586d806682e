"""Looking at processes of this machine through /proc, waiting with a deadline, and a database of one's own for `manage.py`."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic

from config import env
from tests import databases


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
def own_database(filled: Path | None = None) -> Iterator[str]:
    """The DATABASE_URL of a database made for the moment; on SQLite it is empty, for the default of a VAR_DIR.

    The database is empty too, unless its VAR_DIR is given as `filled`: then every migration has run.
    """
    if not databases.ON_POSTGRES:
        if filled:
            databases.copy_on_sqlite(filled / "inspections.sqlite3").close()
        yield ""
        return
    name = f"own_{uuid.uuid4().hex[:12]}"
    if filled:
        databases.copy_on_postgres(name)
    else:
        databases.sql(f"CREATE DATABASE {name}")
    try:
        yield f"{env.DATABASE_URL.rpartition('/')[0]}/{name}"
    finally:
        databases.sql(f"DROP DATABASE {name} WITH (FORCE)")
