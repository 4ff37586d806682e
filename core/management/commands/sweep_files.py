"""`manage.py sweep_files`: remove the contents of uploads that broke off in a crash."""

from __future__ import annotations

from typing import Any

from core import files
from core.commands import PlainCommand


class Command(PlainCommand):
    help = "Remove stored contents older than an hour that no row knows."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{files.sweep()} removed")
