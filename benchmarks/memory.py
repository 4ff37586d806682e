"""What a web worker holds (goal 16) and what making the test database costs (goal 18): python -m benchmarks.memory"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import place
from benchmarks.goals import Reading, at_most, options, told

BARE = """
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import path
settings.configure(ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, SECRET_KEY="bare", INSTALLED_APPS=["django.contrib.auth",
    "django.contrib.contenttypes", "django.contrib.sessions"], DATABASES={"default": {"ENGINE": "django.db.backends.postgresql"}})
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
application = get_wsgi_application()
import django.db.backends.postgresql.base
"""
ASKED = 50


def workers_of(pid: int) -> list[int]:
    said = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(number) for number in said]


def held(pid: int) -> float:
    """Megabytes of a process, shared pages by its share."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0


def mapped(pid: int, words: tuple[str, ...]) -> list[str]:
    said = Path(f"/proc/{pid}/maps").read_text()
    return [word for word in words if word in said]


def asked_of(port: int, paths: tuple[str, ...]) -> None:
    for number in range(ASKED):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", paths[number % len(paths)])
        connection.getresponse().read()
        connection.close()


def web_worker() -> Iterator[Reading]:
    with place.database(), place.server() as port:
        asked_of(port, ("/", "/letters/", "/accounts/login/", "/national/areas/"))
        parent = place.running()
        own = workers_of(parent)
        ours = sum(held(pid) for pid in own) / len(own)
        slow = [word for pid in own for word in mapped(pid, ("libpango", "libharfbuzz"))]
        with tempfile.TemporaryDirectory() as folder:
            (Path(folder) / "bare.py").write_text(BARE)
            with place.gunicorn(
                ["--workers", "2", "--threads", "4", "--preload", "--pythonpath", folder, "bare:application"]
            ) as other:
                asked_of(other, ("/",))
                others = workers_of(place.running())
                bare = sum(held(pid) for pid in others) / len(others)
    yield at_most(16, "a web worker to a bare Django worker", ours / bare, 2, context=f"{ours:.0f} and {bare:.0f} MB")
    yield at_most(16, "libraries for PDFs in a web worker", len(slow), 0, counted=True)


def test_database() -> Iterator[Reading]:
    """Run every migration, then make a copy as each test process does."""
    environment = os.environ | {
        "DATABASE_URL": place.POSTGRES,
        "REDIS_URL": place.REDIS,
        "DJANGO_SETTINGS_MODULE": "config.settings_for_tests",
    }
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "tests.databases"], env=environment, check=True)
    migrating = time.perf_counter() - began
    code = (
        "import time, django; django.setup(); from tests.databases import copy_on_postgres, sql, migrated; migrated(); "
        "t = time.perf_counter(); "
        "copy_on_postgres('benchmark_copy'); print(time.perf_counter() - t); sql('DROP DATABASE benchmark_copy WITH (FORCE)')"
    )
    said = subprocess.run([sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True)
    copying = float(said.stdout.split()[-1])
    yield at_most(
        18,
        "a test database by copy to one by migrations",
        copying / migrating,
        0.1,
        context=f"{copying:.2f} and {migrating:.1f} s",
    )


def read() -> Iterator[Reading]:
    yield from test_database()
    yield from web_worker()


if __name__ == "__main__":
    asked = options(__doc__)
    told(read(), asked.readings)
