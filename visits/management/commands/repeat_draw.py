"""manage.py repeat_draw medway-2026 1: draw a kept random sample again from its list and seed, and compare."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.commands import PlainCommand
from rulebook import sampling
from visits.models import RandomSample


class Command(PlainCommand):
    help = "Repeat a random draw from the list and the seed that were kept with it, and compare the results."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", help="the inspection, such as medway-2026")
        parser.add_argument("number", type=int, help="the number of the draw")

    def handle(self, *args: Any, **options: Any) -> None:
        sample = RandomSample.objects.filter(
            inspection__reference=options["reference"], number=options["number"]
        ).first()
        if sample is None:
            raise CommandError("There is no such draw.")
        if sampling.fingerprint(sample.population) != sample.population_sha256:
            raise CommandError("The list was changed after the draw.")
        again = sampling.draw(sample.population, size=sample.size, seed=sample.seed)
        for item in again:
            self.stdout.write(f"{sampling.digest(sample.seed, item)}  {item}")
        if list(again) != sample.result:
            raise CommandError("The draw does not give the result that was kept.")
        self.stdout.write("The same result as was kept.")
