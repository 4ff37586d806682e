"""What every test may use, whichever app it belongs to."""

from __future__ import annotations

import gc
import ipaddress
import os
import shutil
import socket
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import TransactionTestCase

pytest_plugins = ["tests.trust.plugin"]

# Playwright keeps an event loop in the main thread; the ORM calls beside it are ordinary ones.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The shell draws the same pages with a third less work.
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium-headless-shell") or shutil.which("chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure(config: pytest.Config) -> None:
    """Emptying the database after a transactional test: the triggers of what is never changed step aside for that moment only."""
    from audit.testing import unlocked
    from timetable.testing import unlocked as releases_unlocked

    teardown = TransactionTestCase._fixture_teardown

    def unlocked_teardown(self: TransactionTestCase) -> None:
        with unlocked(), releases_unlocked():
            teardown(self)

    TransactionTestCase._fixture_teardown = unlocked_teardown  # type: ignore[method-assign]
    static_files_are_looked_through_once()


def static_files_are_looked_through_once() -> None:
    """Each test client builds its own middleware, and that of the static files would look at every one of them each time."""
    from whitenoise.base import WhiteNoise

    look_through = WhiteNoise.update_files_dictionary
    found: dict[tuple[str, str], dict[str, Any]] = {}

    def once(self: WhiteNoise, root: str, prefix: str) -> None:
        if (root, prefix) not in found:
            before, self.files = self.files, {}
            look_through(self, root, prefix)
            found[root, prefix], self.files = self.files, before
        self.files |= found[root, prefix]

    WhiteNoise.update_files_dictionary = once


# Tests that no database can change the answer of: not repeated on the second one.
ONCE = (
    "rulebook/",
    "core/tests/test_charts.py",
    "core/tests/test_govuk",
    "core/tests/test_spreadsheets.py",
    "reports/tests/test_letter_pdf",
    "reports/tests/test_letter_files.py",
    "timetable/tests/test_solving",
    "timetable/tests/test_propose_timetable.py",
    "tests/test_house_rules.py",
    "tests/trust/test_page.py",
    "tests/trust/test_supply.py",
)
# What SQLite is asked otherwise than PostgreSQL, or does by other means: triggers, locks, full text, JSON, aggregates, order by chance.
BOTH = (
    "audit/",
    "core/",
    "dashboard/",
    "surveys/",
    "timetable/tests/test_release",
    "inspections/tests/test_reminders.py",
    "reports/tests/test_publication.py",
    "evidence/tests/test_notes.py",
    "tracking/tests/test_updates.py",
    "tests/test_commands.py",
    "tests/test_serve.py",
    "tests/test_settings.py",
    "tests/test_supervisor.py",
    "tests/trust/test_backup",
    "tests/trust/test_migrations.py",
)


def may_ask_the_database(item: pytest.Item) -> bool:
    """A test of an app that neither says so nor has a fixture that does is kept from it; those in `tests/` may start processes that ask."""
    given = set(getattr(item, "fixturenames", ()))
    return item.nodeid.startswith("tests/") or bool(
        item.get_closest_marker("django_db") or given & {"db", "transactional_db", "live_server"}
    )


# A part of a run (`bin/test`) reads only the files that name its mark: reading all takes longer than some parts themselves.
APART = ("browser", "serve")
PART = os.environ.get("TEST_PART", "")


@cache
def names(path: Path, mark: str) -> bool:
    return f"mark.{mark}" in path.read_text()


def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return True if PART in APART and collection_path.suffix == ".py" and not names(collection_path, PART) else None


def pytest_collection_finish() -> None:
    """What stands by now stays to the end: it is not gone through again and again for what may be thrown away."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in APART:
            if item.get_closest_marker(mark) and not names(item.path, mark):
                raise pytest.UsageError(f"{item.nodeid}: the file must say mark.{mark} itself (see APART)")
        if item.nodeid.startswith(ONCE) or "test_prepare_does_everything_once" in item.nodeid:
            item.add_marker(pytest.mark.once)
        elif item.nodeid.startswith(BOTH) and not item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.both if may_ask_the_database(item) else pytest.mark.once)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Tests speak to this machine only."""
    connect = socket.socket.connect

    def local_connect(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and not ipaddress.ip_address(address[0]).is_loopback:
            raise RuntimeError(f"a test tried to reach {address[0]}")
        connect(self, address)

    socket.socket.connect = local_connect  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    from django.db import connection

    from tests.databases import start_tests_from_a_copy

    start_tests_from_a_copy(connection)


@pytest.fixture(autouse=True)
def own_cache(settings: Any) -> None:
    """Each test's cache has keys that no other test has. Nothing empties the cache: in Redis that empties it for every test that runs."""
    settings.CACHES = {"default": settings.CACHES["default"] | {"KEY_PREFIX": f"test-{uuid.uuid4().hex}"}}


@pytest.fixture(autouse=True)
def mail_kept_in_the_product(settings: Any) -> None:
    """Django's test runner puts its own mail box in; ours is part of the product and is what tests look at."""
    settings.EMAIL_BACKEND = "accounts.mail.KeptInTheProduct"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"locale": "en-GB", "timezone_id": "Europe/London"}


@pytest.fixture
def axe() -> Callable[[Any], None]:
    """`axe(page)`: the page as it stands has no violation of any axe rule."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page: Any) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
