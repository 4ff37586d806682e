"""The log keeps tracebacks for faults."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse

from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Any:
    """What the console handler of the settings writes meanwhile."""
    handler = next(one for one in logging.getLogger().handlers if one.get_name() == "console")
    before, written = handler.setStream(io.StringIO()), handler.stream
    yield written
    handler.setStream(before)


def test_a_refused_page_is_one_line_without_a_traceback(client: Client, log: io.StringIO) -> None:
    client.force_login(make.UserFactory.create())
    assert client.get(reverse("accounts:person-list")).status_code == 403
    assert "Forbidden" in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_a_fault_keeps_its_traceback(log: io.StringIO) -> None:
    try:
        HttpRequest().no_such_attribute  # noqa: B018
    except AttributeError:
        logging.getLogger("django.request").exception("A fault")
    assert "Traceback" in log.getvalue()
