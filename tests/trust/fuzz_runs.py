"""How the odd input of `fuzzing` is drawn and sent: seeded, within a time, every fault gathered before any is told."""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, process_time
from typing import Any

from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from core import clock
from tests.access.matrix import ROWS
from tests.access.test_matrix import Stand
from tests.access.world import TODAY
from tests.trust import fuzzing
from tests.trust.fuzzing import Faults, Target

SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(10**9))
# Of the clock, for one stage: a machine that is busy asks less.
LONGEST = 600


@contextmanager
def standing(stage: str) -> Iterator[Stand]:
    with transaction.atomic(), clock.travelled_to(TODAY):
        yield Stand(stage)
        transaction.set_rollback(True)


def share(stage: str, method: str) -> float:
    rows = [row.stage for row in ROWS if fuzzing.may(row, method)]
    return rows.count(stage) / len(rows)


def runs(strategy: Any, act: Callable[[Any], None], *, most: int, until: float) -> None:
    """`act` on drawn values, until there were `most` or the time is over."""

    @seed(SEED)
    @hypothesis_settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def each(value: Any) -> None:
        if process_time() < until:
            act(value)

    each()


def forms(
    stand: Stand, stage: str, faults: Faults, *, most: int, seconds: float, some: slice = slice(None)
) -> list[Target]:
    ends, chosen = process_time() + seconds, fuzzing.targets(stand, stage, "POST", SEED)[some]
    over = monotonic() + LONGEST
    for number, target in enumerate(chosen):
        if monotonic() > over:
            break
        until = process_time() + (ends - process_time()) / (len(chosen) - number)
        boxes = fuzzing.boxes_of(stand, target)
        turn = random.Random(SEED)
        clients = [(name, stand.client_of(name)) for name in target.people]

        def act(
            pairs: list[tuple[str, str]], target: Target = target, clients: Any = clients, turn: Any = turn
        ) -> None:
            name, client = turn.choice(clients)
            body = fuzzing.encoded(pairs)
            faults.look(f"{target} as {name}", body, fuzzing.ask(client, "POST", target.path, body.encode()))

        runs(fuzzing.sent(boxes), act, most=most, until=until)
    return chosen


def addresses(stand: Stand, stage: str, faults: Faults, *, most: int, seconds: float, some: slice = slice(None)) -> int:
    """Every page that somebody may read, with odd values of what it reads from its address."""
    ends, chosen, names = process_time() + seconds, fuzzing.targets(stand, stage, "GET", SEED)[some], 0
    over = monotonic() + LONGEST
    for number, target in enumerate(chosen):
        if monotonic() > over:
            break
        until = process_time() + (ends - process_time()) / (len(chosen) - number)
        client = stand.client_of(target.people[0])
        read = fuzzing.parameters_of(client, target.path)
        names += len(read)

        def act(pairs: list[tuple[str, str]], target: Target = target, client: Any = client) -> None:
            query = fuzzing.encoded(pairs)
            faults.look(f"{target} as {target.people[0]}", query, fuzzing.ask(client, "GET", target.path, query=query))

        # A page that reads nothing is asked little.
        runs(fuzzing.queries(read), act, most=most if read else 3, until=until)
    return names
