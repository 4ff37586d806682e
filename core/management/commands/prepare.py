"""`manage.py prepare`: database, static files, reference data, history and demonstration, each only when something changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.recorder import MigrationRecorder

from core import migrating, row_security
from core.commands import PlainCommand

# What the loaders read and what they are made of: when any of it changes, they run again.
LOADER_SOURCES = (
    "data/**/*",
    "rulebook/**/*.json",
    "*/management/commands/load_*.py",
    "*/demonstration*.py",
    "*/demonstration/**/*.py",
    "*/services/history*.py",
    "partnerships/services/*.py",
)


class Command(PlainCommand):
    help = "Bring the database, the static files and the loaded data up to date. Quick when nothing changed."
    requires_system_checks = ()  # there may be no table yet for a check to look at

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.migrate()
            self.static_files()
            self.data()
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready; run it again to go on.", returncode=130) from None
        except DatabaseError as error:
            raise CommandError(f"The database refused: {str(error).strip().splitlines()[0]}") from None

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        migrating.refuse_half_a_history(executor.loader)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.step("Database")
            migrating.migrate(say=self.step)
        row_security.apply(connection)  # a new version may say something else of tables that stay as they are
        if settings.APPLICATION_DATABASE_URL and connection.vendor == "postgresql":
            call_command("database_role", verbosity=0)

    def static_files(self) -> None:
        stamp = Path(settings.STATIC_ROOT) / "collected.sha256"
        sources = [Path(store.path(name)) for finder in get_finders() for name, store in finder.list([])]
        now = digest([*sources, Path(settings.BASE_DIR) / "requirements.txt"])
        if not stamp.exists() or stamp.read_text() != now:
            self.step("Static files")
            call_command("collectstatic", interactive=False, clear=True, verbosity=0)
            stamp.write_text(now)

    def data(self) -> None:
        commands = ["load_reference_data", "load_history"] + ["load_demo"] * settings.DEMONSTRATION
        now = loaded(commands)
        stamp = settings.VAR_DIR / "loaded"
        if stamp.exists() and stamp.read_text() == now:
            return
        for command in commands:
            self.step(command.removeprefix("load_").replace("_", " ").replace("demo", "demonstration").capitalize())
            call_command(command, stdout=StringIO())  # they report to who calls them by hand
        stamp.write_text(now)

    def step(self, words: str) -> None:
        self.stdout.write(f"{words}…")
        self.stdout.flush()


def digest(paths: Iterable[Path]) -> str:
    """SHA-256 over the names and contents of the files among `paths`."""
    total = hashlib.sha256()
    for path in sorted(set(paths)):
        if path.is_file():
            total.update(f"{path}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()


def loaded(commands: list[str]) -> str:
    """What the stamp says after these loaders have run on this database from these files."""
    base = Path(settings.BASE_DIR)
    return f"{database_made_at()} {' '.join(commands)} {digest(path for pattern in LOADER_SOURCES for path in base.glob(pattern))}"


def database_made_at() -> str:
    """The instant of this database's first migration: another database, another instant, so a stamp never fits the wrong one."""
    return str(MigrationRecorder.Migration.objects.order_by("pk").values_list("applied", flat=True).first())
