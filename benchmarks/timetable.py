"""How long the solver takes for weeks of 28, 56, 112 and 224 meetings. Run by hand: python -m benchmarks.timetable"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from datetime import date, timedelta

from benchmarks.page import machine, put
from timetable.solving import solver
from timetable.solving.problem import Inspector, Meeting, Person, Problem, Span

SIZES = (28, 56, 112, 224)
MONDAY = date(2026, 3, 16)
OFSTED_AND_CQC = ("ofsted", "cqc")


def week(meetings: int, seed: int = 7) -> Problem:
    """An invented week in the shape of a real one; twice the meetings has twice the schools and inspectors."""
    chance = random.Random(seed)  # noqa: S311 (a repeatable draw, not a secret)
    scale = meetings / 56
    schools = [f"S{number}" for number in range(1, max(2, round(10 * scale)) + 1)]
    sites = ["HALL", *schools]
    spot = {site: (chance.uniform(0, 20), chance.uniform(0, 20)) for site in sites}
    days = tuple(Span(MONDAY + timedelta(days=number), 540, 1020 if number < 4 else 780) for number in range(5))
    travel = {
        (one, other): 5
        * round((10 + 1.5 * abs(spot[one][0] - spot[other][0]) + 1.5 * abs(spot[one][1] - spot[other][1])) / 5)
        for one in sites
        for other in sites
        if one < other
    }
    inspectors = tuple(
        Inspector(f"I{number}", "cqc" if number % 5 in (0, 4) else "ofsted", _away(chance, days, 0.2))
        for number in range(1, max(4, round(5 * scale)) + 1)
    )
    people = tuple(Person(f"P{number}", _away(chance, days, 0.3)) for number in range(1, round(40 * scale) + 1))
    visits, groups = round(30 * scale), round(20 * scale)
    rows = [
        Meeting(f"V{number}", 60, site=schools[number % len(schools)], people=(chance.choice(people).id,))
        for number in range(visits)
    ]
    rows += [
        Meeting(
            f"F{number}", 60, site="HALL", room=f"R{number % max(2, round(3 * scale))}",
            people=tuple(one.id for one in chance.sample(people, 3)),
        )
        for number in range(groups)
    ]  # fmt: skip
    rows += [
        Meeting(
            f"L{number}", 90, site="HALL", people=tuple(one.id for one in chance.sample(people, 4)), inspectors_needed=2,
            bodies_needed=OFSTED_AND_CQC,
        )
        for number in range(meetings - visits - groups)
    ]  # fmt: skip
    return Problem(30, days, (750, 780), inspectors, people, (), tuple(sites), travel, tuple(rows))


def _away(chance: random.Random, days: tuple[Span, ...], likely: float) -> tuple[Span, ...]:
    return tuple(
        Span(day.on, day.start, 750) if chance.random() < 0.5 else Span(day.on, 750, day.end)
        for day in days
        if chance.random() < likely
    )


def measure(meetings: int, seconds: float) -> str:
    """A row of the table."""
    told: list[solver.Progress] = []
    began = time.monotonic()
    answer = solver.solve(week(meetings), seconds=seconds, report=told.append)
    took = time.monotonic() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    first = f"{told[0].elapsed:.1f} s" if told else "none"
    proven = f"{took:.1f} s" if answer.status == "optimal" else f"not in {took:.0f} s"
    return f"| {meetings} | {len(answer.placed)} | {first} | {proven} | {answer.gap:.1%} | {memory:.0f} MB |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--size", type=int, help="one size only; prints its row and writes nothing")
    options = parser.parse_args()
    if options.size:
        sys.stdout.write(measure(options.size, options.seconds) + "\n")
        return
    command = [sys.executable, "-m", "benchmarks.timetable", "--seconds", str(options.seconds), "--size"]
    # A process for each size, so that the memory is its own.
    rows = [subprocess.run([*command, str(size)], check=True, capture_output=True, text=True).stdout for size in SIZES]
    head = HEAD.format(seconds=options.seconds, machine=machine(), today=time.strftime("%-d %B %Y"))
    sys.stdout.write(put("Drafting a timetable", head + "".join(rows)))


HEAD = """Invented weeks (`benchmarks/timetable.py`): for every 56 meetings 30 visits to 10 schools, 20 focus groups, 6 leaders’ meetings, 5
inspectors, five days in half hours, away times. Two search threads, at most {seconds:g} seconds.
“Best” is proven; otherwise the gap says by how much
the cost of the week found could still be beaten. {machine}, {today}. Written by `python -m benchmarks.timetable`.

| Meetings | Placed | First week found | Best proven | Gap | Memory |
|---:|---:|---:|---:|---:|---:|
"""

if __name__ == "__main__":
    main()
