from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from reports.services import comparing

EVERY = 20


class Command(BaseCommand):
    help = (
        "Draw every frozen letter again and compare it with what is kept; exit code 1 when any differs, one line each."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON alone")

    def handle(self, *args: Any, **options: Any) -> None:
        total, differing, done = comparing.how_many(), [], 0
        for done, compared in enumerate(comparing.compare_all(), start=1):
            if compared.differs:
                differing.append(compared)
                if not options["json"]:
                    self.stdout.write(f"{compared.name}: {'; '.join(compared.differs)}")
            if done % EVERY == 0 and done < total and options["verbosity"] > 0:
                self.stderr.write(f"{done} of {total} compared")
        if options["json"]:
            rows = [
                {
                    "reference": one.reference,
                    "version": one.number,
                    "easy_read": one.easy_read,
                    "differs": list(one.differs),
                }
                for one in differing
            ]
            self.stdout.write(json.dumps({"compared": done, "differing": rows}, ensure_ascii=False))
        else:
            self.stdout.write(f"{done} compared, {len(differing)} {'differs' if len(differing) == 1 else 'differ'}")
        if differing:
            sys.exit(1)
