"""Django's `migrate`, and after it the policies of row-level security as the models now say."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from core import migrating, row_security


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        migrating.refuse_half_a_history(MigrationLoader(connections[options["database"]]))
        super().handle(*args, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        changed = row_security.apply(connections[options["database"]])
        if changed and options["verbosity"]:
            self.stdout.write(f"Row-level security set on {len(changed)} tables.")
