"""The goals of speed and what a run reads for them: ratios taken inside one run, and counts. An absolute time is never a claim."""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

GOALS = {
    1: "The statements of a page do not grow with its rows: a list at most 6, one thing 12, home 10, the national view 6",
    2: "Looking changes nothing: no INSERT, UPDATE or DELETE on a GET",
    3: "Python’s work for a page of as many rows is the same with 300 and with 20,000 (0.98 to 1.02)",
    4: "The blocks a first page or a filter touches at 20,000 are at most 3 times those at 2,000",
    5: "A first page or a filter takes at 20,000 at most 1.35 times that at 300; a search 1.4 times that at 2,000; the last page twice",
    6: "The national view takes at most 1.15 times its own statement and its bare template together, 1.3 when signed in",
    7: "Its statement takes with 10 times the history at most 2.5 times, with 100 times 5; 500 times quicker than area by area",
    8: "A list is at most 1.5 times the work of a bare page of 25 rows",
    9: "Sending a survey’s answers, token looked up, reaches 0.5 of the rate of a bare insert behind the same middleware",
    10: "It reaches at least 4 times the rate of a Wagtail form page and 12 times that of django-survey-and-report",
    11: "A question of a survey is at most 0.1 of the work of the same page drawn by Django’s widgets",
    12: "A letter takes at most 1.1 times the work of the bare library on the same HTML, at 2, 12 and 60 pages, PDF/UA-1 on both sides",
    13: "60 pages take at most 5.5 times 12; the process that draws holds at most twice what the bare one does",
    14: "One due date takes at most twice a search in a sorted list, at least 100 times less than a calendar library; all agree",
    15: "The sweep of deadlines: ten times the rows at most 13 times the time; a second one with nothing to do at most 0.1",
    16: "A web worker holds at most twice what a bare Django worker does, and no PDF library",
    17: "PostgreSQL works for a list at most twice as long as for a bare page of 25 rows",
    18: "Making the test database takes at most a tenth of what running every migration takes",
}  # fmt: skip
# Why a goal may be missed and stays so: shown where one of its readings is.
LEFT = {
    2: "A session that ends without a sign of life has to note one: at most one look a minute writes it (the first of a run).",
    6: "The statement no longer reads history and takes a tenth of what it did, so the frame, the filter and the cells of the page, which "
    "the bare template leaves out, weigh more beside it; the page itself became quicker.",
    11: "The one statement reads the state of the survey and what this person answered so far, perhaps on another device: a pause holds at "
    "once, and no answer is kept where another could see it.",
    12: "A letter is drawn in a fork that can reach nothing (ADR 13): some 15 ms a letter, a tenth of two pages and nothing of twelve.",
    16: "What a worker holds is the product’s own modules and what they import; they are read before the workers are made, so that these "
    "share what is never written. No PDF, office or image library is among them.",
}  # fmt: skip
CLEAN = 0.1  # how far the same thing measured twice may be from itself for a timed ratio to say anything


@dataclass(frozen=True)
class Reading:
    """`value` against `limit`. `counted` readings are exact; a timed one says nothing (`same`) when a thing differs from itself."""

    goal: int
    what: str
    value: float
    limit: str
    met: bool
    counted: bool = False
    same: float = 1.0
    context: str = ""

    @property
    def verdict(self) -> str:
        if not self.counted and abs(self.same - 1) > CLEAN:
            return "inconclusive"
        return "met" if self.met else "missed"


def at_most(
    goal: int, what: str, value: float, limit: float, *, counted: bool = False, same: float = 1.0, context: str = ""
) -> Reading:
    return Reading(goal, what, round(value, 3), f"≤ {limit:g}", value <= limit, counted, round(same, 2), context)


def at_least(goal: int, what: str, value: float, limit: float, *, same: float = 1.0, context: str = "") -> Reading:
    return Reading(goal, what, round(value, 3), f"≥ {limit:g}", value >= limit, False, round(same, 2), context)


def in_turns(
    todo: dict[str, Callable[[], Any]], looks: int, clock: Callable[[], float] = time.perf_counter
) -> dict[str, float]:
    """{name: median of so many looks}, each look in turn with the others, in turned order every other round."""
    found: dict[str, list[float]] = {name: [] for name in todo}
    for number in range(looks + 2):
        for name in list(todo)[:: -1 if number % 2 else 1]:
            began = clock()
            todo[name]()
            if number > 1:
                found[name].append(clock() - began)
    return {name: statistics.median(took) for name, took in found.items()}


def options(about: str | None) -> argparse.Namespace:
    """What every part of `python -m benchmarks` understands."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--readings", type=Path, help="write the readings to this file, as JSON")
    parser.add_argument("--quick", action="store_true", help="fewer looks and sizes")
    return parser.parse_args()


def told(readings: Iterable[Reading], to: Path | None) -> None:
    """Shown as they come; what was read before a fault is kept."""
    found = []
    for one in readings:
        found.append(one)
        sys.stdout.write(f"{one.goal:>2}  {one.what}: {one.value:g} ({one.limit}) {one.verdict} {one.context}\n")
        sys.stdout.flush()
        if to:
            to.write_text(json.dumps([asdict(each) for each in found]))
