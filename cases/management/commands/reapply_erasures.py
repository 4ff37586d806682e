"""`manage.py reapply_erasures`: after a restore, erase again whom the list says was erased."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError

from cases.services import erasure
from core.commands import PlainCommand


class Command(PlainCommand):
    help = "Erase again every child of the list of erasures that this database still holds. Run it after each restore."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--list", metavar="FILE", help="another list than ERASURES")
        parser.add_argument(
            "--names", nargs=3, action="append", default=[], metavar=("INSPECTION", "CASE", "NAMES"),
            help="for a line that kept none: what else this child was called, with commas between",
        )  # fmt: skip

    def handle(self, *args: Any, list: str | None, names: Sequence[Sequence[str]], **options: Any) -> None:  # noqa: A002
        path = Path(list or settings.ERASURES)
        if not path.is_file():
            raise CommandError(f"There is no list {path}", returncode=2)
        try:
            listed = erasure.read_list(path)
        except (ValueError, OSError) as error:
            raise CommandError(f"{path}: {error}", returncode=2) from None
        left = 0
        given = {(inspection, case.upper()): words for inspection, case, words in names}
        for inspection, case in given.keys() - {(one.inspection, one.code) for one in listed}:
            raise CommandError(f"{path} has no erasure of case {case} in {inspection}", returncode=2)
        for one, what in erasure.reapply(listed, given):
            self.stdout.write(f"{one.inspection} case {one.code} {what}")
            left += "NOT" in what
        if left:
            raise SystemExit(1)
