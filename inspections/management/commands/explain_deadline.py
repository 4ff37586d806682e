"""Explains a deadline: `explain_deadline --framework local-area-send-2016 --rule wsoa-due --from 2022-02-22`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.db import DatabaseError, connection

from core.commands import PlainCommand
from inspections.models import AddedBankHoliday
from inspections.services.calendar import working_calendar
from rulebook import ask, words
from rulebook.calendar import WorkingCalendar


class Command(PlainCommand):
    help = "Explains the date a deadline rule gives: the days counted and every weekend day and bank holiday left out."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--framework", help="local-area-send-2016 or area-send-2023")
        parser.add_argument("--rule", help="the code of a rule; --list shows them")
        parser.add_argument("--from", dest="start", metavar="YYYY-MM-DD", help="the day the clock starts")
        parser.add_argument("--edition", help="the edition to use instead of the one in force on that day")
        parser.add_argument("--milestone", type=int, help="only this occurrence of a rule that repeats, from 1")
        parser.add_argument("--list", action="store_true", help="list the rules of a framework, or of all")
        parser.add_argument("--stdin", action="store_true", help="read lines framework,rule,date; needs --json")
        parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["list"]:
                self._list(options)
            elif options["stdin"]:
                self._answer_stdin(options)
            else:
                self._answer_one(options)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _list(self, options: dict[str, Any]) -> None:
        rows = ask.listing(options["framework"], options["edition"])
        if options["json"]:
            self.stdout.write(json.dumps(rows, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['framework']}  {row['number']:<4}{row['rule']:<28}{row['name']}: {_offset(row)}")

    def _answer_stdin(self, options: dict[str, Any]) -> None:
        if not options["json"]:
            raise CommandError("--stdin needs --json.")
        if any(options[name] is not None for name in ("framework", "rule", "start", "edition", "milestone")):
            raise CommandError("With --stdin the framework, rule and date are read from the lines.")
        calendar = known_calendar()
        try:
            for number, line in enumerate(_lines(sys.stdin.buffer), start=1):
                try:
                    found = ask.answer_line(line, calendar)
                except ValueError as error:
                    found = {"error": str(error), "line": number}
                self.stdout.write(json.dumps(found))
        except BrokenPipeError:
            # The reader has had enough. Nothing more may be written, not even at exit.
            sys.stdout = None  # type: ignore[assignment]

    def _answer_one(self, options: dict[str, Any]) -> None:
        for name, option in (("framework", "--framework"), ("rule", "--rule"), ("start", "--from")):
            if not options[name]:
                raise CommandError(f"{option} is missing. Give --framework, --rule and --from, or --list, or --stdin.")
        found = ask.answer(
            options["framework"],
            options["rule"],
            ask.parse_day(options["start"]),
            known_calendar(),
            options["edition"],
            options["milestone"],
        )
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
            return
        self.stdout.write(f"{found['name']} ({found['framework']}, edition {found['edition']}, {found['rule']})")
        for row in found.get("occurrences", [found]):
            self.stdout.write(row["sentence"])
        for text in (found["note"] if found["due"] else "", found["edition_note"]):
            if text:
                self.stdout.write(text)
        self.stdout.write(f"Source: {found['source']}. {'Confirmed' if found['confirmed'] else 'Not confirmed'}.")
        self.stdout.write(f"Bank holidays: {found['calendar_edition']}.")


def known_calendar() -> WorkingCalendar:
    """The calendar as the service knows it. Before the first migration no holiday can have been added."""
    try:
        if AddedBankHoliday._meta.db_table not in connection.introspection.table_names():
            return WorkingCalendar.load(settings.BANK_HOLIDAYS_PATH or None)
        return working_calendar()
    except DatabaseError as error:
        raise CommandError("The database cannot be read for bank holidays added since. Try again later.") from error


def _lines(stream: Iterable[bytes]) -> Iterable[str]:
    """Lines of text whatever the bytes: what is not UTF-8 becomes a replacement character and a clear error later."""
    for line in stream:
        yield line.decode("utf-8", errors="replace").removeprefix("\ufeff").rstrip("\r\n")


def _offset(row: dict[str, Any]) -> str:
    if row["offset"] is None:
        return "no date sum"
    if row["offset"] == 0:
        return f"on the day of {row['trigger']}"
    *others, last = [abs(number) for number in row["repeats"] or [row["offset"]]]
    numbers = words.listed([*map(str, others), words.count(last, row["unit"].replace("_", " ").removesuffix("s"))])
    side = "after" if row["offset"] > 0 else "before"
    assumed = "" if row["confirmed"] else ", not confirmed"
    return f"{'about ' if row['approximate'] else ''}{numbers} {side} {row['trigger']}{assumed}"
