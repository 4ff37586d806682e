"""Odd input to every form and every address with parameters: no server error, nothing half done."""

from __future__ import annotations

import logging
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import process_time
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as hypothesis_settings

from core import clock
from tests.access.matrix import ROWS
from tests.access.test_matrix import Stand
from tests.access.world import STAGES, TODAY
from tests.trust import fuzzing
from tests.trust.fuzzing import Faults, Target

SEED = int(os.environ.get("FUZZ_SEED") or random.SystemRandom().randrange(10**9))
# Of the processor, for all stages of the world together; each stage takes the share of its pages.
SECONDS = float(os.environ.get("FUZZ_SECONDS") or 240)


@pytest.fixture(autouse=True)
def quiet(settings: Any) -> Iterator[None]:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    logging.disable()
    yield
    logging.disable(logging.NOTSET)


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
        max_examples=most, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(strategy)
    def each(value: Any) -> None:
        if process_time() < until:
            act(value)

    each()


def forms(stand: Stand, stage: str, faults: Faults, *, most: int, seconds: float, some: slice = slice(None)) -> list[Target]:
    ends, chosen = process_time() + seconds, fuzzing.targets(stand, stage, "POST", SEED)[some]
    for number, target in enumerate(chosen):
        until = process_time() + (ends - process_time()) / (len(chosen) - number)
        boxes = fuzzing.boxes_of(stand, target)
        turn = random.Random(SEED)  # noqa: S311  (which of those who may)
        clients = [(name, stand.client_of(name)) for name in target.people]

        def act(pairs: list[tuple[str, str]], target: Target = target, clients: Any = clients, turn: Any = turn) -> None:
            name, client = turn.choice(clients)
            body = fuzzing.encoded(pairs)
            faults.look(f"{target} as {name}", body, fuzzing.ask(client, "POST", target.path, body.encode()))

        runs(fuzzing.sent(boxes), act, most=most, until=until)
    return chosen


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust("F1", "every form of every stage, drawn values in its boxes, as everybody who may send it")
@pytest.mark.parametrize("stage", STAGES)
def test_odd_input_to_every_form(stage: str, figures: Any) -> None:
    print(f"FUZZ_SEED={SEED}")
    faults = Faults()
    with standing(stage) as stand:
        chosen = forms(stand, stage, faults, most=2000, seconds=SECONDS * share(stage, "POST"))
    figures(f"{stage}: forms", len(chosen))
    figures(f"{stage}: cases (seed {SEED})", faults.asked)
    figures(f"{stage}: server errors", len(faults.errors()))
    figures(f"{stage}: half done", len(faults.half()))
    print(faults.statuses)
    assert not faults.found, f"\n{faults}"


def addresses(stand: Stand, stage: str, faults: Faults, *, most: int, seconds: float, some: slice = slice(None)) -> int:
    """Every page that somebody may read, with odd values of what it reads from its address."""
    ends, chosen, names = process_time() + seconds, fuzzing.targets(stand, stage, "GET", SEED)[some], 0
    for number, target in enumerate(chosen):
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


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.timeout(900)
@pytest.mark.trust("F2", "every page of every stage that somebody may read, drawn values of each parameter it was seen to read")
@pytest.mark.parametrize("stage", STAGES)
def test_odd_query_strings(stage: str, figures: Any) -> None:
    print(f"FUZZ_SEED={SEED}")
    faults = Faults()
    with standing(stage) as stand:
        names = addresses(stand, stage, faults, most=1000, seconds=SECONDS * share(stage, "GET"))
    figures(f"{stage}: parameters", names)
    figures(f"{stage}: cases (seed {SEED})", faults.asked)
    figures(f"{stage}: server errors", len(faults.errors()))
    print(faults.statuses)
    assert not faults.errors(), f"\n{faults}"
