"""Two ways in which others take a form’s answers, from PyPI in an environment of their own: a Wagtail form page, django-survey-and-report.

Twelve questions with two choices each, gunicorn with as many workers as ours, PostgreSQL on the same machine. They keep a session or a
page tree besides; that is how they work. Where they cannot be installed nothing is said of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import place
from benchmarks.surveys_load import post

ROOT = Path(__file__).resolve().parent.parent.parent
VENV = ROOT / "var" / "peers"
PROJECT = Path(__file__).parent / "peer_project"
PACKAGES = ("wagtail==8.0.1", "django-survey-and-report==1.5.0", "psycopg2-binary==2.9.13", "gunicorn==27.0.1")
QUESTIONS = 12


@dataclass(frozen=True)
class Peer:
    name: str
    port: int
    requests: Callable[[], Iterator[bytes]]


def installed() -> str:
    """Nothing when the peers can run; else why not, in a line."""
    python = VENV / "bin" / "python"
    if (
        python.exists()
        and subprocess.run([python, "-c", "import wagtail, survey"], capture_output=True, check=False).returncode == 0
    ):
        return ""
    subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    done = subprocess.run(
        [python, "-m", "pip", "install", "-q", *PACKAGES], capture_output=True, text=True, check=False, timeout=600
    )
    return "" if done.returncode == 0 else (done.stderr.strip().splitlines() or ["pip failed"])[-1]


@contextmanager
def running() -> Iterator[list[Peer]]:
    """The peers, answering; none where they are not to be had."""
    why = installed()
    if why:
        sys.stderr.write(f"The peers are not measured: {why}\n")
        yield []
        return
    name = f"benchmark_peers_{uuid.uuid4().hex[:12]}"
    place.sql(f"CREATE DATABASE {name}")
    url = f"{place.POSTGRES.rpartition('/')[0]}/{name}"
    environment = os.environ | {
        "PEER_DATABASE": url,
        "DJANGO_SETTINGS_MODULE": "peer_settings",
        "PYTHONPATH": str(PROJECT),
    }
    python = str(VENV / "bin" / "python")
    try:
        subprocess.run([python, "build.py"], cwd=PROJECT, env=environment, check=True)
        command = [python, "-m", "gunicorn", "--workers", str(place.WORKERS), "--threads", "4", "peer_wsgi:application"]
        with place.listening(command, cwd=PROJECT, environment=environment) as port:
            wagtail = "&".join(f"question_{number}=yes" for number in range(1, QUESTIONS + 1))
            survey = "&".join(f"question_{number}=yes" for number in range(1, QUESTIONS + 1))
            yield [
                Peer("Wagtail form page", port, lambda: _again(post("/form/", wagtail))),
                Peer("django-survey-and-report", port, lambda: _again(post("/survey/1/", survey))),
            ]
    finally:
        place.sql(f"DROP DATABASE {name} WITH (FORCE)")


def _again(request: bytes) -> Iterator[bytes]:
    while True:
        yield request
