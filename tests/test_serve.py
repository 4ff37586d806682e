"""The whole product as processes: it starts, mends itself, and leaves nothing behind however it ends."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.processes import carrying, own_database, wait_until

pytestmark = [pytest.mark.serve, pytest.mark.xdist_group("serve")]
ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]


@dataclass
class Place:
    """A folder, a database and an environment of its own; `mark` is in the environment of every process started here."""

    var: Path
    mark: str
    environment: dict[str, str]

    def processes(self, word: str = "") -> dict[int, str]:
        return {pid: line for pid, line in carrying(self.mark).items() if word in line}

    def manage(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*MANAGE, *arguments], env=self.environment | more, capture_output=True, text=True, timeout=120, check=False
        )

    def log(self, name: str) -> str:
        path = self.var / "log" / f"{name}.log"
        return path.read_text() if path.exists() else ""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    name = f"serve_{uuid.uuid4().hex[:12]}"
    var = tmp_path_factory.mktemp("var")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    environment |= {
        "SERVE_TEST": name, "VAR_DIR": str(var), "PORT": "0", "HOST": "127.0.0.1", "WEB_WORKERS": "1", "TASK_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "ALLOWED_HOSTS": "localhost,127.0.0.1",
    }  # fmt: skip
    with own_database(var) as url:
        here = Place(var, f"SERVE_TEST={name}", environment | {"DATABASE_URL": url})
        yield here
        for pid in here.processes():
            os.kill(pid, signal.SIGKILL)
        wait_until(lambda: not here.processes(), seconds=10, what="every process gone")


@dataclass
class Running:
    place: Place
    process: subprocess.Popen[str]
    port: int
    output: Callable[[], str]

    def answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()


@pytest.fixture
def running(place: Place, tmp_path: Path) -> Iterator[Running]:
    out = tmp_path / "out"
    with out.open("w") as to:
        process = subprocess.Popen([*MANAGE, "serve"], env=place.environment, stdout=to, stderr=to, text=True)
    try:
        wait_until(
            lambda: "Ctrl-C stops it" in out.read_text() or process.poll() is not None, seconds=180, what="ready"
        )
        found = re.search(r"Ready: http://127\.0\.0\.1:(\d+)/", out.read_text())
        assert found, out.read_text() + place.log("web")
        yield Running(place, process, int(found.group(1)), out.read_text)
    finally:
        process.kill()
        process.wait()
        wait_until(lambda: not place.processes(), seconds=30, what="every process gone")


def test_a_killed_worker_is_started_again_and_a_stop_leaves_nothing(running: Running) -> None:
    assert running.answers()
    wait_until(lambda: len(running.place.processes(" worker ")) >= 2, seconds=90, what="the worker and its child")
    before = set(running.place.processes(" worker "))
    os.kill(min(before), signal.SIGKILL)
    wait_until(lambda: "worker stopped (killed by SIGKILL" in running.output(), seconds=30, what="a line about it")
    wait_until(lambda: len(set(running.place.processes(" worker ")) - before) >= 2, seconds=90, what="a new worker")
    assert not before & set(running.place.processes(" worker ")), "what the killed worker had started is gone too"
    assert running.answers()

    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(timeout=40) == 0
    assert running.place.processes() == {}
    assert running.output().endswith("Stopped.\n")


def test_nothing_is_left_when_the_supervisor_itself_is_killed(running: Running) -> None:
    wait_until(lambda: len(running.place.processes(" worker ")) >= 2, seconds=90, what="the worker and its child")
    assert len(running.place.processes()) >= 5
    running.process.kill()
    running.process.wait()
    wait_until(lambda: not running.place.processes(), seconds=30, what="every process gone")


def test_the_scheduler_ticks_and_the_worker_does_the_work(running: Running, place: Place) -> None:
    """Through the real broker: a row that nobody can handle gets its attempt counted by the worker."""
    row = (
        "from django.utils import timezone as t; from core.models import OutboxRow as R;"
        "R.objects.create(kind='unheard of', key='serve', created_at=t.now(), due_at=t.now())"
    )
    assert place.manage("shell", "-v0", "-c", row).returncode == 0
    wait_until(lambda: "of kind unheard of failed" in place.log("worker"), seconds=120, what="the worker's attempt")
    seen = place.manage(
        "shell", "-v0", "-c", "from core.models import OutboxRow as R; print(R.objects.get(key='serve').attempts)"
    )
    assert seen.stdout.strip() == "1", seen.stderr


def test_a_web_process_that_dies_loses_no_connection(running: Running) -> None:
    (master,) = {pid for pid in running.place.processes("gunicorn") if parent(pid) == running.process.pid}
    os.killpg(master, signal.SIGKILL)
    # The supervisor keeps the socket: the request waits for the new web process instead of being refused.
    with socket.create_connection(("127.0.0.1", running.port), timeout=30) as early:
        early.sendall(b"GET /health/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert early.recv(12) == b"HTTP/1.1 200"


def parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


def test_a_second_one_on_the_same_folder_is_refused(running: Running) -> None:
    second = running.place.manage("serve")
    assert second.returncode == 1
    assert second.stderr.count("\n") == 1
    assert "Already running" in second.stderr and str(running.process.pid) in second.stderr


def test_a_taken_port_is_said_in_one_line(place: Place) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = place.manage("serve", PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert f"Port {port} on 127.0.0.1 is taken" in refused.stderr
    assert place.processes() == {}


def test_a_taken_port_is_known_before_anything_is_prepared(place: Place, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        refused = place.manage("serve", "--prepare", PORT=str(taken.getsockname()[1]), VAR_DIR=str(tmp_path))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "is taken" in refused.stderr


def test_it_stops_with_the_process_that_started_it(place: Place, tmp_path: Path) -> None:
    """As under make: a killed make takes the service with it."""
    out = tmp_path / "out"
    script = f"import subprocess; subprocess.run({[*MANAGE, 'serve', '--with-parent']!r})"
    with out.open("w") as to:
        starter = subprocess.Popen([sys.executable, "-c", script], env=place.environment, stdout=to, stderr=to)
    wait_until(lambda: "Ready:" in out.read_text(), seconds=180, what="ready")
    starter.kill()
    starter.wait()
    wait_until(lambda: not place.processes(), seconds=40, what="every process gone")
