"""How long each kind of process waits for the database, so that one lock or one slow query does not hold everybody up."""

from __future__ import annotations

from typing import Any

# Seconds: one statement, one lock, a transaction in which nothing happens. A worker reckons and draws inside transactions.
LIMITS = {"web": (10, 3, 30), "worker": (120, 15, 290), "scheduler": (10, 3, 30)}
CONNECTING = 5  # seconds
# A host that vanished without a word is noticed after this many seconds.
SILENT = 15


def of_database(process: str) -> dict[str, Any]:
    """Options of a PostgreSQL connection. A command run by hand (a migration, an import) may take its time."""
    options: dict[str, Any] = {
        "connect_timeout": CONNECTING,
        "keepalives_idle": SILENT,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "tcp_user_timeout": SILENT * 1000,
    }
    if process in LIMITS:
        statement, lock, idle = (seconds * 1000 for seconds in LIMITS[process])
        options["options"] = (
            f"-c statement_timeout={statement} -c lock_timeout={lock} -c idle_in_transaction_session_timeout={idle}"
        )
    return options
