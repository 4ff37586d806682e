"""The database's own refusal to change or remove a released version, for both databases."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "timetable_release"
MESSAGE = "a released version of a timetable is never changed or removed"
SQLITE = {
    "create": [
        f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        for act in ("UPDATE", "DELETE")
    ],
    "drop": [f"DROP TRIGGER IF EXISTS {TABLE}_no_{act}" for act in ("update", "delete")],
}
POSTGRESQL = {
    "create": [
        "CREATE OR REPLACE FUNCTION timetable_release_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION timetable_release_refuse()",
    ],
    "drop": [f"DROP TRIGGER IF EXISTS {TABLE}_no_change ON {TABLE}"],
}


def run(connection: BaseDatabaseWrapper, act: str) -> None:
    """Create ("create") or drop ("drop") the triggers on this connection's database."""
    with connection.cursor() as cursor:
        for sql in (POSTGRESQL if connection.vendor == "postgresql" else SQLITE)[act]:
            cursor.execute(sql)
