"""manage.py sweep_deadlines: send the reminders due today, or replay a missed day."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import CommandError

from core import clock
from core.commands import PlainCommand
from inspections.services.calendar import working_calendar
from inspections.services.reminders import sweep
from rulebook.calendar import NotCovered
from rulebook.holidays import BadHolidayFile


class Command(PlainCommand):
    help = "Send each reminder that is due once. Running it twice, or late, sends nothing twice."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", metavar="YYYY-MM-DD", help="the day to sweep for (default: today)")
        parser.add_argument("--json", action="store_true", help="print the counts as JSON alone")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            counts = sweep(today=_day(options["today"]))
        except (NotCovered, BadHolidayFile) as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        else:
            self.stdout.write(", ".join(f"{number} {name}" for name, number in counts.items()))


def _day(text: str | None) -> date:
    """The day asked for, or today. Raises CommandError for no date, NotCovered for one outside the bank holidays known."""
    if not text:
        return clock.today()
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{text} is not a date written YYYY-MM-DD") from error
    # A mistyped year would use up every reminder to come. The sweep of today itself goes on whatever the file covers.
    working_calendar().is_working_day(day)
    return day
