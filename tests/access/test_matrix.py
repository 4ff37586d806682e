"""Every address x everyone x GET and POST. An address without a row fails; so does a row without an address."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.views import defaults

from core import clock
from tests import rows
from tests.access.matrix import ROWS, Row
from tests.access.world import CANARY, CAST, CHILD_CANARY, TODAY, build


def all_url_names() -> set[str]:
    """Every named address of the product, with its namespace; an unnamed one is reported by its route."""
    names: set[str] = set()

    def walk(resolver: Any, namespace: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                walk(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
            elif isinstance(entry, URLPattern):
                names.add(f"{namespace}{entry.name}" if entry.name else f"unnamed {entry.pattern}")

    walk(get_resolver(), "")
    return names


def test_every_address_has_a_row():
    assert sorted(all_url_names() - {row.name for row in ROWS}) == []


def test_every_row_has_an_address():
    assert sorted({row.name for row in ROWS} - all_url_names()) == []


def test_every_row_speaks_of_people_who_exist():
    spoken = {name for row in ROWS for names in (*row.get.values(), *row.post.values()) for name in names}
    assert spoken - set(CAST) == set()


class Stand:
    """The world at one stage, kept for the rows of that stage: what a row does is undone after each request."""

    def __init__(self, stage: str) -> None:
        self.stage = stage
        self.world = build(stage)
        # One for all: each client would put the middleware together anew.
        self.handler = ClientHandler(enforce_csrf_checks=False)
        self.sessions = {name: session_of(self.world.people[name]) for name in CAST if name != "anonymous"}

    def client_of(self, name: str) -> Client:
        # An address of one's own: limits on tries from one address are another test's business.
        client = Client(raise_request_exception=False, REMOTE_ADDR=f"127.0.0.{2 + CAST.index(name)}")
        client.handler = self.handler
        if name != "anonymous":
            client.cookies[django_settings.SESSION_COOKIE_NAME] = self.sessions[name]
        return client


def session_of(person: Any) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies[django_settings.SESSION_COOKIE_NAME].value


@contextmanager
def behind_row_security() -> Iterator[None]:
    """With MATRIX_ROLE=application, on PostgreSQL, each request is made as the role of the application."""
    if os.environ.get("MATRIX_ROLE") != "application":
        yield
        return
    rows.prepare()
    with rows.as_application():
        yield


@pytest.fixture(scope="module")
def stand(request: Any, django_db_setup: Any, django_db_blocker: Any) -> Iterator[Stand]:
    """Made once for all rows of a stage, in a transaction around theirs."""
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.travelled_to(TODAY):
            stand = Stand(request.param)
            with behind_row_security():
                yield stand
        transaction.set_rollback(True)


def ask(client: Client, method: str, url: str) -> tuple[int, str]:
    """The answer to one request, whose effects are undone."""
    with transaction.atomic():
        answer = client.get(url) if method == "GET" else client.post(url)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, body.decode("utf-8", "replace")


# Only these, for a quick look: "lano,lano_elsewhere,anonymous".
ASKED = os.environ.get("MATRIX_PEOPLE", "").split(",") if os.environ.get("MATRIX_PEOPLE") else list(CAST)


class BriefRefusals:
    """In place of the two pages of a refusal, which say the same to everybody (dashboard/tests/test_pages.py): only the exception,
    in which nothing secret may be either. Four of five answers are refusals, and drawing a page takes longer than refusing it."""

    @classmethod
    def get_template(cls, name: str) -> Any:
        assert name in ("403.html", "404.html")
        return cls

    @staticmethod
    def render(context: dict[str, Any], request: Any) -> str:
        return f"{context['exception']} {request.path}"


@pytest.fixture(autouse=True)
def brief_refusals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(defaults, "loader", BriefRefusals)


@pytest.fixture(autouse=True)
def logs_again() -> Iterator[None]:
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stand", "row"),
    [(row.stage, row) for row in sorted(ROWS, key=lambda row: row.stage)],
    ids=lambda value: getattr(value, "name", value),
    indirect=["stand"],
    scope="module",  # else the world is made for each row, whatever the fixture says
)
def test_row(stand: Stand, row: Row, settings: Any) -> None:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    logging.disable()  # thousands of refusals: each would be formatted for a report nobody reads
    with clock.travelled_to(TODAY):
        world = stand.world
        url = reverse(row.name, kwargs=row.url_kwargs(world))
        wrong = []
        for name in ASKED:
            client = stand.client_of(name)
            for method, expected in (("GET", row.get), ("POST", row.post)):
                status, body = ask(client, method, url)
                wanted = next(status for status, names in expected.items() if name in names)
                if status != wanted:
                    wrong.append(f"{name} {method}: {status}, expected {wanted}")
                if status != 200 and CANARY in body:
                    wrong.append(f"{name} {method}: the refusal shows the secret")
                if CANARY in body and name not in row.may_read_secret:
                    wrong.append(f"{name} {method}: reads the embargoed wording")
                if CHILD_CANARY in body:
                    wrong.append(f"{name} {method}: reads a child’s name")
        assert wrong == []


def test_the_size_of_the_matrix(record_property: Any) -> None:
    size = sum(len(CAST) * 2 for _ in ROWS)
    record_property("access_matrix_requests", size)
    assert size > 3000
