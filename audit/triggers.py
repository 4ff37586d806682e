"""The first refusal of the database to change an audit entry, as migration 0002 made it; `audit.chain` has the one in force."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "audit_entry"

SQLITE = {
    "create": [
        f"CREATE TRIGGER audit_entry_no_{act.lower()} BEFORE {act} ON {TABLE} "
        "BEGIN SELECT RAISE(ABORT, 'audit entries are never changed or removed'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "drop": [f"DROP TRIGGER IF EXISTS audit_entry_no_{act}" for act in ("update", "delete")],
}
POSTGRESQL = {
    "create": [
        "CREATE OR REPLACE FUNCTION audit_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit entries are never changed or removed'; END $$",
        f"CREATE TRIGGER audit_entry_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION audit_entry_refuse()",
        f"CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON {TABLE} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_entry_refuse()",
    ],
    "drop": [
        f"DROP TRIGGER IF EXISTS audit_entry_no_change ON {TABLE}",
        f"DROP TRIGGER IF EXISTS audit_entry_no_truncate ON {TABLE}",
    ],
}


def statements(connection: BaseDatabaseWrapper, act: str) -> list[str]:
    """The SQL that creates ("create") or drops ("drop") the triggers on this connection's database."""
    return (POSTGRESQL if connection.vendor == "postgresql" else SQLITE)[act]


def run(connection: BaseDatabaseWrapper, act: str) -> None:
    with connection.cursor() as cursor:
        for sql in statements(connection, act):
            cursor.execute(sql)
