"""The database's own refusal to change the letter's words in a plan, a submission or a decision, for both databases.

Only changes are refused here: rows are kept by the models and by protected foreign keys, so that a test database can be emptied.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

# table: the columns that never change, or none when no column does. The items' list is that of improvement.models.item.LOCKED.
FROZEN: dict[str, tuple[str, ...]] = {
    "improvement_planitem": ("plan_id", "finding_id", "order", "text", "points", "closing", "responsible_bodies"),
    "improvement_plansubmission": (),
    "improvement_plandecision": (),
}
MESSAGE = "the words of a letter, a submission or a decision are never changed"


def _changed(columns: tuple[str, ...], differs: str) -> str:
    return " OR ".join(f'NEW."{column}" {differs} OLD."{column}"' for column in columns)


def _sqlite(table: str, columns: tuple[str, ...]) -> str:
    when = f"WHEN {_changed(columns, 'IS NOT')} " if columns else ""
    return f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} {when}BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"


def _postgresql(table: str, columns: tuple[str, ...]) -> str:
    when = f"WHEN ({_changed(columns, 'IS DISTINCT FROM')}) " if columns else ""
    return f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} FOR EACH ROW {when}EXECUTE FUNCTION improvement_refuse()"


def create(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION improvement_refuse() RETURNS trigger LANGUAGE plpgsql AS "
                f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$"
            )
        for table, columns in FROZEN.items():
            cursor.execute((_postgresql if connection.vendor == "postgresql" else _sqlite)(table, columns))


def drop(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for table in FROZEN:
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen{on_table}")
