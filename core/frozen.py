"""Rows, or columns of a row, that are written once: refused by the models, and by the database itself on both databases.

Only changes are refused by the database: rows are kept by the models and by protected foreign keys, so that a test database can be
emptied. A later migration that makes one of these tables again on SQLite loses its trigger: it must drop and create anew.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper


class Frozen(Exception):
    """Something that was fixed when it was written was about to be changed or removed."""


class FrozenQuerySet(models.QuerySet[Any]):
    """For a table whose rows are never changed or removed."""

    def _refuse(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen(f"A {self.model._meta.verbose_name} is never changed or removed")

    update = delete = bulk_update = _refuse


class FrozenModel(models.Model):
    """A row that is never changed or removed. Its table belongs in a FrozenRows of its application too."""

    objects = FrozenQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen(f"A {self._meta.verbose_name} is never changed or removed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen(f"A {self._meta.verbose_name} is never changed or removed")


@dataclass(frozen=True)
class Columns:
    """`never` change after the row is written; `once` are set once and never changed again. Both empty: no column changes."""

    never: tuple[str, ...] = ()
    once: tuple[str, ...] = ()

    def touched(self, differs: str) -> str:
        """The SQL condition under which an update touches one of them; empty when every update does."""
        found = [f'NEW."{column}" {differs} OLD."{column}"' for column in self.never]
        found += [f'(OLD."{column}" IS NOT NULL AND NEW."{column}" {differs} OLD."{column}")' for column in self.once]
        return " OR ".join(found)


@dataclass(frozen=True)
class FrozenRows:
    """What the database refuses to change: {table: its columns}, with the words it refuses in.

    A migration runs `create(schema_editor.connection)`, and `drop` on the way back. `function` names the one PostgreSQL calls.
    """

    function: str
    message: str
    tables: Mapping[str, Columns]

    def create(self, connection: BaseDatabaseWrapper) -> None:
        statements = self._postgresql() if connection.vendor == "postgresql" else self._sqlite()
        with connection.cursor() as cursor:
            for sql in statements:
                cursor.execute(sql)

    def drop(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            for table in self.tables:
                on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_frozen{on_table}")

    def _sqlite(self) -> Iterator[str]:
        for table, columns in self.tables.items():
            touched = columns.touched("IS NOT")
            when = f"WHEN {touched} " if touched else ""
            yield (
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
                f"{when}BEGIN SELECT RAISE(ABORT, '{self.message}'); END"
            )

    def _postgresql(self) -> Iterator[str]:
        yield (
            f"CREATE OR REPLACE FUNCTION {self.function}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{self.message}'; END $$"
        )
        for table, columns in self.tables.items():
            touched = columns.touched("IS DISTINCT FROM")
            when = f"WHEN ({touched}) " if touched else ""
            yield (
                f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} "
                f"FOR EACH ROW {when}EXECUTE FUNCTION {self.function}()"
            )
