"""Asking the database as the role of the application, though the tests themselves are a superuser's: row-level security holds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.db import connection
from psycopg2 import errors

from core import database_role
from tests.databases import sql

# One for the whole server; what it may do is said in each test's own database.
ROLE = "inspections_application_in_tests"


def prepare(*, login: bool = False) -> None:
    """The role, and what it may do in this database; with `login` a connection may be its own."""
    # Outside the test's own transaction, else another process waits for its end. It is there, or made by another at this moment.
    with suppress(errors.DuplicateObject, errors.UniqueViolation):
        sql(database_role.create(ROLE))
    with connection.cursor() as cursor:
        cursor.execute("; ".join(database_role.grants(ROLE)))
        if login:
            cursor.execute(f"ALTER ROLE {ROLE} LOGIN")


@contextmanager
def as_application() -> Iterator[Any]:
    """Whenever a reach is declared, as in every request, statements are the application's; all others the test's own."""
    assert connection.vendor == "postgresql"
    connection.as_role = ROLE  # type: ignore[attr-defined]
    try:
        yield connection
    finally:
        connection.as_role = ""  # type: ignore[attr-defined]
        if connection.in_atomic_block and not connection.needs_rollback:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL ROLE NONE")
