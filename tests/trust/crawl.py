"""Walking every address as everybody: what is asked, what may come back, and what may have changed."""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import DatabaseError, connection, models, transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import NoReverseMatch, reverse

from core.frozen import Frozen
from core.sealed import SealedTextField
from tests.access.matrix import ROWS, Row
from tests.access.test_matrix import Stand
from tests.access.world import CANARY, CAST, CHILD_CANARY, ELSEWHERE, World

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CHANGES = ("PUT", "PATCH", "DELETE")
# Those with nothing to seek in the partnership of the world, today.
STRANGERS = (*ELSEWHERE, "former_lano", "future_lano", "former_delegate", "nobody", "anonymous")
# Planted in the free text of every row that belongs to the partnership of the world.
MARK = "Kittiwake-of-Seaborough"
REFUSALS = (302, 403, 404, 405)
WRITES = ("INSERT", "UPDATE", "DELETE")


def plant(world: World) -> int:
    """The mark in every free text that hangs from an inspection, a partnership or a plan; how many rows have it. What the database keeps
    from being changed stays as it is."""
    planted = 0
    for model in apps.get_models():
        if model._meta.app_label in ("accounts", "audit", "auth", "contenttypes", "sessions", "mfa", "account"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, models.TextField) and not isinstance(field, models.JSONField) and not field.choices:
                rows = model._base_manager.exclude(**{field.name: ""}).exclude(**{f"{field.name}__startswith": "{"})
                rows = rows.exclude(**{f"{field.name}__startswith": "["})
                try:
                    with transaction.atomic():
                        if isinstance(field, SealedTextField):  # words put behind what is sealed would be no words
                            planted += _planted_sealed(model, field.name)
                            continue
                        planted += rows.update(**{field.name: Concat(F(field.name), Value(f" {MARK}"))})
                except (DatabaseError, Frozen, TypeError, ValueError, NotImplementedError):
                    continue
    return planted


def _planted_sealed(model: type[models.Model], name: str) -> int:
    rows = [row for row in model._base_manager.all() if getattr(row, name)]
    for row in rows:
        setattr(row, name, f"{getattr(row, name)} {MARK}")
        row.save(update_fields=[name])
    return len(rows)


def address(row: Row, world: World, /, **other: Any) -> str | None:
    """The address of a row, with other words in some of its places; None where they do not fit in."""
    try:
        return reverse(row.name, kwargs=row.url_kwargs(world) | other)
    except NoReverseMatch:
        return None


def rows_of(stage: str) -> list[Row]:
    return [row for row in ROWS if row.stage == stage]


def first_rows(stage: str, world: World) -> list[Row]:
    """The rows whose address comes up at no stage before."""
    order = list(dict.fromkeys(sorted(row.stage for row in ROWS)))
    before = {row.name for row in ROWS if order.index(row.stage) < order.index(stage)}
    seen: dict[str, Row] = {}
    for row in rows_of(stage):
        if row.name not in before:
            seen.setdefault(row.name, row)
    return list(seen.values())


def send(
    stand: Stand, name: str, method: str, url: str, data: Any = None, *, keep: Container[int] = REFUSALS
) -> tuple[Any, str]:
    """(the answer, all of its words, headers too). What a refusal did stays, so that the database can tell; all else is undone."""
    client = stand.client_of(name)
    with transaction.atomic():
        answer: Any = client.generic(method, url) if data is None else client.post(url, data)
        if answer.status_code not in keep:
            transaction.set_rollback(True)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer, body.decode("utf-8", "replace") + "\n".join(f"{key}: {value}" for key, value in answer.items())


def expected(row: Row, name: str) -> int:
    return next(status for status, names in row.get.items() if name in names)


def wrong_with(row: Row, name: str, method: str, answer: Any, words: str) -> str:
    """What is wrong with an answer, by the rows typed by hand; "" when nothing is."""
    get = expected(row, name)
    post = next(status for status, names in row.post.items() if name in names)
    public = set(row.get) <= {200} and set(row.get.get(200, ())) == set(CAST)
    # OPTIONS tells nobody more than GET does: only where all get one answer may it be another than a refusal.
    options = {405, 200} if len(row.get) == 1 else {405}
    fitting = {"GET": {get}, "HEAD": {get, 405}, "POST": {post}, "OPTIONS": options}.get(method, {405, get})
    if answer.status_code not in fitting and not (method in CHANGES and answer.status_code in REFUSALS):
        return f"{name} {method} {row.name}: {answer.status_code}, expected {sorted(fitting)}"
    if name in STRANGERS and not public and MARK in words:
        return f"{name} {method} {row.name}: shows what is of another partnership"
    if answer.status_code != 200 and (CANARY in words or MARK in words):
        return f"{name} {method} {row.name}: the refusal shows something"
    if CHILD_CANARY in words:
        return f"{name} {method} {row.name}: shows a child’s name"
    return ""


def digest() -> dict[str, str]:
    """{table: a digest of all its rows}, but for what signing in leaves."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.app_label in ("sessions", "contenttypes", "auth"):
            continue
        rows = hashlib.sha256()
        with connection.cursor() as cursor:
            columns = ", ".join(connection.ops.quote_name(field.column) for field in model._meta.concrete_fields)
            table = connection.ops.quote_name(model._meta.db_table)
            order = connection.ops.quote_name(model._meta.pk.column)
            cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
            for row in cursor.fetchall():
                rows.update(repr(tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)).encode())
        found[model._meta.db_table] = rows.hexdigest()
    return found


class Writing(list[str]):
    """The statements that change something, but for those on sessions."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().upper().startswith(WRITES) and "django_session" not in sql:
            self.append(sql[:120])
        return execute(sql, params, many, context)


@contextmanager
def unguarded(monkeypatch: Any) -> Iterator[None]:
    """Every right is held everywhere: what a view without its guard would give."""
    from accounts.access import EVERYWHERE, ScopedQuerySet

    with monkeypatch.context() as off:
        off.setattr(ScopedQuerySet, "allowed", lambda *_: EVERYWHERE)
        yield
