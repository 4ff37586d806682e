"""Web processes and the database are killed, cut off, held up and replaced while people work: R1 to R4, R16, R20."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from contextlib import suppress
from typing import Any

import psycopg2
import pytest

from config import timeouts
from tests.processes import wait_until
from tests.trust.harness import Stage
from tests.trust.people import GENEROUS, address, medians

pytestmark = [
    pytest.mark.serve,
    pytest.mark.prove,
    pytest.mark.xdist_group("serve"),
    pytest.mark.timeout(2400),
]
PAGES = ("/", "/letters/", "/notices/", "/people/", "/accounts/login/", "/health/")


@pytest.mark.trust("R1", "kill -9 of a web worker, 20 times, under load")
def test_web_workers_are_killed(stage: Stage, figures: Any) -> None:
    with stage.load() as told:
        for number in range(20):
            stage.one_acknowledged(told)
            workers = stage.web_workers()
            told.faults_at.append(time.monotonic())
            for pid in workers[number % 2 :][:1]:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
    stage.judge(told, figures, whole_within=5)
    doubled = 0
    for number in range(9_000, 9_010, 2):  # a form without its hidden key, pressed again because no answer came
        assert [stage.invite(number, "")[0] for _ in range(2)] == [302, 302]
        (count,) = stage.postgres.sql(
            "SELECT count(*) FROM accounts_invitation i JOIN accounts_user u ON u.id = i.user_id WHERE u.email = %s",
            address(number),
        )[0]
        doubled += count == 2
    figures.control("a form without its hidden key", caught=doubled, of=5)


@pytest.mark.trust("R2", "every connection to the database ended, each second, under load")
def test_connections_are_cut(stage: Stage, figures: Any) -> None:
    with stage.load() as told:
        for _ in range(10):
            stage.one_acknowledged(told)
            told.faults_at.append(time.monotonic())
            stage.postgres.cut_all()
            threading.Event().wait(2)  # the pace of the faults, not a wait for something
    stage.judge(told, figures, whole_within=5)
    assert told.share_failed <= 0.005, told.statuses


@pytest.mark.trust("R3", "pg_ctl -m immediate restart, 3 times, under load")
def test_the_database_crashes(stage: Stage, figures: Any) -> None:
    with stage.load() as told:
        for _ in range(3):
            stage.one_acknowledged(told)
            told.faults_at.append(time.monotonic())
            stage.postgres.crash()
        stage.one_acknowledged(told)
    stage.judge(told, figures, whole_within=10)
    figures("answers while it was down", dict(told.statuses))
    assert told.statuses["500"] == 0, "503 rather than 500"


@pytest.mark.trust("R4", "the database stopped, then started again")
def test_the_database_is_away(stage: Stage, figures: Any) -> None:
    number = 9_100
    with stage.load() as told:
        stage.one_acknowledged(told)
        stage.postgres.stop("fast")
        away = time.monotonic()
        status, _, page, headers = stage.invite(number, "kept-while-away")
        assert (status, headers["Retry-After"]) == (503, "10")
        assert "Send it again" in page and address(number) in page, "what was typed is in the page"
        status, _, page, _ = stage.ask("/")
        assert (status, "does not answer at the moment" in page) == (503, True)
        assert stage.ask("/health/")[0] == stage.ask("/health/live/")[0] == 503
        threading.Event().wait(25)  # how long it is away
        processes = set(stage.web_workers()) | {stage.worker_child()}
        stage.postgres.start()
        told.faults_at.append(time.monotonic())
        stage.one_acknowledged(told)
    figures("away", f"{told.faults_at[0] - away:.0f} s")
    assert processes <= set(stage.processes("")), "no process died of it"
    stage.hurry()
    stage.judge(told, figures, whole_within=10)
    assert told.statuses["500"] == 0
    assert stage.invite(number, "kept-while-away")[0] == 302


@pytest.mark.trust("R16", "SIGTERM to the web server and to the worker, 3 times each, under load")
def test_processes_are_replaced(stage: Stage, figures: Any) -> None:
    with stage.load() as told:
        for number in range(6):
            stage.one_acknowledged(told)
            master = stage.web_master() if number % 2 == 0 else min(stage.processes(" worker "))
            told.faults_at.append(time.monotonic())
            os.kill(master, signal.SIGTERM)
            wait_until(lambda pid=master: pid not in stage.processes(""), seconds=GENEROUS, what="the old one ended")
            stage.one_acknowledged(told)
    figures("answers", dict(told.statuses))
    stage.judge(told, figures)
    assert told.failed == 0


@pytest.mark.trust("R20", "a table locked for as long as it takes, while four people wait for it")
def test_a_lock_holds_up_only_those_who_need_it(stage: Stage, figures: Any) -> None:
    assert stage.invite(9_200, uuid.uuid4().hex)[0] == 302

    def look() -> dict[str, float]:
        took = {}
        for page in PAGES:
            began = time.monotonic()
            assert stage.ask(page)[0] in (200, 302)
            took[page] = time.monotonic() - began
        return took

    look()
    idle = medians(look, 9)
    holder = psycopg2.connect(stage.postgres.url)
    holder.cursor().execute("LOCK TABLE accounts_invitation IN ACCESS EXCLUSIVE MODE")
    over, told = threading.Event(), []

    def wait_for_it(number: int) -> None:
        while not over.is_set():
            began = time.monotonic()
            status, _, page, _ = stage.invite(number, f"locked-{number}")
            told.append((status, time.monotonic() - began, "Send it again" in page))

    people = [threading.Thread(target=wait_for_it, args=(9_202 + 2 * each,)) for each in range(4)]
    for each in people:
        each.start()
    try:
        wait_until(
            lambda: (
                stage.postgres.sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")[0][0] >= 3
            ),
            seconds=20,
            what="people who wait for the lock",
        )
        held = medians(look, 9)
        wait_until(lambda: len(told) >= 4, seconds=30, what="answers to those who waited")
        # Without the limit of the web processes, somebody waits on.
        plain = psycopg2.connect(stage.postgres.url, options="-c statement_timeout=4500")
        began = time.monotonic()
        with pytest.raises(psycopg2.errors.QueryCanceled):
            plain.cursor().execute("SELECT count(*) FROM accounts_invitation")
        figures.control("no lock_timeout", caught=int(time.monotonic() - began > 4), of=1)
        plain.close()
    finally:
        over.set()
        holder.close()
        for each in people:
            each.join(30)
    ratios = {page: held[page] / max(idle[page], 0.05) for page in PAGES}
    worst = max(ratios, key=lambda page: ratios[page])
    figures("slowest other page", f"{ratios[worst]:.1f} times ({worst})")
    figures("those who needed it", f"503 after {max(took for _, took, _ in told[:4]):.1f} s, what they typed kept")
    assert {(status, kept) for status, _, kept in told[:4]} == {(503, True)}
    assert ratios[worst] <= 2, ratios
    for kind, (statement, lock, idle_for) in timeouts.LIMITS.items():
        limited = psycopg2.connect(stage.postgres.url, options=timeouts.of_database(kind)["options"])
        cursor = limited.cursor()
        cursor.execute(
            "SELECT name, setting::int FROM pg_settings WHERE name IN"
            " ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')"
        )
        assert dict(cursor.fetchall()) == {
            "statement_timeout": statement * 1000,
            "lock_timeout": lock * 1000,
            "idle_in_transaction_session_timeout": idle_for * 1000,
        }
        limited.close()
