"""manage.py national_figures: the official counts of both frameworks, counted in the database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from core.commands import PlainCommand
from inspections.queries.national import figures


class Command(PlainCommand):
    help = "Print how many inspections there were, with which outcomes, in all, by year and by region."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON alone")

    def handle(self, *args: Any, **options: Any) -> None:
        found = figures()
        if options["json"]:
            self.stdout.write(json.dumps(found))
            return
        for name in ("local-area-send-2016", "area-send-2023", "first_year"):
            self.stdout.write(f"{name}: " + ", ".join(f"{key} {number}" for key, number in found[name].items()))
