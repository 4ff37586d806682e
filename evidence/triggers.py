"""The database's own refusal to change what happened to a safeguarding concern, for both databases.

Only changes are refused here: rows are kept by the model, so that a test database can be emptied.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "evidence_safeguardingentry"
MESSAGE = "what happened to a safeguarding concern is never changed"

SQLITE = {
    "create": [
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END",
    ],
    "drop": [f"DROP TRIGGER IF EXISTS {TABLE}_frozen"],
}
POSTGRESQL = {
    "create": [
        "CREATE OR REPLACE FUNCTION evidence_safeguarding_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        f"CREATE TRIGGER {TABLE}_frozen BEFORE UPDATE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION evidence_safeguarding_refuse()",
    ],
    "drop": [f"DROP TRIGGER IF EXISTS {TABLE}_frozen ON {TABLE}"],
}


def run(connection: BaseDatabaseWrapper, act: str) -> None:
    """`act` is "create" or "drop"."""
    with connection.cursor() as cursor:
        for sql in (POSTGRESQL if connection.vendor == "postgresql" else SQLITE)[act]:
            cursor.execute(sql)
