from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import suppress
from subprocess import SubprocessError

import pytest
from psycopg2 import OperationalError

from tests.processes import wait_until
from tests.trust.harness import Stage, made_stage


@pytest.fixture(scope="session")
def whole_stage() -> Iterator[Stage]:
    with made_stage() as made:
        yield made


@pytest.fixture
def stage(whole_stage: Stage) -> Iterator[Stage]:
    """The service, whole: what an earlier test broke off in the middle is put right first."""
    put_right(whole_stage)
    yield whole_stage
    put_right(whole_stage)


def put_right(stage: Stage) -> None:
    stage.mail.way = "take"
    stage.redis.signal(signal.SIGCONT)
    if not stage.redis.answers():
        with suppress(Exception):
            stage.redis.kill()
        stage.redis.start()
    try:
        stage.postgres.sql("SELECT 1")
    except OperationalError:
        with suppress(SubprocessError):
            stage.postgres.start()
    wait_until(stage.running.answers, seconds=60, what="the service whole")
    stage.worker_child()
