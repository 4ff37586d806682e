"""The supervisor with children of our own making: what it does when they will not stop, and when they will not start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from config import supervisor
from tests.processes import carrying, wait_until

ROOT = Path(__file__).resolve().parent.parent
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True)\nwhile True: signal.pause()"
PROGRAM = """
import sys
from pathlib import Path
from config.supervisor import Child, Supervisor
child = Child("stubborn", [sys.executable, "-c", sys.argv[1]], Path(sys.argv[2]))
sys.exit(Supervisor(children=[child], address=("127.0.0.1", 9), say=lambda line: print(line, flush=True), ready=lambda: None).run())
"""


@pytest.fixture
def mark() -> Iterator[str]:
    """In the environment of what is started here; nothing that carries it is left at the end."""
    name = f"SUPERVISED={uuid.uuid4().hex}"
    yield name
    for pid in carrying(name):
        os.kill(pid, signal.SIGKILL)


def start(child: str, log: Path, mark: str) -> subprocess.Popen[str]:
    name, _, value = mark.partition("=")
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM, child, str(log)],
        env=os.environ | {name: value}, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip


def test_a_second_signal_stops_what_will_not_stop(tmp_path, mark):
    log = tmp_path / "stubborn.log"
    started = start(STUBBORN, log, mark)
    assert started.stdout
    wait_until(lambda: log.exists() and "deaf" in log.read_text(), seconds=30, what="the child")
    started.send_signal(signal.SIGINT)
    assert started.stdout.readline() == "Stopping…\n"
    with pytest.raises(subprocess.TimeoutExpired):  # it is being patient
        started.wait(timeout=1)
    started.send_signal(signal.SIGINT)
    assert started.wait(timeout=10) == 130
    assert started.stdout.read() == "Stopped.\n"
    assert carrying(mark) == {}


def test_a_child_that_cannot_start_ends_it_with_its_reason(tmp_path, mark):
    started = start("raise SystemExit('no such table')", tmp_path / "stubborn.log", mark)
    out, _ = started.communicate(timeout=60)
    assert started.returncode == 1
    assert f"Could not start: stubborn stopped 3 times (exit code 1; see {tmp_path / 'stubborn.log'})" in out
    assert (tmp_path / "stubborn.log").read_text().count("no such table") == 3


def test_each_crash_waits_longer_and_a_steady_run_is_forgiven(tmp_path, monkeypatch):
    clock = iter([100.0, 100.0, 100.0, 100.0, 500.0, 500.0])
    monkeypatch.setattr(supervisor, "monotonic", lambda: next(clock))
    child = supervisor.Child("web", ["true"], None, started=99.0)
    child.process = subprocess.Popen(["true"], process_group=0)
    _, status = os.waitpid(child.process.pid, 0)
    pauses = []
    for _ in range(3):
        child.ended(status)
        pauses.append(child.again_at)
    assert pauses == [100.5, 101.0, 500.5]


def test_a_large_log_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(supervisor, "LARGEST_LOG", 10)
    log = tmp_path / "web.log"
    log.write_text("eleven bytes")
    child = supervisor.Child("web", ["echo", "new"], log)
    child.start()
    assert child.process
    child.process.wait()
    assert log.read_text() == "new\n"
    assert (tmp_path / "web.log.1").read_text() == "eleven bytes"


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", 70000, "PORT must be between 0 and 65535"),
        ("192.0.2.1", 8000, "Cannot listen on 192.0.2.1, port 8000"),
    ],
)
def test_an_impossible_address_is_refused_in_words(host, port, words):
    with pytest.raises(supervisor.CannotStart, match=words):
        supervisor.listen(host, port)
