from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from core.commands import PlainCommand
from core.errors import Refused
from reports.letters.published_report import LetterFileError
from reports.services.importing import import_letter

LARGEST = 2_000_000


class Command(PlainCommand):
    help = "Import a published letter from a JSON file; prints the reference of the inspection it filled, alone on the last line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.json")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            if path.stat().st_size > LARGEST:
                raise CommandError(f"{path.name}: the file is larger than 2 MB")
            data = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path.name}: the file cannot be read ({error.strerror})") from error
        try:
            done = import_letter(by=None, data=data)
        except LetterFileError as error:
            raise CommandError(f"{path.name}: {error}") from error
        except Refused as refused:
            raise CommandError(f"{path.name}: {refused}") from refused
        if options["verbosity"] > 0:
            self.stdout.write("Imported" if done.made else "Already imported; nothing changed")
        self.stdout.write(done.inspection.reference)
