"""For tests that empty the database between cases: SQLite's triggers step aside (PostgreSQL empties tables without asking them)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from timetable import triggers


@contextmanager
def unlocked() -> Iterator[None]:
    if connection.vendor == "postgresql":
        yield
        return
    triggers.run(connection, "drop")
    try:
        yield
    finally:
        triggers.run(connection, "create")
