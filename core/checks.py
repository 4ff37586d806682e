"""What `manage.py check --deploy` asks of the database."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning, register  # noqa: A004
from django.db import DatabaseError, connection

from core import database_role, row_security


@register(deploy=True)
def held_by_row_level_security(**_: Any) -> list[CheckMessage]:
    """On PostgreSQL the application is not the owner of its tables, and each table has its policies."""
    if connection.vendor != "postgresql":
        return []
    try:
        with connection.cursor() as cursor:
            role, missing = database_role.standing(cursor), row_security.missing(cursor)
    except DatabaseError:
        return []  # that it does not answer, or is empty, is said by what needs it
    found: list[CheckMessage] = []
    if role:
        user = settings.DATABASES["default"].get("USER", "")
        found.append(
            Warning(
                f"DATABASE_URL connects as {user!r}, {role}: row-level security does not hold it as it should.",
                hint="docs/operations.md, “Two roles in the database”.",
                id="core.W001",
            )
        )
    if missing:
        found.append(
            Warning(
                f"Tables without the row-level security the models ask for: {', '.join(missing)}.",
                hint="Run manage.py prepare as the owner of the tables.",
                id="core.W002",
            )
        )
    return found
