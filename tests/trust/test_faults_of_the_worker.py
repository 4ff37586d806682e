"""The worker, the broker and the scheduler are killed, held, filled up and doubled: R6 to R10, R12 to R15."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import redis
from django.core.cache.backends.redis import RedisCache

from config.celery import app
from tests.processes import wait_until
from tests.trust.harness import PASSWORD, Stage
from tests.trust.people import GENEROUS, address, medians
from tests.trust.test_faults_of_the_web import PAGES

PLACES = iter(range(2, 250))
# A shorter time than this is not told from the noise of the machine.
RESOLUTION = 0.05

pytestmark = [
    pytest.mark.serve,
    pytest.mark.prove,
    pytest.mark.xdist_group("serve"),
    pytest.mark.timeout(2400),
]
PRINT = "SELECT claimed_until IS NOT NULL, done_at IS NOT NULL, attempts FROM core_outboxrow WHERE key = %s"
ROW = (
    "SELECT o.done_at IS NOT NULL, o.attempts FROM core_outboxrow o JOIN accounts_invitation i ON o.key = 'invitation:' || i.id"
    " JOIN accounts_user u ON u.id = i.user_id WHERE u.email = %s"
)


def held_in_mid_mail(stage: Stage, number: int) -> int:
    """The worker's child stands in the middle of sending the e-mail of this invitation, and of no other; its process id."""
    stage.drained()
    stage.mail.way = "hold"
    assert stage.invite(number, f"mid-{number}")[0] == 302
    wait_until(
        lambda: stage.mail.tries[address(number)], seconds=GENEROUS, what=f"the e-mail begun; {stage.last_words()}"
    )
    return stage.worker_child()


def seconds_until_done(stage: Stage, to: str, seconds: float) -> float:
    began = time.monotonic()
    wait_until(lambda: stage.postgres.sql(ROW, to)[0][0], seconds=seconds, what=f"the e-mail to {to}")
    return time.monotonic() - began


@pytest.mark.trust(
    "R6", "kill -9 of the process that is sending an e-mail, 3 times, and of one that is drawing a PDF, 2 times"
)
def test_a_child_is_killed_in_mid_task(stage: Stage, figures: Any) -> None:
    waits = []
    for number in range(9_300, 9_306, 2):
        child = held_in_mid_mail(stage, number)
        os.kill(child, signal.SIGKILL)
        stage.mail.way = "take"
        waits.append(seconds_until_done(stage, address(number), GENEROUS))
        assert (stage.mail.to(address(number)), stage.postgres.sql(ROW, address(number))) == (1, [(True, 2)])
    hits = 0
    for number in range(10):
        key = f"mid-print-{number}"
        child = stage.worker_child()  # looked up before: a PDF is drawn in less time than that takes
        stage.postgres.sql(
            "UPDATE surveys_print SET asked = asked + 1, pdf = NULL WHERE id = (SELECT min(id) FROM surveys_print)"
        )
        stage.postgres.sql(
            "INSERT INTO core_outboxrow (kind, key, payload, created_at, due_at, attempts, last_error) SELECT 'survey_print', %s,"
            " jsonb_build_object('print', id, 'asked', asked), now(), now(), 0, '' FROM surveys_print ORDER BY id LIMIT 1",
            key,
        )
        wait_until(lambda key=key: stage.postgres.sql(PRINT, key)[0][2], seconds=GENEROUS, what="the drawing begun")
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        began = time.monotonic()
        wait_until(lambda key=key: stage.postgres.sql(PRINT, key)[0][1], seconds=GENEROUS, what="the PDF")
        # One that was drawn before the shot came was not hit.
        if stage.postgres.sql(PRINT, key)[0][2] == 2:
            waits.append(time.monotonic() - began)
            hits += 1
        if hits == 2:
            break
    assert hits == 2, "it was killed in the middle"
    figures("done again within", f"{max(waits):.0f} s")
    figures("e-mails doubled", 0)
    assert max(waits) <= 30, waits


@pytest.mark.trust("R7", "kill -9 of the worker and its child in mid-task, and the broker emptied")
def test_the_whole_worker_is_killed_and_the_broker_forgets(stage: Stage, figures: Any) -> None:
    held_in_mid_mail(stage, 9_310)
    for pid in sorted(stage.processes(" worker ")):
        os.kill(pid, signal.SIGKILL)
    stage.redis.client().flushall()
    stage.mail.way = "take"
    took = seconds_until_done(stage, address(9_310), 300)
    figures("done again after", f"{took:.0f} s, without a message of the broker")
    assert stage.mail.to(address(9_310)) == 1
    assert took <= 300


@pytest.mark.trust("R8", "Redis killed with all it held, 5 times, under load")
def test_redis_is_killed_and_comes_back_empty(stage: Stage, figures: Any) -> None:
    with stage.load(people=3) as told:
        for _ in range(5):
            stage.one_acknowledged(told)
            stage.redis.kill()
            told.faults_at.append(time.monotonic())
            stage.one_acknowledged(told)
            stage.redis.start()
    assert told.failed == 0, told.statuses
    figures("outbox empty after", f"{stage.drained():.0f} s")
    stage.judge(told, figures)


def sign_in(stage: Stage) -> int:
    """The status of a real sign-in, without the session the stage has."""
    session, stage.session = stage.session, ""
    try:
        # Each from a place of its own: how often one place may try is another row.
        source = f"127.0.0.{next(PLACES)}"
        return stage.ask("/accounts/login/", {"login": stage.email, "password": PASSWORD}, source=source)[0]
    finally:
        stage.session = session


def timed(stage: Stage) -> dict[str, float]:
    took = {}
    for page in PAGES:
        began = time.monotonic()
        assert stage.ask(page)[0] in (200, 302), page
        took[page] = time.monotonic() - began
    began = time.monotonic()
    assert stage.ask(f"/s/{stage.token}/", {"variant": "standard", "language": "en"})[0] == 302
    took["the survey begun"] = time.monotonic() - began
    began = time.monotonic()
    assert sign_in(stage) == 302
    took["signing in"] = time.monotonic() - began
    return took


def every_page_with(stage: Stage, figures: Any, ill: Any, well: Any) -> None:
    timed(stage)
    idle = medians(lambda: timed(stage), 7)
    ill()
    try:
        slow = medians(lambda: timed(stage), 7)
        with stage.load(people=2) as told:
            stage.one_acknowledged(told)
            threading.Event().wait(3)  # work goes on for a while
    finally:
        well()
    ratios = {page: slow[page] / max(idle[page], RESOLUTION) for page in idle}
    worst = max(ratios, key=lambda page: ratios[page])
    figures("slowest page", f"{ratios[worst]:.1f} times ({worst})")
    assert ratios[worst] <= 2, (idle, slow)
    assert told.failed == 0, told.statuses
    stage.judge(told, figures)


@pytest.mark.trust("R9", "SIGSTOP to Redis while pages are asked for and people sign in")
def test_redis_hangs(stage: Stage, figures: Any) -> None:
    every_page_with(
        stage, figures, lambda: stage.redis.signal(signal.SIGSTOP), lambda: stage.redis.signal(signal.SIGCONT)
    )
    stage.redis.signal(signal.SIGSTOP)
    try:
        # The counters of sign-in in Redis alone, however short its patience.
        alone = RedisCache(stage.redis.url, {"OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25}})
        caught = 0
        for _ in range(3):
            with pytest.raises(redis.RedisError):
                alone.get("anything")
            caught += 1
    finally:
        stage.redis.signal(signal.SIGCONT)
    figures.control("no stand-in for Redis", caught=caught, of=3)


@pytest.mark.trust("R10", "maxmemory below what it holds, noeviction")
def test_redis_is_full(stage: Stage, figures: Any) -> None:
    def fill() -> None:
        stage.redis.client().config_set("maxmemory-policy", "noeviction")
        stage.redis.client().config_set("maxmemory", 1)
        with pytest.raises(redis.RedisError):
            stage.redis.client().set("one more", "byte")

    every_page_with(stage, figures, fill, lambda: stage.redis.client().config_set("maxmemory", 0))


@pytest.mark.trust("R12", "two schedulers and two workers, and each tick given out five times more")
def test_two_schedulers(stage: Stage, figures: Any, tmp_path: Path) -> None:
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    second = [
        subprocess.Popen(
            [*celery, *more], env=stage.place.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        for more in (
            ["beat", "--pidfile", "", "--schedule", str(tmp_path / "last")],
            [
                "worker",
                "--concurrency",
                "2",
                "--without-gossip",
                "--without-mingle",
                "--without-heartbeat",
                "-n",
                "two@%h",
            ],
        )
    ]
    flood = (
        "import random; from config.celery import app; names = [e['task'] for e in app.conf.beat_schedule.values()] * 5;"
        "random.shuffle(names); [app.send_task(name) for name in names]; print('sent', len(names))"
    )
    try:
        wait_until(lambda: len(stage.processes(" worker ")) >= 5, seconds=GENEROUS, what="the second worker")
        with stage.load(people=3) as told:
            for _ in range(2):
                assert "sent" in stage.place.manage("shell", "-v0", "-c", flood).stdout
            stage.one_acknowledged(told)
        stage.judge(told, figures)
        assert "sent" in stage.place.manage("shell", "-v0", "-c", flood).stdout  # and all of it again when all is done
        stage.drained()
    finally:
        for each in second:
            each.terminate()
        for each in second:
            each.wait(60)
    lost, doubled = stage.compare(told)
    assert (lost, doubled) == ([], [])
    waited = len(app.conf.beat_schedule)
    figures("kinds of tick", waited)


@pytest.mark.trust("R13", "the scheduler stands still while work of a day becomes due")
def test_all_is_made_up_for_when_the_scheduler_is_back(stage: Stage, figures: Any) -> None:
    (scheduler,) = [pid for pid in stage.processes(" beat ") if parent_is_serve(stage, pid)]
    os.kill(scheduler, signal.SIGSTOP)
    try:
        with stage.load(people=2) as told:
            threading.Event().wait(4)
        # What is waiting has waited for a day.
        stage.postgres.sql("UPDATE core_outboxrow SET due_at = due_at - interval '1 day' WHERE done_at IS NULL")
        stage.postgres.sql("UPDATE core_pulse SET at = at - interval '1 day'")
        status, _, page, _ = stage.ask("/health/")
        assert (status, page) == (503, '{"status": "late"}')
        assert "Late" in stage.ask("/service-health/")[2]
    finally:
        os.kill(scheduler, signal.SIGCONT)
    stage.judge(told, figures)
    wait_until(lambda: stage.ask("/health/")[0] == 200, seconds=GENEROUS, what="well again")


def parent_is_serve(stage: Stage, pid: int) -> bool:
    from tests.test_serve import parent

    return parent(pid) == stage.running.process.pid


@pytest.mark.trust("R15", "the disk of the tables filled up, under load, and emptied")
def test_the_disk_is_full(stage: Stage, figures: Any) -> None:
    junk = stage.postgres.data / "junk"
    with stage.load(people=3) as told:
        stage.one_acknowledged(told)
        with junk.open("wb") as out:
            try:
                while True:
                    out.write(b"\0" * 1_000_000)
                    out.flush()
            except OSError:
                pass
        wait_until(lambda: told.statuses["503"] > 0, seconds=GENEROUS, what="a page that says so")
        reading = stage.ask("/people/")[0], stage.ask("/letters/")[0]
        junk.unlink()
        told.faults_at.append(time.monotonic())
        stage.one_acknowledged(told)
    figures("reading meanwhile", reading)
    assert reading == (200, 200)
    assert told.statuses["500"] == 0, told.statuses
    stage.hurry()
    stage.judge(told, figures, whole_within=10)
