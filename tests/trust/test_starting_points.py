"""Each application begins with one migration that makes all its tables, and takes over what earlier versions made (docs/adr/0019)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations import CreateModel
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from core.management.commands import prepare
from core.migrating import CreateTables

ROOT = Path(__file__).resolve().parent.parent.parent
NAME = "0001_starting_point"
written_down = MigrationRecorder.Migration.objects


def starting_points() -> dict[str, Any]:
    nodes = MigrationLoader(None).graph.nodes
    return {app: migration for (app, name), migration in nodes.items() if (ROOT / app).is_dir() and name == NAME}


def due() -> list[Any]:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())


def test_every_application_begins_with_one() -> None:
    begins = {path.parent.parent.name for path in ROOT.glob("*/migrations/0001_*.py")}
    assert starting_points().keys() == begins
    for migration in starting_points().values():
        assert isinstance(migration.operations[0], CreateTables), migration
        assert not any(isinstance(each, CreateModel) for each in migration.operations), migration


@pytest.mark.django_db  # PostgreSQL's driver is asked how a value is written
def test_a_starting_point_leaves_nothing_to_the_end_of_its_transaction() -> None:
    """Else Django would write it down only afterwards, name by name, and a kill between would leave half."""
    state = MigrationLoader(None).project_state()
    for app, migration in starting_points().items():
        editor = connection.schema_editor(collect_sql=True)
        editor.deferred_sql = []
        migration.operations[0].database_forwards(app, editor, state, state)
        made = [statement for statement in editor.collected_sql if statement.startswith("CREATE TABLE")]
        assert len(made) >= len(migration.operations[0].operations), app
        assert editor.deferred_sql == [], app


@pytest.mark.django_db
def test_a_database_of_an_earlier_version_is_taken_as_it_stands() -> None:
    """It knows the names from before and not the new one."""
    gone, _ = written_down.filter(name=NAME).delete()
    assert gone == len(starting_points())
    assert due() == []


@pytest.mark.django_db
def test_a_database_in_the_middle_of_an_earlier_version_is_refused() -> None:
    """Django would leave the application out of its plan, without a word."""
    written_down.filter(app="inspections", name__in=["0015_open_deadlines_of_area", NAME]).delete()
    assert due() == []
    for act in (lambda: call_command("migrate", verbosity=0), prepare.Command().migrate):
        with pytest.raises(CommandError, match=r"lacks the last migrations of an earlier version, in inspections:"):
            act()
