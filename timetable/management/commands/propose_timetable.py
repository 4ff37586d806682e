"""Plan a week from a file, before there is anything in the product."""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from core.commands import PlainCommand
from timetable.solving import files, solver, written
from timetable.solving.conflicts import clock_words
from timetable.solving.problem import Answer

WRONG_INPUT, STOPPED = 2, 130
LARGEST_FILE = 20_000_000  # bytes


class Command(PlainCommand):
    help = "Plan the meetings of a week from a JSON file. Exit code 2 when the file is not a problem."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the problem, as JSON")
        parser.add_argument("--seconds", type=float, default=20.0, help="longest time to search (20)")
        parser.add_argument("--json", action="store_true", help="print the answer as JSON")
        parser.add_argument("--seed", type=int, default=1, help="another seed may give another week as good")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            seconds = checked(options["seconds"], options["seed"])
            problem = files.read(contents(options["file"]))
        except files.BadProblem as error:
            self.stderr.write(f"propose_timetable: {error}")
            sys.exit(WRONG_INPUT)
        try:
            answer = solver.solve(problem, seconds=seconds, seed=options["seed"])
        except KeyboardInterrupt:
            self.stderr.write("propose_timetable: stopped before the end")
            self.stderr.flush()
            # At once: the search's own threads are still at work, and an orderly end would abort over them.
            os._exit(STOPPED)
        self.stdout.write(json.dumps(written.answer_as_json(answer)) if options["json"] else table(answer))


def checked(seconds: float, seed: int) -> float:
    """The seconds, if both numbers can be used. Raises BadProblem."""
    if not math.isfinite(seconds) or not 0 < seconds <= 24 * 3600:
        raise files.BadProblem("--seconds must be more than 0 and at most a day")
    if not 0 <= seed < 2**31:
        raise files.BadProblem("--seed must be from 0 to 2147483647")
    return seconds


def contents(name: str) -> bytes:
    """The bytes of a file. Raises BadProblem where it cannot be read."""
    path = Path(name)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise files.BadProblem(f"the file is larger than {LARGEST_FILE // 1_000_000} MB")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        if isinstance(error, files.BadProblem):
            raise
        why = getattr(error, "strerror", None) or str(error)
        raise files.BadProblem(f"the file {files.quoted(name)} cannot be read: {why}") from error


def table(answer: Answer) -> str:
    """The week in lines, one a meeting, by time."""
    lines = [
        f"Status: {answer.status}, gap {answer.gap:.1%}. Placed {len(answer.placed)}, not placed {len(answer.unplaced)}."
    ]
    if answer.warnings:
        lines += ["", "Pinned against a rule, and left as they are"]
        lines += [f"  {one}" for one in answer.warnings]
    width = max([len(one.id) for one in answer.placed] + [len(one.id) for one in answer.unplaced], default=0)
    day = None
    for one in sorted(answer.placed, key=lambda one: (one.on, one.start, one.id)):
        if one.on != day:
            day = one.on
            lines += ["", f"{day:%A} {day.day} {day:%B %Y}"]
        lines.append(f"  {clock_words(one.start):>8}  {one.id:<{width}}  {', '.join(one.inspectors)}".rstrip())
    if answer.unplaced:
        lines += ["", "Not placed"]
        lines += [f"  {one.id:<{width}}  {one.reason}" for one in answer.unplaced]
    return "\n".join(lines)
