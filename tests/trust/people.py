"""People at work while something goes wrong.

They post numbered items (a survey answer; an invitation, which is audited and makes an e-mail), write down what was acknowledged, and
press again when no answer came.
"""

from __future__ import annotations

import http.client
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from tests.processes import wait_until
from tests.test_serve import Running

# Seconds that something may take before it is said to stand still: a machine with other work is slow. What counts as held is measured
# and asserted by itself.
GENEROUS = 240
TOKEN = "facefacefacefacefacefacefaceface"


def address(number: int) -> str:
    return f"item-{number}@example.org"


@dataclass
class Load:
    """What people did and were told."""

    acknowledged: set[int] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged_at: list[float] = field(default_factory=list)
    faults_at: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status != "ok")

    @property
    def share_failed(self) -> float:
        return self.failed / max(1, sum(self.statuses.values()))

    @property
    def whole_after(self) -> float:
        """The longest time from a fault to the next thing that was acknowledged."""
        waits = [
            min((at - fault for at in self.acknowledged_at if at > fault), default=float("inf"))
            for fault in self.faults_at
        ]
        return max(waits, default=0.0)


@dataclass
class People:
    """Whoever uses a service that runs."""

    running: Running
    token: str
    session: str
    email: str
    numbers: Iterator[int]

    def ask(
        self,
        path: str,
        sent: dict[str, object] | None = None,
        cookie: str = "",
        timeout: float = GENEROUS,  # as patient as a browser
        source: str = "127.0.0.1",
    ) -> tuple[int, str, str, Any]:
        """Status, where it leads, the page, its headers. Raises OSError or HTTPException where no answer came."""
        headers = {"Host": "127.0.0.1", "Cookie": f"csrftoken={TOKEN}; sessionid={self.session}; {cookie}"}
        body = None
        if sent is not None:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **sent}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout, source_address=(source, 0))
        try:
            connection.request("GET" if sent is None else "POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode(), answer.headers
        finally:
            connection.close()

    def invite(self, number: int, key: str) -> tuple[int, str, str, Any]:
        form = {"name": f"Item {number}", "email": address(number), "organisation": "council", "submission_key": key}
        return self.ask("/people/invite/", form)

    def post_item(self, number: int, key: str, kept: dict[str, str]) -> int:
        """An even number is an invitation, an odd one an answer to the survey; the status of its last step.

        `kept` is what the browser keeps between two presses: the secret of the answers.
        """
        if number % 2 == 0:
            return self.invite(number, key)[0]
        if "secret" not in kept:
            status, _, _, headers = self.ask(f"/s/{self.token}/", {"variant": "standard", "language": "en"})
            if status != 302:
                return status
            cookies = headers.get_all("Set-Cookie") or ()
            kept["secret"] = next((each.split(";")[0] for each in cookies if each.startswith("answers=")), "")
        sent = {"answer": f"item {number}", "go": "next"}
        return self.ask(f"/s/{self.token}/question/best/", sent, cookie=kept["secret"])[0]

    @contextmanager
    def load(self, people: int = 4) -> Iterator[Load]:
        """People at work while the block runs; each ends with an item that was acknowledged, or gives up."""
        told, over, lock = Load(), threading.Event(), threading.Lock()

        def work() -> None:
            while not over.is_set():
                with lock:
                    number = next(self.numbers)
                self._until_acknowledged(number, told, over, lock)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(people)]
        for thread in threads:
            thread.start()
        try:
            yield told
        finally:
            over.set()
            for thread in threads:
                thread.join(GENEROUS + 60)
        assert not told.odd, told.odd[:3]

    def _until_acknowledged(self, number: int, told: Load, over: threading.Event, lock: Any) -> None:
        key, give_up, pause, kept = uuid.uuid4().hex, None, threading.Event(), dict[str, str]()
        while True:
            try:
                status: int | str = self.post_item(number, key, kept)
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            with lock:
                told.statuses["ok" if status == 302 else str(status)] += 1
                if status == 302:
                    told.acknowledged.add(number)
                    told.acknowledged_at.append(time.monotonic())
                    return
                if isinstance(status, int) and status < 500:
                    told.odd.append(f"{number}: {status}")
                    return
            give_up = give_up or (time.monotonic() + GENEROUS if over.is_set() else None)
            if give_up and time.monotonic() > give_up:
                return
            pause.wait(0.1)

    def one_acknowledged(self, told: Load, seconds: float = GENEROUS) -> None:
        """Wait until somebody was acknowledged after now."""
        began = time.monotonic()
        wait_until(
            lambda: told.acknowledged_at and told.acknowledged_at[-1] > began,
            seconds=seconds,
            what="an acknowledged item",
        )


def medians(ask: Callable[[], dict[str, float]], times: int) -> dict[str, float]:
    """The median seconds of each page over some rounds."""
    rounds = [ask() for _ in range(times)]
    return {name: sorted(each[name] for each in rounds)[times // 2] for name in rounds[0]}
