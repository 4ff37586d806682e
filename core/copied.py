"""A column that always holds what a column of its parent row holds, kept so by the database itself on both databases.

For what is looked up by the parent's column and must be found by one index. Rows from before the triggers get theirs once touched, in a
migration of its own: `UPDATE table SET key = key`. A later migration that makes one of these tables again on SQLite loses its triggers,
and one that makes the parent again stops at them: both must drop first and create anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper


@dataclass(frozen=True)
class Copied:
    """`column` of `table` is that of the row in `parent` to which `key` leads. A migration runs `create(schema_editor.connection)`,
    and `drop` on the way back."""

    table: str
    key: str
    parent: str
    column: str

    @property
    def name(self) -> str:
        return f"{self.table}_{self.column}_copied"

    def create(self, connection: BaseDatabaseWrapper) -> None:
        self._run(connection, self._postgresql() if connection.vendor == "postgresql" else self._sqlite())

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        on_table, on_parent = (
            (f" ON {self.table}", f" ON {self.parent}") if connection.vendor == "postgresql" else ("", "")
        )
        names = [f"{self.name}{on_table}", f"{self.name}_down{on_parent}"]
        if connection.vendor != "postgresql":
            names.append(f"{self.name}_again")
        self._run(connection, (f"DROP TRIGGER IF EXISTS {name}" for name in names))

    def _of(self, row: str) -> str:
        return f"(SELECT up.{self.column} FROM {self.parent} up WHERE up.id = {row}.{self.key})"  # noqa: S608  (names of our own tables)

    def _down(self) -> str:
        return f"UPDATE {self.table} SET {self.column} = NEW.{self.column} WHERE {self.key} = NEW.id"  # noqa: S608

    def _sqlite(self) -> Iterator[str]:
        again = f"UPDATE {self.table} SET {self.column} = {self._of('NEW')} WHERE id = NEW.id"  # noqa: S608
        yield f"CREATE TRIGGER {self.name} AFTER INSERT ON {self.table} BEGIN {again}; END"
        yield (
            f"CREATE TRIGGER {self.name}_again AFTER UPDATE OF {self.key}, {self.column} ON {self.table} "
            f"WHEN NEW.{self.column} IS NOT {self._of('NEW')} BEGIN {again}; END"
        )
        yield (
            f"CREATE TRIGGER {self.name}_down AFTER UPDATE OF {self.column} ON {self.parent} "
            f"WHEN NEW.{self.column} IS NOT OLD.{self.column} BEGIN {self._down()}; END"
        )

    def _postgresql(self) -> Iterator[str]:
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN NEW.{self.column} := {self._of('NEW')}; RETURN NEW; END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name} BEFORE INSERT OR UPDATE OF {self.key}, {self.column} ON {self.table} "
            f"FOR EACH ROW EXECUTE FUNCTION {self.name}()"
        )
        yield (
            f"CREATE OR REPLACE FUNCTION {self.name}_down() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN {self._down()}; RETURN NULL; END $$"
        )
        yield (
            f"CREATE TRIGGER {self.name}_down AFTER UPDATE OF {self.column} ON {self.parent} "
            f"FOR EACH ROW WHEN (NEW.{self.column} IS DISTINCT FROM OLD.{self.column}) EXECUTE FUNCTION {self.name}_down()"
        )

    @staticmethod
    def _run(connection: BaseDatabaseWrapper, statements: Iterator[str] | list[str]) -> None:
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)
