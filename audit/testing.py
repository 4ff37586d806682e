"""For tests that empty the database between cases: the triggers step aside and come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from audit import triggers


@contextmanager
def unlocked() -> Iterator[None]:
    triggers.run(connection, "drop")
    try:
        yield
    finally:
        triggers.run(connection, "create")
