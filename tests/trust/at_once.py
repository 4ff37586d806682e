"""The same page used by several people at the same moment: threads, each with a client and a connection of its own."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db import connection, connections, transaction
from django.test import Client

from tests.access.test_matrix import Stand
from tests.trust.fuzzing import FORM, Box, Boxes, Target, targets

# Kept for every act alike, whatever it makes.
BESIDE = (
    "audit_entry",
    "audit_link",
    "cases_caseopening",
    "core_outboxrow",
    "core_submission",
    "accounts_notice",
    "django_session",
)
# What ends a thing comes last, so that it is there for the others.
LAST = (
    "move",
    "cancel",
    "end",
    "withdraw",
    "delete",
    "remove",
    "close",
    "publish",
    "purge",
    "pause",
    "defer",
    "logout",
)


def together(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run the acts in threads that start together; what each returned or raised."""
    start, ends = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place: int, act: Callable[[], Any]) -> None:
        start.wait(timeout=60)
        try:
            ends[place] = act()
        except Exception as error:  # noqa: BLE001  (looked at by the test)
            ends[place] = error  # type: ignore[call-overload]
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert not any(thread.is_alive() for thread in threads), "somebody waits for ever"
    return ends


def rows() -> dict[str, int]:
    """{table: how many rows}, of all tables of the product."""
    tables = {model._meta.db_table for model in apps.get_models()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}', count(*) FROM \"{table}\"" for table in sorted(tables)))
        return dict(cursor.fetchall())


def more(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {table: after[table] - number for table, number in before.items() if after[table] > number}


@dataclass
class Maker:
    """A form that makes rows when it is sent once: {table: how many}."""

    target: Target
    pairs: list[tuple[str, str]]
    makes: dict[str, int]
    own: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own = {table: number for table, number in self.makes.items() if table not in BESIDE}

    def body(self, key: str | None = None) -> bytes:
        pairs = [(name, key if key and name == "submission_key" else value) for name, value in self.pairs]
        return urlencode(pairs).encode()


def boxes(client: Client, path: str) -> list[Box]:
    parser = Boxes(path)
    page = client.get(path)
    if page.status_code == 200 and not page.streaming:
        parser.feed(page.content.decode("utf-8", "replace"))
    return list(parser.found.values())


def plausible(found: list[Box]) -> list[tuple[str, str]]:
    return [(box.name, value) for box in found for value in box.plausible()]


def send(client: Client, path: str, body: bytes) -> int:
    return client.generic("POST", path, body, content_type=FORM).status_code


def makers(stand: Stand, stage: str, seconds: float, only: Sequence[str] = ()) -> list[Maker]:
    """Every form that makes rows when somebody who may sends it once; what that does is undone. A busy machine finds fewer in the time."""
    found, ends = [], monotonic() + seconds
    asked = [target for target in targets(stand, stage, "POST", None) if not only or target.name in only]
    random.Random(stage).shuffle(asked)
    for target in asked:
        if monotonic() > ends:
            break
        client = stand.client_of(target.people[0])
        before = rows()
        with transaction.atomic():
            try:
                pairs = plausible(boxes(client, target.path))
                status = send(client, target.path, urlencode(pairs).encode()) if pairs else 0
                after = rows() if status == 302 else before
            finally:
                transaction.set_rollback(True)
        made = Maker(target, pairs, more(before, after))
        if made.own:
            found.append(made)
    return sorted(found, key=lambda each: any(word in each.target.name for word in LAST))
