"""The role the application connects as: it reads and writes rows, owns nothing, and is held by row-level security."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# Written once: the role may add and read.
ONLY_ADDED_TO = ("audit_entry",)

ATTRIBUTES = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def create(role: str) -> str:
    return f"CREATE ROLE {quoted(role)} {ATTRIBUTES}"


def grants(role: str) -> Iterator[str]:
    """What it may do in this database, with the tables that later migrations of the same owner add."""
    to = quoted(role)
    yield f"GRANT USAGE ON SCHEMA public TO {to}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {to}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {to}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {to}"
    for table in ONLY_ADDED_TO:
        yield f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {to}"


# Only the owner of a table may vacuum it. Deleted answers must not lie about (surveys.services.release), so the server itself comes
# by as soon as there is one.
VACUUM_SOON = (
    "ALTER TABLE surveys_answering SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, "
    "autovacuum_vacuum_cost_delay = 0)"
)

# Why a connection is not held: "", or what its role is.
STANDING = """
SELECT CASE WHEN r.rolsuper THEN 'a superuser' WHEN r.rolbypassrls THEN 'exempt from row-level security'
            WHEN EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'S'))
            THEN 'the owner of tables' ELSE '' END
FROM pg_roles r WHERE r.rolname = current_user
"""


def standing(cursor: Any) -> str:
    """What is wrong with the role of this connection; nothing when it is held by the policies."""
    cursor.execute(STANDING)
    return str(cursor.fetchone()[0])


def make(cursor: Any, *, role: str, password: str) -> None:
    """The role with this password, made if it is not there, and what it may do. By the owner of the tables, who may make roles."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(create(role))
    cursor.execute(f"ALTER ROLE {quoted(role)} LOGIN {ATTRIBUTES} PASSWORD %s", [password])
    for statement in (*grants(role), VACUUM_SOON):
        cursor.execute(statement)
