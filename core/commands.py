"""The base of our commands: a command line that cannot be read is told in one line, as any other bad input is."""

from __future__ import annotations

import sys
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

WRONG_LINE = 2


class PlainParser(CommandParser):
    """`--help` shows what may be given; an error does not repeat it all."""

    def error(self, message: str) -> NoReturn:
        if not self.called_from_command_line:
            raise CommandError(f"Error: {message}")
        sys.stderr.write(f"{self.prog}: {message}. {self.prog} --help shows what it takes.\n")
        sys.exit(WRONG_LINE)


class PlainCommand(BaseCommand):
    def create_parser(self, prog_name: str, subcommand: str, **kwargs: Any) -> CommandParser:
        parser = super().create_parser(prog_name, subcommand, **kwargs)
        parser.__class__ = PlainParser  # Django names the class itself
        return parser
