"""How many families can answer at once, and whether results grow slower. Run by hand, PostgreSQL needed: python -m benchmarks.surveys

The rate of each step stands beside that of a bare Django view that inserts one row behind the same middleware, in the same run, in
rounds that take turns, so that only ratios are read. The bare view is measured twice: the two must agree.
"""

from __future__ import annotations

import argparse
import signal
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from itertools import count, cycle, islice
from typing import Any

from benchmarks import surveys_world as world
from benchmarks.page import machine, put
from benchmarks.surveys_load import Connection, Seen, busy, get, post, visits

CONNECTIONS = (1, 8, 32)
SIZES = (100, 10_000, 100_000)
LOOKS = 41
# How many families come at once in the burst, and at nine o'clock.
AT_ONCE, FAMILIES = 64, 10_000

Requests = Callable[[], Iterator[bytes]]


def steps(survey: Any, ready: Iterator[str], writing: list[str]) -> dict[str, Requests]:
    """The steps of somebody who answers. Each sending needs answers that were not sent yet; saving changes one answer each time."""
    base = f"/s/{survey.token}/"
    turn = cycle(writing)
    options = cycle(("agree", "disagree", "neither"))

    def sending() -> Iterator[bytes]:
        return (post(f"{base}check/", secret=secret) for secret in ready)

    def saving() -> Iterator[bytes]:
        while True:
            option = next(options)
            for secret in islice(turn, len(writing)):
                yield post(f"{base}question/involved/", f"go=next&answer={option}", secret)

    def page() -> Iterator[bytes]:
        for save in saving():
            yield save
            yield get(f"{base}question/child-asked/", next(turn))

    def question() -> Iterator[bytes]:
        return (get(f"{base}question/involved/", secret) for secret in turn)

    def start() -> Iterator[bytes]:
        return (get(base) for _ in count())

    def bare() -> Iterator[bytes]:
        return (post("/bare/") for _ in count())

    return {
        "bare": bare, "bare again": bare, "send": sending, "save an answer": saving, "save, then the next question": page,
        "a question": question, "the first page": start,
    }  # fmt: skip


def measure(
    port: int, todo: dict[str, Requests], connections: int, rounds: int, seconds: float
) -> dict[str, list[Seen]]:
    """Every step in every round, the order turned in every other one."""
    found: dict[str, list[Seen]] = {name: [] for name in todo}
    for number in range(rounds):
        for name in list(todo)[:: -1 if number % 2 else 1]:
            seen = busy(port, connections, seconds, todo[name]())
            wrong = {status: n for status, n in seen.statuses.items() if status not in (200, 302)}
            if wrong or seen.broken:
                raise SystemExit(f"{name} at {connections} connections: {wrong}, {seen.broken} connections failed")
            found[name].append(seen)
    return found


def rows(connections: int, found: dict[str, list[Seen]]) -> Iterator[str]:
    """A row of the table for each step; ratios are of one round each, to the mean of its two bare ones."""
    plain = [(one.rate + two.rate) / 2 for one, two in zip(found["bare"], found["bare again"], strict=True)]
    for name, seen in found.items():
        rates = sorted(each.rate for each in seen)
        if name == "bare again":
            ratios = [two.rate / one.rate for one, two in zip(found["bare"], seen, strict=True)]
        else:
            ratios = [each.rate / whole for each, whole in zip(seen, plain, strict=True)]
        p50, p95 = (statistics.median(each.at(share) for each in seen) for share in (0.5, 0.95))
        low, middle, high = min(ratios), statistics.median(ratios), max(ratios)
        yield (
            f"| {connections} | {name} | {statistics.median(rates):,.0f} | {p50:.1f} ms | {p95:.1f} ms "
            f"| {low:.2f} / **{middle:.2f}** / {high:.2f} |\n"
        )


def family(survey: Any) -> Callable[[Connection], Any]:
    """One whole visit: the first page, every question looked at and answered, checked and sent."""
    base = f"/s/{survey.token}/"
    chosen = {
        question["code"]: (question["options"][1]["code"] if question["options"] else "It is good")
        for question in survey.questions
    }

    async def visit(connection: Connection) -> None:
        await connection.ask(get(base))
        answer = await connection.ask(post(base, "variant=standard&language=en"))
        secret = answer.cookies["answers"]
        while "/question/" in answer.location:
            code = answer.location.rstrip("/").rpartition("/")[2]
            await connection.ask(get(answer.location, secret))
            answer = await connection.ask(post(answer.location, f"go=next&answer={chosen[code]}", secret))
        await connection.ask(get(answer.location, secret))
        sent = await connection.ask(post(f"{base}check/", secret=secret))
        if not sent.location.endswith("/sent/"):
            raise SystemExit(f"somebody could not send: {sent}")

    return visit


def burst(port: int, survey: Any, people: int) -> str:
    seen = visits(port, AT_ONCE, (family(survey) for _ in range(people)))
    refused = sum(n for status, n in seen.statuses.items() if status >= 400) + seen.broken
    each = seen.number / people
    return (
        f"{people} whole visits of {each:.0f} requests, {AT_ONCE} at a time with no pause for reading: {seen.rate:,.0f} requests a second "
        f"sustained for {seen.seconds:.0f} s, half within {seen.at(0.5):.0f} ms and 95 in 100 within {seen.at(0.95):.0f} ms; "
        f"{refused} refused or broken. That is {people / seen.seconds * 60:,.0f} families a minute: {FAMILIES:,} families, if none of "
        f"them stopped to read, would be through in {FAMILIES * seen.seconds / people / 60:.0f} minutes."
    )


def results(made: dict[int, tuple[Any, Any]]) -> Iterator[str]:
    """How long the page takes at each size, looked at in turns."""
    took: dict[tuple[int, str], list[float]] = {}
    pages = {"all answers": "", "by type of setting": "?by=setting"}
    clients = {size: world.sign_in(lead) for size, (_, lead) in made.items()}
    for _ in range(LOOKS + 2):
        for size, (survey, _) in made.items():
            for name, query in pages.items():
                path = f"/inspections/{survey.inspection.reference}/surveys/{survey.audience}/results/{query}"
                began = time.perf_counter()
                answer = clients[size].get(path)
                took.setdefault((size, name), []).append(time.perf_counter() - began)
                if answer.status_code != 200:
                    raise SystemExit(f"{path}: {answer.status_code}")
    for name in pages:
        least = statistics.median(took[min(made), name][2:])
        for size in made:
            middle = statistics.median(took[size, name][2:])
            yield f"| {size:,} | {name} | {middle * 1000:.0f} ms | {middle / least:.2f} |\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--visits", type=int, default=400)
    parser.add_argument("--dry", action="store_true", help="write nothing")
    options = parser.parse_args()
    # Ended from outside, it still takes its server and its database away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended before it was done; nothing is written"))
    with world.database():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE benchmark_bare (id bigserial PRIMARY KEY, answers jsonb NOT NULL)")
        survey, _ = world.an_area("Seaborough")
        most = int(len(CONNECTIONS) * options.rounds * options.seconds * 900)
        ready, writing = world.people(survey, most), world.people(survey, 400, kind="writing")
        made = {}
        for size in SIZES:
            made[size] = world.an_area(f"Area{size}")
            world.answered(made[size][0], size)
        with world.server() as port:
            todo = steps(survey, iter(ready), writing)
            measure(port, todo, 8, 1, 0.5)
            table = "".join(
                row
                for number in CONNECTIONS
                for row in rows(number, measure(port, todo, number, options.rounds, options.seconds))
            )
            families = burst(port, survey, options.visits)
        flat = "".join(results(made))
    text = TEXT.format(
        rounds=options.rounds, seconds=options.seconds, workers=world.WORKERS, machine=machine(), looks=LOOKS, table=table,
        families=families, flat=flat, today=time.strftime("%-d %B %Y"),
    )  # fmt: skip
    sys.stdout.write(text if options.dry else put("Answering a survey, and its results", text))


TEXT = """PostgreSQL and Redis, gunicorn with {workers} workers as in production, the client on the same processors. Each step and
a bare Django view that inserts one row behind the same middleware took turns in {rounds} rounds of {seconds:g} s; a ratio is to the
bare view in the same round (least / **median** / most). “bare again” beside “bare” shows what the machine itself varies by.
Where those two differ by more than a tenth, the ratios at that number of connections say little.
{machine}, {today}. Written by `python -m benchmarks.surveys`.

| Connections | Step | Requests a second | Half within | 95 in 100 within | Ratio to the bare insert |
|---:|---|---:|---:|---:|---|
{table}
{families}

The page of results, as one person sees it, {looks} looks at each size in turns, medians:

| Answers | Page | Time | Ratio to 100 answers |
|---:|---|---:|---:|
{flat}"""

if __name__ == "__main__":
    main()
