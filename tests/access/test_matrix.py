"""Every address x everyone x GET and POST. An address without a row fails; so does a row without an address."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core import clock
from tests.access.matrix import ROWS, Row
from tests.access.world import CANARY, CAST, TODAY, World, build


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


def client_of(world: World, name: str) -> Client:
    # An address of one's own: limits on tries from one address are another test's business.
    client = Client(raise_request_exception=False, REMOTE_ADDR=f"127.0.0.{2 + CAST.index(name)}")
    if name != "anonymous":
        client.force_login(world.people[name])
    return client


def ask(client: Client, method: str, url: str) -> tuple[int, str]:
    """The answer to one request, whose effects are undone."""
    with transaction.atomic():
        answer = client.get(url) if method == "GET" else client.post(url)
        transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]
    return answer.status_code, body.decode("utf-8", "replace")


@pytest.mark.django_db
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.name}-{row.stage}")
def test_row(row: Row, settings: Any) -> None:
    settings.DEMONSTRATION = False
    settings.ACCOUNT_RATE_LIMITS = {}
    with clock.travelled_to(TODAY):
        world = build(row.stage)
        url = reverse(row.name, kwargs=row.url_kwargs(world))
        wrong = []
        for name in CAST:
            client = client_of(world, name)
            for method, expected in (("GET", row.get), ("POST", row.post)):
                status, body = ask(client, method, url)
                wanted = next(status for status, names in expected.items() if name in names)
                if status != wanted:
                    wrong.append(f"{name} {method}: {status}, expected {wanted}")
                if status != 200 and CANARY in body:
                    wrong.append(f"{name} {method}: the refusal shows the secret")
                if CANARY in body and name not in row.may_read_secret:
                    wrong.append(f"{name} {method}: reads the embargoed wording")
        assert wrong == []


def test_the_size_of_the_matrix(record_property: Any) -> None:
    size = sum(len(CAST) * 2 for _ in ROWS)
    record_property("access_matrix_requests", size)
    assert size > 3000
