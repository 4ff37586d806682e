"""Load the areas, councils, NHS bodies and statistics from the data folder. Running it again changes nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from core.commands import PlainCommand
from partnerships.files import BadFile
from partnerships.services import imports


class Command(PlainCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print the counts as JSON, alone")
        parser.add_argument("--again", action="store_true", help="read the files even if they have not changed")
        parser.add_argument("--folder", type=Path, default=None, help="another folder than the project's data folder")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["folder"] or Path(settings.DATA_DIR)
        try:
            fresh = imports.load_reference_data(folder=folder, again=options["again"])
        except BadFile as fault:
            raise CommandError(f"{fault}. Nothing was changed.") from fault
        counts = imports.counts()
        if options["json"]:
            self.stdout.write(json.dumps(counts))
            return
        self.stdout.write("Reference data loaded." if fresh else "Reference data is up to date.")
        for name, count in counts.items():
            self.stdout.write(f"  {name.replace('_', ' ')}: {count:,}")
