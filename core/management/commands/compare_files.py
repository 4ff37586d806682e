"""`manage.py compare_files`: rows without their file, files that changed, files without a row."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError

from core import files
from core.commands import PlainCommand


class Command(PlainCommand):
    help = (
        "Compare the stored files with the rows that name them. Exit code 1 when a row has no file or a file is not what was given; "
        "files without a row do no harm (sweep_files removes them) and are counted."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        compared = files.compare()
        for stored_as in compared.missing:
            self.stdout.write(f"row without file: {stored_as}")
        for stored_as in compared.changed:
            self.stdout.write(f"not what was given: {stored_as}")
        self.stdout.write(
            f"{compared.whole} as given, {len(compared.missing)} missing, {len(compared.changed)} changed, "
            f"{compared.without_row} without a row"
        )
        if compared.missing or compared.changed:
            raise CommandError("The database and the files disagree.")
