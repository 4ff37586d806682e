"""Migrations on a database that people are working with: a migration waits for a lock for half a second at most, then lets others by.

Without that limit, a change of a table that waits behind one long report makes everybody who comes after it wait as well. What is done
outside a transaction (an index built beside the work of others) stands in nobody's way and waits as long as it must.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddIndex
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import CreateModel

LOCK_TIMEOUT = "500ms"
TRIES = 60
LONGEST_PAUSE = 5.0  # seconds
NOT_AVAILABLE = "55P03"  # PostgreSQL's code for a lock that was not to be had in time


def migrate(*, say: Callable[[str], None] = lambda words: None) -> None:
    """Every migration that is due; each is whole or not at all, so after a kill, or a lock not to be had, it goes on."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if connection.vendor != "postgresql" or not executor.loader.applied_migrations:
        call_command("migrate", interactive=False, verbosity=0)  # nobody works with it
        return
    for migration, _ in plan:
        one(migration, say)
    call_command("migrate", interactive=False, verbosity=0)  # what stands after the last: content types, permissions


def refuse_half_a_history(loader: MigrationLoader) -> None:
    """A database with some of the migrations that one here replaces, and not all: Django would pass its application over."""
    halves = sorted(app for app, name in loader.replacements if (app, name) not in loader.graph.nodes)
    if halves:
        raise CommandError(
            f"This database lacks the last migrations of an earlier version, in {', '.join(halves)}: "
            "bring it to the end of that version first (docs/operations.md, Upgrading)."
        )


def one(migration: Any, say: Callable[[str], None]) -> None:
    for number in range(1, TRIES + 1):
        try:
            with_limits(migration)
        except OperationalError as error:
            if getattr(error.__cause__, "pgcode", "") != NOT_AVAILABLE or number == TRIES:
                raise
            say(f"A table is in use; try {number + 1} of {TRIES}")
            threading.Event().wait(min(0.2 * number, LONGEST_PAUSE))
        else:
            return


def with_limits(migration: Any) -> None:
    limits = {"lock_timeout": LOCK_TIMEOUT if migration.atomic else "0", "statement_timeout": "0"}
    with connection.cursor() as cursor:
        before = {name: _set(cursor, name, value) for name, value in limits.items()}
    try:
        call_command("migrate", migration.app_label, migration.name, interactive=False, verbosity=0)
    finally:
        with connection.cursor() as cursor:
            for name, value in before.items():
                _set(cursor, name, value)


def _set(cursor: Any, name: str, value: str) -> str:
    """Set a setting of this connection; returns what it was."""
    cursor.execute("SELECT current_setting(%s), set_config(%s, %s, false)", [name, name, value])
    before: str = cursor.fetchone()[0]
    return before


class CreateTables(Operation):
    """All tables of an application in one step, for the migration it starts with (docs/adr/0019).

    Django makes the models of its own anew for each `CreateModel`, and as nearly all of ours lead to a person, that is nearly all of
    them each time: half a minute for an empty database. Here they are made once. What PostgreSQL leaves to the end (foreign keys,
    indexes) is done at once too, so that Django writes the migration down inside its transaction: a kill leaves both or neither.
    """

    serialization_expand_args = ["operations"]

    def __init__(self, operations: list[CreateModel]) -> None:
        self.operations = operations

    def state_forwards(self, app_label: str, state: Any) -> None:
        state.__dict__.pop("apps", None)  # made again when somebody asks for it,
        state.is_delayed = False  # and then whole, so that what follows need not make it again
        for each in self.operations:
            each.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in self.operations:
            each.database_forwards(app_label, schema_editor, from_state, to_state)
        while schema_editor.deferred_sql:
            schema_editor.execute(schema_editor.deferred_sql.pop(0), None)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        for each in reversed(self.operations):
            each.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.operations)} tables"


class AddIndexBeside(AddIndexConcurrently):
    """Built while others work, in a migration with `atomic = False`; on SQLite, which knows no such thing, simply built.

    One of that name that is there already is left over from a run that was killed, half built or whole but not written down: it is
    dropped first, also beside the work of others.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            name = schema_editor.quote_name(self.index.name)
            schema_editor.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)
        else:
            AddIndex.database_backwards(self, app_label, schema_editor, from_state, to_state)
