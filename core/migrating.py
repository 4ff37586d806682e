"""Migrations on a database that people are working with: a migration waits for a lock for half a second at most, then lets others by.

Without that limit, a change of a table that waits behind one long report makes everybody who comes after it wait as well.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from django.core.management import call_command
from django.db import OperationalError, connection

LOCK_TIMEOUT = "500ms"
TRIES = 60
LONGEST_PAUSE = 5.0  # seconds
NOT_AVAILABLE = "55P03"  # PostgreSQL's code for a lock that was not to be had in time


def migrate(*, say: Callable[[str], None] = lambda words: None) -> None:
    """Every migration that is due; each is whole or not at all, so after a lock that was not to be had it goes on where it was."""
    for number in range(1, TRIES + 1):
        try:
            with_limit()
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != NOT_AVAILABLE or number == TRIES:
                raise
            say(f"A table is in use; try {number + 1} of {TRIES}")
            threading.Event().wait(min(0.2 * number, LONGEST_PAUSE))
        else:
            return


def with_limit() -> None:
    """`migrate`, with the limit on this connection."""
    if connection.vendor != "postgresql":
        call_command("migrate", interactive=False, verbosity=0)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('lock_timeout')")
        before = cursor.fetchone()[0]
        cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
    try:
        call_command("migrate", interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{before}'")
