"""Many people sign in at once: the others go on working."""

from __future__ import annotations

import io
import statistics
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse

from accounts.middleware import PasswordQueueMiddleware
from tests.trust import counting
from tests.trust.serving import Served, served

RIGHT = "tulip canyon marble"
ROUNDS, AT_ONCE, PAGE = 6, 50, "/privacy/"


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1]


def measured(here: Served, settings: Any = None) -> tuple[float, int, int, float]:
    """How many times slower a page is while 50 sign in, how many came in, how many were told to try again, and the most MB in use."""
    idle: list[float] = []
    meanwhile: list[float] = []
    statuses: list[int] = []
    for _ in range(ROUNDS):
        # In turns with the calm, so that whatever else the machine does falls on both.
        idle += [here.ask("GET", PAGE)[3] for _ in range(10)]
        over = threading.Event()

        def sign_in(n: int) -> int:
            return here.ask("POST", "/accounts/login/", {"login": f"p{n}@example.org", "password": RIGHT})[0]

        with ThreadPoolExecutor(AT_ONCE + 1) as pool:
            signing = [pool.submit(sign_in, n) for n in range(AT_ONCE)]

            def pages(over: threading.Event = over) -> list[float]:
                times = [here.ask("GET", PAGE)[3]]
                while not over.is_set():
                    times.append(here.ask("GET", PAGE)[3])
                return times

            looking = pool.submit(pages)
            statuses += [each.result() for each in signing]
            over.set()
            meanwhile += looking.result()
    return p95(meanwhile) / p95(idle), statuses.count(302), statuses.count(503), len(meanwhile)


PEOPLE = f"""
from django.contrib.auth.hashers import make_password
from accounts.models import User
made = make_password({RIGHT!r})
User.objects.bulk_create(User(email=f"p{{n}}@example.org", name="Ada", password=made) for n in range({AT_ONCE}))
"""


@pytest.mark.prove
@pytest.mark.serve
@pytest.mark.xdist_group("serve")
@pytest.mark.trust(
    "S10",
    f"{AT_ONCE} people sign in at once, {ROUNDS} times, over gunicorn with the real Argon2, while somebody reads a page",
)
def test_other_pages_go_on_while_fifty_sign_in(tmp_path: Path, figures, monkeypatch):
    def run(name: str, **more: str) -> tuple[float, int, int, float]:
        var = tmp_path / name
        var.mkdir()
        (var / "checks").touch()
        monkeypatch.setenv(counting.MARK, str(var / "checks"))
        with served(var, settings="tests.trust.settings_counted", LOG_LEVEL="ERROR", **more) as here:
            here.run(PEOPLE)
            return measured(here)

    slower, came_in, told, looks = run("queue")
    figures("p95 of other pages", f"{slower:.1f} times idle, {looks:.0f} looks")
    figures("signed in, told to try again", f"{came_in}, {told}")
    assert came_in + told == ROUNDS * AT_ONCE
    assert came_in >= ROUNDS * 2
    without, *_ = run("no_queue", NO_PASSWORD_QUEUE="1")
    figures("without the queue", f"{without:.1f} times idle")
    figures.control("no queue", caught=int(without > 2), of=1)
    assert slower <= 2


def test_one_is_checked_a_few_wait_and_more_are_told(rf, settings):
    settings.PASSWORD_PLACES = 2
    inside, go_on = threading.Semaphore(0), threading.Event()
    seen: list[str] = []

    def slow(request: Any) -> HttpResponse:
        seen.append(request.path)
        if request.method == "POST" and "login" in request.path:
            inside.release()
            assert go_on.wait(10)
        return HttpResponse("done")

    queue = PasswordQueueMiddleware(slow)
    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(queue, rf.post("/accounts/login/"))
        assert inside.acquire(timeout=10)
        second = pool.submit(queue, rf.post("/accounts/login/"))
        from tests.processes import wait_until

        wait_until(lambda: queue.places._value == 0, seconds=10, what="the second waits")
        assert seen.count("/accounts/login/") == 1, "one at a time"
        third = queue(rf.post("/accounts/login/"))
        assert (third.status_code, third.headers["Retry-After"]) == (503, "2")
        assert b"Try again in a moment" in third.content
        assert queue(rf.get("/accounts/login/")).status_code == 200, "the page itself is always there"
        assert queue(rf.post("/people/invite/")).status_code == 200, "and so is every other one"
        go_on.set()
        assert first.result().status_code == second.result().status_code == 200
    assert queue(rf.post("/no/such/")).status_code == 200


def test_a_form_sent_slowly_takes_no_place(rf, settings):
    settings.PASSWORD_PLACES = 1
    reading, go_on = threading.Event(), threading.Event()

    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            reading.set()
            assert go_on.wait(10)
            return super().read(size)

    queue = PasswordQueueMiddleware(lambda request: HttpResponse(request.POST["login"]))
    form = urlencode({"login": "slow"}).encode()
    kind = "application/x-www-form-urlencoded"
    with ThreadPoolExecutor(1) as pool:
        slow = rf.post("/accounts/login/", form, content_type=kind, **{"wsgi.input": Slow(form)})
        held = pool.submit(queue, slow)
        try:
            assert reading.wait(10)
            assert queue(rf.post("/accounts/login/", {"login": "quick"})).content == b"quick"
        finally:
            go_on.set()
        assert held.result().content == b"slow"
