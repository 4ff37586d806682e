"""For tests that empty the database between cases: the triggers step aside and come back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from audit import chain


@contextmanager
def unlocked(*, unlinked: bool = False) -> Iterator[None]:
    """Nothing refuses a change; with `unlinked`, what is added gets no link either."""
    sets = [chain.REFUSING, *([chain.LINKING] if unlinked else [])]
    for which in sets:
        chain.run(connection, which, "drop")
    try:
        yield
    finally:
        for which in sets:
            chain.run(connection, which, "create")
