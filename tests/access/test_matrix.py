"""Every address x everyone x GET and POST. An address without a row fails; so does a row without an address.

`make test` asks those who are alike by turns (asked.py), `make prove` everybody.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Self

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.views import defaults

from accounts.models import User
from accounts.sessions import BEGAN, SEEN
from core import clock
from tests import rows
from tests.access.asked import ALIKE, answers, by_turns, everybody
from tests.access.matrix import ROWS, Row
from tests.access.world import CANARY, CAST, CHILD_CANARY, STAGES, TODAY, build
from tests.trust.plugin import Figures
from visits.services import limits


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
    session = client.session
    # Else each request would note anew that there is a sign of life, which is undone with it.
    session[BEGAN] = timezone.now().timestamp()
    session[SEEN] = timezone.now().timestamp() + 3600
    session.save()
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


class Undone:
    """What a request did is undone before the next one. Most only read: they leave the savepoint as good as new for the next."""

    READING = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")

    changed = False

    def __enter__(self) -> Self:
        # First, so that it sees statements before a reach is put in front of them.
        connection.execute_wrappers.insert(0, self.watch)
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()
        connection.execute_wrappers.remove(self.watch)

    def watch(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        self.changed = self.changed or not str(sql).lstrip().upper().startswith(self.READING)
        try:
            return execute(sql, params, many, context)
        except Exception:
            self.changed = True
            raise

    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.changed = False

    def end(self) -> None:
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    def ask(self, client: Client, method: str, url: str) -> tuple[int, str]:
        """The answer to one request, whose effects are undone."""
        answer = client.get(url) if method == "GET" else client.post(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
        if self.changed or transaction.get_rollback():
            self.end()
            self.begin()
        return answer.status_code, body.decode("utf-8", "replace")


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


Asked = Callable[[Row, int], Iterator[tuple[str, str]]]


def wrong_answers(stand: Stand, row: Row, number: int, asked: Asked) -> Iterator[str]:
    """What is wrong with each answer, or "": one for each request."""
    url = reverse(row.name, kwargs=row.url_kwargs(stand.world))
    with Undone() as undone:
        for name, method in asked(row, number):
            status, body = undone.ask(stand.client_of(name), method, url)
            get, post, may_read = answers(row, name)
            yield fault(status, get if method == "GET" else post, body, may_read=may_read, who=f"{name} {method}")


def fault(status: int, wanted: int, body: str, *, may_read: bool, who: str) -> str:
    found = []
    if status != wanted:
        found.append(f"{status}, expected {wanted}")
    if status != 200 and CANARY in body:
        found.append("the refusal shows the secret")
    if CANARY in body and not may_read:
        found.append("reads the embargoed wording")
    if CHILD_CANARY in body:
        found.append("reads a child’s name")
    return f"{who}: {', '.join(found)}" if found else ""


@pytest.fixture
def quiet(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.DEMONSTRATION = False
    # Everybody asks more often than people do; the limits are another test's business.
    settings.ACCOUNT_RATE_LIMITS = {}
    monkeypatch.setattr(limits, "MOST", 1_000_000)
    logging.disable()  # thousands of refusals: each would be formatted for a report nobody reads
    with clock.travelled_to(TODAY):
        yield
    logging.disable(logging.NOTSET)


NUMBERED = list(enumerate(sorted(ROWS, key=lambda row: row.stage)))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("stand", "row", "number"),
    [pytest.param(row.stage, row, number, id=f"{row.stage}-{row.name}") for number, row in NUMBERED],
    indirect=["stand"],
    scope="module",  # else the world is made for each row, whatever the fixture says
)
def test_row(stand: Stand, row: Row, number: int, quiet: None) -> None:
    assert [wrong for wrong in wrong_answers(stand, row, number, by_turns) if wrong] == []


@pytest.mark.prove
@pytest.mark.timeout(3600)
@pytest.mark.django_db
@pytest.mark.trust("A2", "every address at its stages x everybody x GET and POST, by rows typed by hand")
@pytest.mark.parametrize("stand", list(STAGES), indirect=True, scope="module")
def test_everybody(stand: Stand, quiet: None, figures: Figures) -> None:
    wrong: list[str] = []
    asked = 0
    for number, row in NUMBERED:
        if row.stage == stand.stage:
            found = list(wrong_answers(stand, row, number, everybody))
            asked += len(found)
            wrong += [f"{row.name}: {each}" for each in found if each]
    figures("requests", asked)
    figures("wrong answers", len(wrong))
    assert wrong == []


@pytest.mark.django_db
def test_what_a_request_did_is_undone() -> None:
    person = User.objects.create(email="robin@example.org", name="Robin Ellery")
    client = Client()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session_of(person)
    before = Session.objects.count()  # of a stand that is kept for other rows, too
    with Undone() as undone:
        assert undone.ask(client, "POST", reverse("account_logout"))[0] == 302
        assert Session.objects.count() == before


def test_those_asked_by_turns(record_property: Any) -> None:
    """At each row somebody of each circle; over the rows everybody, those who are alike as often as each other."""
    met = {name: {"GET": 0, "POST": 0} for name in CAST}
    for number, row in NUMBERED:
        requests = list(by_turns(row, number))
        for name, method in requests:
            met[name][method] += 1
        for method in ("GET", "POST"):
            circles = {answers(row, name) for name, by in requests if by == method}
            assert circles == {answers(row, name) for name in CAST}
    assert all(min(of.values()) > 50 for of in met.values()), met
    for alike in ALIKE:
        often = [met[name]["GET"] for name in alike]
        assert max(often) < 1.5 * min(often), often
    size = sum(number for of in met.values() for number in of.values())
    record_property("access_matrix_requests", size)
    assert size > 20_000
