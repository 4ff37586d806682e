"""manage.py load_history: the published inspections of both frameworks, as real rows. Repeatable."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from core.commands import PlainCommand
from inspections.services.history import load
from inspections.services.history_files import BadHistoryFile


class Command(PlainCommand):
    help = "Load all published inspections and revisits from the bundled files. Running it again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON alone")
        parser.add_argument("--folder", type=Path, default=settings.DATA_DIR, help="where the files are")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = load(by=None, folder=options["folder"])
        except BadHistoryFile as error:
            raise CommandError(f"Nothing was loaded: {error}") from error
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{number} {name.replace('_', ' ')}" for name, number in counts.items()))
