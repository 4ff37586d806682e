"""What one request may see does not stay on its connection for the next (row A6)."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, Queue
from typing import Any
from unittest.mock import patch

import pytest
from django.db import Error, OperationalError, connection, connections, transaction
from django.http import HttpResponse
from django.test import RequestFactory

from accounts.choices import Role
from accounts.middleware import ReachMiddleware
from accounts.models import User
from core import clock, reach
from core.postgres.base import DatabaseWrapper
from partnerships.models import Contact, LocalAuthority, Membership, Partnership, Region
from tests import rows

REQUESTS, CONTROLS, CONNECTIONS = 1000, 100, 2


class Broken(Exception):
    """A view that fails half-way."""


@pytest.fixture
def people(transactional_db: Any) -> dict[int, int]:
    """{person: their partnership}, one of each of two areas with a contact."""
    region = Region.objects.create(code="E12000008", name="South East")
    held = {}
    for code, name in (("991", "Seaborough"), ("992", "Fellside")):
        authority = LocalAuthority.objects.create(
            dfe_code=code, gss_code=f"E0900{code}", name=name, la_type="Unitary", region=region, is_current=True
        )
        area = Partnership.objects.create(slug=name.lower(), name=name, authority=authority, region=region)
        person = User.objects.create(email=f"{code}@example.org", name=name)
        Membership.objects.create(partnership=area, user=person, role=Role.LANO, starts_on=clock.today())
        Contact.objects.create(partnership=area, name=f"Contact of {name}")
        held[person.pk] = area.pk
    rows.prepare(login=True)
    return held


WAYS = ("read", "read", "transaction", "raise", "raise in a transaction", "cut")


def wanted(people: dict[int, int], number: int) -> Iterator[tuple[int, str]]:
    """Requests of the two by turns, and how each goes."""
    chance = random.Random(20261129)
    turns = list(people)
    for at in range(number):
        yield turns[at % 2], chance.choice(WAYS)


def view(how: str, seen: Counter[str], own: int) -> Callable[[Any], HttpResponse]:
    def look() -> None:
        found = list(Contact.objects.values_list("partnership_id", flat=True))
        seen["of others"] += sum(1 for pk in found if pk != own)
        seen["own"] += sum(1 for pk in found if pk == own)

    def respond(request: Any) -> HttpResponse:
        look()
        if how in ("transaction", "raise in a transaction"):
            with transaction.atomic():
                look()
                if how == "raise in a transaction":
                    raise Broken
        if how == "cut":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        if how == "raise":
            raise Broken
        return HttpResponse()

    return respond


def together(work: Callable[[], None]) -> int:
    threads = [threading.Thread(target=work) for _ in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=300)
        assert not thread.is_alive()
    return len(threads)


def serve(people: dict[int, int], number: int) -> Counter[str]:
    """All requests over few connections of the application's own role; after each, a question for which nobody declared a reach."""
    todo: Queue[tuple[int, str]] = Queue()
    for request in wanted(people, number):
        todo.put(request)
    total: Queue[Counter[str]] = Queue()

    def work() -> None:
        seen: Counter[str] = Counter()
        settings = connections["default"].settings_dict | {"USER": rows.ROLE, "CONN_MAX_AGE": None}
        own = DatabaseWrapper(settings, "default")
        connections["default"] = own
        try:
            while True:
                try:
                    person, how = todo.get_nowait()
                except Empty:
                    return
                one_request(own, seen, person, how)
        finally:
            total.put(seen)
            own.close()

    def one_request(own: DatabaseWrapper, seen: Counter[str], person: int, how: str) -> None:
        request = RequestFactory().get("/")
        request.user = User.objects.get(pk=person)
        try:
            ReachMiddleware(view(how, seen, people[person]))(request)
        except Broken:
            seen["broken"] += 1
        except OperationalError:
            seen["cut"] += 1
            own.close()
        try:
            seen["left behind"] += Contact.objects.count()
        except Error:
            own.close()
        seen["answered"] += 1

    done = together(work)
    return sum((total.get_nowait() for _ in range(done)), Counter())


@contextmanager
def a_setting_of_the_session() -> Iterator[None]:
    """As many do it: set on the connection when the request begins, and nothing said where nobody declared a reach."""

    def declaration(self: DatabaseWrapper) -> str:
        reached = reach.current()
        return f"SET app.reach = '{reached}'; " if reached else ""

    with patch.object(DatabaseWrapper, "_declaration", declaration):
        yield


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "A6",
    "1,000 requests of two partnerships by turns over 2 connections of the application's own role, with exceptions in and out of "
    "transactions and connections cut; after each a question with no reach declared",
)
def test_nothing_stays_on_a_connection(people: dict[int, int], figures: Any) -> None:
    seen = serve(people, REQUESTS)
    figures("requests", seen["answered"])
    figures("of these broken or cut", seen["broken"] + seen["cut"])
    figures("own rows seen", seen["own"])
    figures("rows of others", seen["of others"])
    figures("rows seen where nobody declared a reach", seen["left behind"])
    assert seen["answered"] == REQUESTS and seen["own"] >= REQUESTS and seen["cut"] > 0 and seen["broken"] > 0
    assert seen["of others"] == seen["left behind"] == 0
    with a_setting_of_the_session():
        control = serve(people, CONTROLS)
    figures.control("the setting is the session’s", caught=control["left behind"], of=CONTROLS - control["cut"])
