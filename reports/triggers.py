"""The database's own refusal to change a frozen letter or its Easy Read summary, for both databases.

Only changes are refused here: rows are kept by the models and by protected foreign keys, so that a test database can be emptied.
A later migration that makes one of these tables again on SQLite loses its trigger: it must drop and create as 0006 does.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

# table: (columns that never change, columns that are set once)
FROZEN: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "reports_letterversion": (
        ("letter_id", "number", "context", "context_sha256", "template", "fragment", "made_at", "made_by_id", "imported_from"),
        ("pdf", "pdf_sha256", "published_at"),
    ),
    "reports_easyreadversion": (
        ("version_id", "content", "content_sha256", "template", "fragment"),
        ("pdf", "pdf_sha256"),
    ),
}  # fmt: skip
MESSAGE = "a frozen version of a letter is never changed"


def _changed(table: str, differs: str) -> str:
    never, once = FROZEN[table]
    touched = [f'NEW."{column}" {differs} OLD."{column}"' for column in never]
    touched += [f'(OLD."{column}" IS NOT NULL AND NEW."{column}" {differs} OLD."{column}")' for column in once]
    return " OR ".join(touched)


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
            )
        for table in FROZEN:
            if connection.vendor == "postgresql":
                how = f"FOR EACH ROW WHEN ({_changed(table, 'IS DISTINCT FROM')}) EXECUTE FUNCTION reports_refuse()"
            else:
                how = f"WHEN {_changed(table, 'IS NOT')} BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
            cursor.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} {how}")


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in FROZEN:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen{on_table}")
