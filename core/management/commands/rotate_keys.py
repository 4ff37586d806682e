"""`manage.py rotate_keys`: seal every encrypted value anew with the first key of FIELD_KEYS."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from core import sealed
from core.commands import PlainCommand


class Command(PlainCommand):
    help = "Seal what is not under the first key of FIELD_KEYS with it, while people go on working. After it an old key can go."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="only say how many values still need another key; exit code 1 if any"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        done = 0
        if not check:
            try:
                done = sealed.rotate()
            except sealed.Unreadable as error:
                raise CommandError(
                    f"{error} Nothing was lost; put the key back into FIELD_KEYS and run it again."
                ) from None
        left = sealed.under_other_keys()
        self.stdout.write(f"{done} values sealed anew; {left} under another key than {sealed.current_key()}.")
        if left:
            raise SystemExit(1)
