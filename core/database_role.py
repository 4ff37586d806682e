"""The role the application connects as: it reads and writes rows, owns nothing, and is held by row-level security."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

# The audit is added to and read; its links are made by a trigger. Of an entry that a redaction names, the words alone may be taken out: a
# trigger refuses the rest.
AUDIT = (
    "REVOKE ALL ON audit_entry, audit_link, audit_redaction FROM {to}",
    "GRANT SELECT, INSERT ON audit_entry, audit_redaction TO {to}",
    "GRANT UPDATE (subject_label, changes, reason, salt) ON audit_entry TO {to}",
    "GRANT SELECT ON audit_link TO {to}",
)


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def create(role: str) -> str:
    """Without more, a new role is no superuser, makes no roles or databases, and bypasses nothing."""
    return f"CREATE ROLE {quoted(role)}"


def grants(role: str) -> Iterator[str]:
    """What it may do in this database, with the tables that later migrations of the same owner add."""
    to = quoted(role)
    yield f"GRANT USAGE ON SCHEMA public TO {to}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {to}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {to}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {to}"
    yield f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {to}"
    for statement in AUDIT:
        yield statement.format(to=to)


# Only the owner of a table may vacuum it. Deleted answers must not lie about (surveys.services.release), so the server itself comes
# by as soon as there is one.
VACUUM_SOON = (
    "ALTER TABLE surveys_answering SET (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0, "
    "autovacuum_vacuum_cost_delay = 0)"
)

# What a role is that the policies would not hold as they should; empty for a good one.
STANDING = """
SELECT CASE WHEN r.rolsuper THEN 'a superuser' WHEN r.rolbypassrls THEN 'exempt from row-level security'
            WHEN EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid AND c.relkind IN ('r', 'S'))
            THEN 'the owner of tables' ELSE '' END
FROM pg_roles r WHERE r.rolname = coalesce(%s, current_user)
"""


def standing(cursor: Any, role: str | None = None) -> str:
    """What is wrong with a role, or with that of this connection; nothing when the policies hold it."""
    cursor.execute(STANDING, [role])
    return str(cursor.fetchone()[0])


def make(cursor: Any, *, role: str, password: str) -> str:
    """The role, made with this password if it is not there, and what it may do. By the owner of the tables. What is wrong with it."""
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is None:
        cursor.execute(f"{create(role)} LOGIN PASSWORD %s", [password])
    for statement in (*grants(role), VACUUM_SOON):
        cursor.execute(statement)
    return standing(cursor, role)
