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
from pathlib import Path
from typing import Any

from benchmarks import peers, place
from benchmarks import surveys_world as world
from benchmarks.goals import Reading, at_least, at_most
from benchmarks.goals import told as tell
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
        return (post("/s/bare/") for _ in count())

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


def beside_peers(
    port: int, sending: Iterator[bytes], rounds: int, seconds: float, found: list[peers.Peer]
) -> tuple[str, list[Reading]]:
    """Our send and theirs in turns, 8 connections; a ratio is of one round."""
    if not found:
        return "", []
    rates: dict[str, list[float]] = {"send": [], "send again": []} | {peer.name: [] for peer in found}
    for number in range(rounds + 1):
        turns: list[tuple[str, int, Iterator[bytes]]] = [("send", port, sending), ("send again", port, sending)]
        turns += [(peer.name, peer.port, peer.requests()) for peer in found]
        for name, where, requests in turns[:: -1 if number % 2 else 1]:
            seen = busy(where, 8, seconds, requests)
            if number:
                rates[name].append(seen.rate)
    whole = [(one + two) / 2 for one, two in zip(rates["send"], rates["send again"], strict=True)]
    same = statistics.median(two / one for one, two in zip(rates["send"], rates["send again"], strict=True))
    rows, read = "", []
    for peer in found:
        ratios = sorted(one / max(two, 0.1) for one, two in zip(whole, rates[peer.name], strict=True))
        middle = statistics.median(ratios)
        rows += f"| {peer.name} | {statistics.median(rates[peer.name]):,.0f} | {ratios[0]:.1f} / **{middle:.1f}** / {ratios[-1]:.1f} |\n"
        limit = 4 if "Wagtail" in peer.name else 12
        read.append(at_least(10, f"send to {peer.name}, 8 connections", middle, limit, same=same))
    return PEERS.format(ours=statistics.median(whole), rows=rows), read


PEERS = """
Beside others (`benchmarks/peers`, twelve questions, as many workers, 8 connections, in turns; ours sends at {ours:,.0f} a second):

| Peer | Requests a second | Ours to theirs |
|---|---:|---|
{rows}"""


def readings_of(connections: int, found: dict[str, list[Seen]]) -> Reading:
    plain = [(one.rate + two.rate) / 2 for one, two in zip(found["bare"], found["bare again"], strict=True)]
    ratio = statistics.median(one.rate / whole for one, whole in zip(found["send"], plain, strict=True))
    same = statistics.median(two.rate / one.rate for one, two in zip(found["bare"], found["bare again"], strict=True))
    rate = statistics.median(one.rate for one in found["send"])
    return at_least(
        9, f"send to a bare insert, {connections} connections", ratio, 0.5, same=same, context=f"{rate:,.0f} a second"
    )


def drawn_by_widgets(survey: Any, secret: str) -> Iterator[Reading]:
    """A question as the product draws it, beside the same form drawn by Django’s own widgets: calls of Python."""
    import cProfile
    import pstats

    from django import forms
    from django.db import connection
    from django.template import engines
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.cookies["answers"] = secret
    path = f"/s/{survey.token}/question/involved/"
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(path)
    statements = len(asked)  # now: the next request forgets them
    if page.status_code != 200:
        raise SystemExit(f"{path}: {page.status_code}")

    def calls(step: Callable[[], Any]) -> int:
        step()
        profile = cProfile.Profile()
        profile.runcall(step)
        stats: Any = pstats.Stats(profile)
        return int(stats.total_calls)

    fields = {
        question["code"]: forms.ChoiceField(
            choices=[(option["code"], option["text"]) for option in question["options"]],
            widget=forms.RadioSelect,
            label=question["text"],
        )
        for question in survey.questions
        if question["options"]
    }
    whole = type("Whole", (forms.Form,), fields)
    template = engines["django"].from_string(
        "<form>{% for field in form %}{{ field.label_tag }}{{ field }}{% endfor %}</form>"
    )
    ratio = calls(lambda: client.get(path)) / calls(lambda: template.render({"form": whole()}))
    yield at_most(11, "a question to all of them drawn by Django’s widgets, calls of Python", ratio, 0.1, counted=True)
    yield at_most(
        11, "statements for a question", statements, 0, counted=True, context="one reads the answers given so far"
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
    parser.add_argument("--quick", action="store_true", help="fewer rounds and visits; writes nothing but the readings")
    parser.add_argument("--readings", type=Path, help="write the readings to this file, as JSON")
    options = parser.parse_args()
    if options.quick:
        options.rounds, options.visits, options.dry = 5, 100, True
    read: list[Reading] = []
    # Ended from outside, it still takes its server and its database away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Ended before it was done; nothing is written"))
    with place.database():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE benchmark_bare (id bigserial PRIMARY KEY, answers jsonb NOT NULL)")
        survey, _ = world.an_area("Seaborough")
        most = int((len(CONNECTIONS) + 3) * options.rounds * options.seconds * 900)
        ready, writing = world.people(survey, most), world.people(survey, 400, kind="writing")
        made = {}
        for size in SIZES:
            made[size] = world.an_area(f"Area{size}")
            world.answered(made[size][0], size)
        with place.server() as port, peers.running() as others:
            todo = steps(survey, iter(ready), writing)
            measure(port, todo, 8, 1, 0.5)
            table = ""
            for number in CONNECTIONS:
                seen = measure(port, todo, number, options.rounds, options.seconds)
                table += "".join(rows(number, seen))
                read.append(readings_of(number, seen))
            beside, more = beside_peers(port, todo["send"](), options.rounds, options.seconds, others)
            read += more
            families = burst(port, survey, options.visits)
        flat = "".join(results(made))
        read += drawn_by_widgets(survey, writing[0])
    text = TEXT.format(
        rounds=options.rounds, seconds=options.seconds, workers=place.WORKERS, machine=machine(), looks=LOOKS, table=table,
        beside=beside, families=families, flat=flat, today=time.strftime("%-d %B %Y"),
    )  # fmt: skip
    tell(read, options.readings)
    sys.stdout.write(text if options.dry else put("Answering a survey, and its results", text))


TEXT = """PostgreSQL and Redis, gunicorn with {workers} workers as in production, the client on the same processors. Each step and
a bare Django view that inserts one row behind the same middleware took turns in {rounds} rounds of {seconds:g} s; a ratio is to the
bare view in the same round (least / **median** / most). “bare again” beside “bare” shows what the machine itself varies by.
Where those two differ by more than a tenth, the ratios at that number of connections say little.
{machine}, {today}. Written by `python -m benchmarks.surveys`.

| Connections | Step | Requests a second | Half within | 95 in 100 within | Ratio to the bare insert |
|---:|---|---:|---:|---:|---|
{table}{beside}
{families}

The page of results, as one person sees it, {looks} looks at each size in turns, medians:

| Answers | Page | Time | Ratio to 100 answers |
|---:|---|---:|---:|
{flat}"""

if __name__ == "__main__":
    main()
