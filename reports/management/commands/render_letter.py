from __future__ import annotations

import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from core.commands import PlainCommand
from core.pdf import PdfFailed
from reports import queries
from reports.services import versions


class Command(PlainCommand):
    help = "Write the PDF of an inspection's newest frozen letter to a file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("reference", help="the inspection, for example bury-2024")
        parser.add_argument("--out", required=True, metavar="FILE.pdf")

    def handle(self, *args: Any, **options: Any) -> None:
        version = queries.newest_version(options["reference"])
        if version is None:
            raise CommandError(
                f"{options['reference']}: there is no inspection with a frozen letter under this reference"
            )
        try:
            if version.pdf is None:
                versions.make_pdf(version)
                version.refresh_from_db()
        except PdfFailed as error:
            raise CommandError(f"{options['reference']}: {error}") from error
        out = Path(options["out"])
        try:
            # Whole or not at all: a half-written letter must not lie about as if it were one.
            handle, partial = tempfile.mkstemp(dir=out.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(bytes(version.pdf or b""))
            Path(partial).chmod(0o644)
            Path(partial).replace(out)
        except OSError as error:
            raise CommandError(f"{out}: the file cannot be written ({error.strerror})") from error
        self.stdout.write(f"{out} {version.pdf_sha256}")
