"""A fresh window and an empty database for each browser test: what one does to its clock or its network ends with it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.driver import Visitor


@pytest.fixture(scope="session")
def answered_to_the_end(live_server: Any) -> Iterator[None]:
    """What a page asked for last is still being answered: the server stops, and lets go of the database, only after that."""
    yield
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=10)


@pytest.fixture
def window(
    browser: Browser, browser_context_args: dict[str, Any], answered_to_the_end: None
) -> Iterator[BrowserContext]:
    context = browser.new_context(**browser_context_args)
    context.set_default_timeout(10_000)
    yield context
    context.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Show what was on the screen when a test failed."""
    report: Any = yield  # type: ignore[misc]
    window = getattr(item, "funcargs", {}).get("visitor")
    if report.when == "call" and report.failed and window is not None:
        report.sections.append(("On the screen", repr(window)))
    return report  # type: ignore[return-value]


@pytest.fixture
def visitor(window: BrowserContext, live_server: Any, settings: Any) -> Iterator[Visitor]:
    """Somebody at a browser, signed in as nobody yet. Fails when the console complained of anything."""
    settings.ACCOUNT_RATE_LIMITS = {}
    ContentType.objects.clear_cache()
    visitor = Visitor(window, live_server.url)
    yield visitor
    faults = visitor.faults
    visitor.close()
    assert faults == []
