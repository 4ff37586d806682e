"""The product served by gunicorn, workers and threads as in its settings, on a database of its own."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from tests.processes import carrying, own_database, wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
TOKEN = "a" * 32


@dataclass
class Served:
    port: int
    environment: dict[str, str]
    threads: int

    def run(self, code: str) -> str:
        """Python in the product's own settings and database."""
        whole = f"import django; django.setup()\n{code}"
        done = subprocess.run(
            [sys.executable, "-c", whole],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
        )
        return done.stdout

    def ask(
        self, method: str, path: str, boxes: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, dict[str, str], str, float]:
        """Status, headers, body and seconds of one request on a connection of its own."""
        began = perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = urlencode({"csrfmiddlewaretoken": TOKEN} | boxes) if boxes is not None else None
            cookie = "; ".join(filter(None, (f"csrftoken={TOKEN}", headers.pop("Cookie", ""))))
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if sent else {}
            connection.request(method, path, body=sent, headers={"Cookie": cookie} | kind | headers)
            answer = connection.getresponse()
            body = answer.read().decode("utf-8", "replace")
            return answer.status, dict(answer.getheaders()), body, perf_counter() - began
        finally:
            connection.close()


@contextmanager
def served(var: Path, *, settings: str, workers: int = 2, threads: int = 4, **more: str) -> Iterator[Served]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    mark = f"served_{uuid.uuid4().hex[:12]}"
    with own_database(var) as url:
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
        environment |= {
            "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": settings, "WEB_WORKERS": str(workers), "WEB_THREADS": str(threads),
            "SERVED_TEST": mark, "VAR_DIR": str(var), **more,
        }  # fmt: skip
        command = [sys.executable, "-m", "gunicorn", "-c", "config/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
        with (var / "gunicorn.log").open("w") as log:
            process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
        here = Served(port, environment, workers * threads)

        def answers() -> bool:
            assert process.poll() is None, (var / "gunicorn.log").read_text()
            try:
                return here.ask("GET", "/health/")[0] in (200, 503)
            except OSError:
                return False

        try:
            wait_until(answers, seconds=90, what="the product answers")
            yield here
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            for pid in carrying(f"SERVED_TEST={mark}"):
                os.kill(pid, signal.SIGKILL)
