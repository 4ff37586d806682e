"""What a database holds, so that two can be compared: rows and a hash of every table, and everything beside the tables that guards them."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

FORMAT = 1
# Who is signed in, and counters: nobody should be signed in on a restored database because they once were on the lost one.
LEFT_OUT = ("django_session", "cache")

# Each gives one text for each thing. Names of owners are left out: a restored database belongs to who restored it.
SCHEMA = {
    "columns": """
        SELECT concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, collation_name)
        FROM information_schema.columns WHERE table_schema = 'public'""",
    "constraints": """
        SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid), CASE WHEN convalidated THEN '' ELSE 'not valid' END)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "views": "SELECT viewname || definition FROM pg_views WHERE schemaname = 'public'",
    "functions": """
        SELECT pg_get_functiondef(p.oid) FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prokind IN ('f', 'p')
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')""",
    "triggers": """
        SELECT concat_ws(' ', tgrelid::regclass, pg_get_triggerdef(oid), tgenabled) FROM pg_trigger WHERE NOT tgisinternal""",
    "policies": "SELECT concat_ws(' ', tablename, policyname, permissive, roles, cmd, qual, with_check) FROM pg_policies",
    "row security": """
        SELECT concat_ws(' ', relname, relrowsecurity, relforcerowsecurity) FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND (relrowsecurity OR relforcerowsecurity)""",
    "grants": """
        SELECT concat_ws(' ', relname, privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, is_grantable)
        FROM pg_class, aclexplode(relacl) WHERE relnamespace = 'public'::regnamespace AND grantee <> relowner
        UNION ALL
        SELECT concat_ws(' ', attrelid::regclass, attname, privilege_type,
            CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END, is_grantable)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid, aclexplode(attacl)
        WHERE relnamespace = 'public'::regnamespace AND grantee <> relowner
        UNION ALL
        SELECT concat_ws(' ', proname, privilege_type, CASE grantee WHEN 0 THEN 'PUBLIC' ELSE pg_get_userbyid(grantee) END)
        FROM pg_proc, aclexplode(proacl) WHERE pronamespace = 'public'::regnamespace AND grantee <> proowner""",
    "extensions": "SELECT extname FROM pg_extension",
}
ROLES = """
    SELECT DISTINCT pg_get_userbyid(grantee) FROM (
        SELECT (aclexplode(relacl)).grantee, relowner AS owner FROM pg_class WHERE relnamespace = 'public'::regnamespace
        UNION SELECT (aclexplode(proacl)).grantee, proowner FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION SELECT unnest(polroles), 0 FROM pg_policy) AS granted
    WHERE grantee <> 0 AND grantee <> owner ORDER BY 1"""
WORD = re.compile(r"('(?:[^']|'')*'::character varying)")
LIST_OF_WORDS = re.compile(r"\((ARRAY\[(?:'(?:[^']|'')*'::character varying(?:, )?)+\])\)::text\[\]")
# How values are written as text must not depend on whose connection it is.
SAME_TEXT = (
    "SET LOCAL timezone = 'UTC'", "SET LOCAL datestyle = 'ISO, YMD'", "SET LOCAL intervalstyle = 'postgres'",
    "SET LOCAL extra_float_digits = 1", "SET LOCAL bytea_output = 'hex'",
    # A role that is shown some rows only must not count those: with this it is refused instead.
    "SET LOCAL row_security = off",
)  # fmt: skip


def connected(settings_dict: dict[str, Any]) -> BaseDatabaseWrapper:
    """A connection of one's own to a database, beside Django's; the caller closes it."""
    handler = ConnectionHandler({"default": settings_dict | {"CONN_MAX_AGE": 0}})
    handler.configure_settings(handler.settings)
    made: BaseDatabaseWrapper = handler["default"]
    return made


def ours() -> dict[str, Any]:
    """The settings of the database this process works with."""
    return dict(connections["default"].settings_dict)


def counted(connection: BaseDatabaseWrapper) -> dict[str, Any]:
    """Tables, schema, sequences, roles and migrations. On PostgreSQL inside the caller's transaction, which sees one moment."""
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            return _counted_on_sqlite(cursor)
        for setting in SAME_TEXT:
            cursor.execute(setting)
        tables = {name: _table(cursor, name) for name in _names(cursor)}
        schema = {kind: sorted(map(_as_reloaded, _column(cursor, sql))) for kind, sql in SCHEMA.items()}
        cursor.execute("SELECT sequencename, COALESCE(last_value, 0) FROM pg_sequences WHERE schemaname = 'public'")
        return {
            "tables": tables,
            "schema": schema,
            "sequences": dict(sorted(cursor.fetchall())),
            "roles": _column(cursor, ROLES),
            "migrations": _migrations(cursor, tables),
        }


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """Every difference between what was counted at the backup and what is counted now, one sentence each."""
    told = [
        f"table {name}: {_told(expected['tables'].get(name))} then, {_told(found['tables'].get(name))} now"
        for name in sorted(expected["tables"].keys() | found["tables"].keys())
        if expected["tables"].get(name) != found["tables"].get(name)
    ]
    for kind in sorted(expected["schema"].keys() | found["schema"].keys()):
        before, after = (each["schema"].get(kind, []) for each in (expected, found))
        told += [f"{kind}: missing: {_short(each)}" for each in before if each not in after]
        told += [f"{kind}: not in the backup: {_short(each)}" for each in after if each not in before]
    # A number may have been given out between the counting and the dump, so more is as good; less would give numbers twice.
    for name, value in expected["sequences"].items():
        if found["sequences"].get(name, -1) < value:
            told.append(f"sequence {name}: {value} then, {found['sequences'].get(name, 'none')} now")
    return told


def digest_of(manifest: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(manifest, sort_keys=True).encode()).hexdigest()


def _names(cursor: Any) -> list[str]:
    return _column(
        cursor,
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname",
    )


def _table(cursor: Any, name: str) -> dict[str, Any]:
    """Rows and their hash, in the order of the primary key."""
    if name in LEFT_OUT:
        return {"rows": 0, "sha256": ""}
    key = _column(
        cursor,
        """SELECT format('%%I', attname) || CASE WHEN attcollation = 0 THEN '' ELSE ' COLLATE "C"' END
        FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
        WHERE indrelid = format('%%I', %s::text)::regclass AND indisprimary ORDER BY array_position(indkey::int2[], attnum)""",
        [name],
    )
    order = ", ".join(key) or 't::text COLLATE "C"'
    out = _Hash()
    cursor.copy_expert(f'COPY (SELECT * FROM "{name}" t ORDER BY {order}) TO STDOUT', out)  # noqa: S608  (as above)
    return {"rows": out.rows, "sha256": out.total.hexdigest()}


class _Hash:
    """A file that keeps the hash of what is written to it, and its lines. COPY writes one row a line and escapes what breaks one."""

    def __init__(self) -> None:
        self.total, self.rows = hashlib.sha256(), 0

    def write(self, chunk: bytes | str) -> int:
        data = chunk.encode() if isinstance(chunk, str) else chunk
        self.total.update(data)
        self.rows += data.count(b"\n")
        return len(data)


def _counted_on_sqlite(cursor: Any) -> dict[str, Any]:
    cursor.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%%' ORDER BY type, name")
    things = cursor.fetchall()
    tables = {}
    for name in [name for kind, name, _ in things if kind == "table"]:
        total, rows = hashlib.sha256(), 0
        if name not in LEFT_OUT:
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608  (a name of the database itself)
            for row in sorted(map(repr, cursor.fetchall())):
                total.update(f"{row}\n".encode())
                rows += 1
        tables[name] = {"rows": rows, "sha256": total.hexdigest() if rows else ""}
    schema: dict[str, list[str]] = {"tables": [], "indexes": [], "triggers": [], "views": []}
    for kind, _, sql in things:
        schema["indexes" if kind == "index" else f"{kind}s"].append(sql or "")
    return {
        "tables": tables,
        "schema": {kind: sorted(found) for kind, found in schema.items()},
        "sequences": {},
        "roles": [],
        "migrations": _migrations(cursor, tables),
    }


def _migrations(cursor: Any, tables: Iterable[str]) -> list[str]:
    if "django_migrations" not in tables:
        return []
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
    return [f"{app}.{name}" for app, name in cursor.fetchall()]


def _as_reloaded(definition: str) -> str:
    """PostgreSQL itself writes a list of words another way once it was dumped and loaded; the meaning is the same."""

    def each_cast(found: re.Match[str]) -> str:
        return WORD.sub(r"(\1)::text", found[1])

    return LIST_OF_WORDS.sub(each_cast, definition)


def _column(cursor: Any, sql: str, parameters: list[Any] | None = None) -> list[str]:
    cursor.execute(sql, parameters)
    return [row[0] for row in cursor.fetchall()]


def _told(table: dict[str, Any] | None) -> str:
    return "not there" if table is None else f"{table['rows']:,} rows ({table['sha256'][:12] or 'left out'})"


def _short(words: str) -> str:
    line = " ".join(words.split())
    return line if len(line) <= 160 else f"{line[:157]}…"


def kind_of(database: dict[str, Any]) -> str:
    """Which kind of database it is: ours of PostgreSQL is PostgreSQL."""
    return "sqlite3" if database["ENGINE"].endswith("sqlite3") else "postgresql"
