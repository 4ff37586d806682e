"""Where a benchmark is measured: a database of the product made for one run, and the server as in production."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg2

POSTGRES = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = os.environ.get("TEST_REDIS_URL") or "redis://127.0.0.1:6379/15"
WORKERS = 2


@contextmanager
def database(settings: str = "benchmarks.surveys_settings") -> Iterator[None]:
    """An empty database of the product, for this process and those it starts."""
    name = f"benchmark_{uuid.uuid4().hex[:12]}"
    sql(f"CREATE DATABASE {name}")
    with tempfile.TemporaryDirectory() as var:
        os.environ |= {
            "DATABASE_URL": f"{POSTGRES.rpartition('/')[0]}/{name}", "REDIS_URL": REDIS, "VAR_DIR": var,
            "SECRET_KEY": "only-for-the-benchmark-" * 3, "DJANGO_SETTINGS_MODULE": settings,
            "WEB_WORKERS": str(WORKERS), "LOG_LEVEL": "ERROR", "DEMONSTRATION": "no", "ALLOWED_HOSTS": "127.0.0.1,testserver",
        }  # fmt: skip
        try:
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0)
            call_command("collectstatic", verbosity=0, interactive=False)
            yield
        finally:
            from django.db import connections

            connections.close_all()
            sql(f"DROP DATABASE {name} WITH (FORCE)")


def sql(statement: str) -> None:
    """On the server, outside any database of the product."""
    connection = psycopg2.connect(POSTGRES)
    connection.autocommit = True
    connection.cursor().execute(statement)
    connection.close()


@contextmanager
def server() -> Iterator[int]:
    """gunicorn with the product's own settings for it; gives its port."""
    with gunicorn(["-c", "config/gunicorn.py", "--max-requests", "0"]) as port:
        yield port


_RUNNING: list[int] = []


def running() -> int:
    """The process of the server started last."""
    return _RUNNING[-1]


def gunicorn(arguments: list[str]) -> AbstractContextManager[int]:
    return listening([sys.executable, "-m", "gunicorn", *arguments])


@contextmanager
def listening(
    command: list[str], *, cwd: Path | None = None, environment: Mapping[str, str] | None = None
) -> Iterator[int]:
    """A gunicorn of any project, once it answers; gives its port."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}"], cwd=cwd, env=environment)
    _RUNNING.append(process.pid)
    try:
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                time.sleep(0.05)
        else:
            raise SystemExit(f"{command[0]} did not answer within 30 seconds")
        yield port
    finally:
        _RUNNING.pop()
        process.terminate()
        process.wait(30)
