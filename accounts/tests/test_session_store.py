"""A session that cannot be saved: ended meanwhile, or the database is away."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from tests import factories as make

pytestmark = pytest.mark.django_db


def away(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith('UPDATE "django_session"'):
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, params, many, context)


def ended(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    if sql.startswith('UPDATE "django_session"'):
        Session.objects.all().delete()
    return execute(sql, params, many, context)


@pytest.mark.parametrize(
    ("engine", "meanwhile", "status"),
    [
        ("accounts.sessions", away, 503),
        ("accounts.sessions", ended, 400),
        # Django's own takes the one for the other.
        ("django.contrib.sessions.backends.db", away, 400),
    ],
)
def test_a_database_that_is_away_is_no_session_that_ended(
    engine: str, meanwhile: Any, status: int, settings: Any
) -> None:
    settings.SESSION_ENGINE = engine
    browser = Client(raise_request_exception=False)
    browser.force_login(make.national(Role.ADMINISTRATOR))
    with connection.execute_wrapper(meanwhile):
        # The first page of a session is noted in it.
        answer = browser.get(reverse("dashboard:glossary"))
    assert answer.status_code == status
