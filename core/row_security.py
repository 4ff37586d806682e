"""Row-level security of PostgreSQL, made from the models: which rows the database shows within a reach (`core.reach`).

Each table that leads to a partnership by its foreign keys, whoever added it, has the policy "in_reach": the row it leads to is in a
partnership that the reach names. `settings.ROW_SECURITY` names the module that says where paths begin, what is published, what pages
that answer a survey need, and which tables are left open and why. Applied after every `migrate`; nothing on SQLite.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models

FUNCTIONS = """
CREATE OR REPLACE FUNCTION reach_is(wanted text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT coalesce(current_setting('app.reach', true), '') = wanted $$;
CREATE OR REPLACE FUNCTION reach_partnerships() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN left(current_setting('app.reach', true), 1) = '{' THEN current_setting('app.reach', true)::bigint[] END $$;
"""
# In brackets of their own, so that they are worked out once for a statement and not for each row.
EVERYTHING = "(SELECT reach_is('all'))"
ANSWERING = "(SELECT reach_is('answering'))"
MINE = "ANY ((SELECT reach_partnerships())::bigint[])"


@dataclass(frozen=True)
class Through:
    """Published where the row that this foreign key leads to is."""

    field: str


@dataclass(frozen=True)
class Declarations:
    """`partnership`: the model all paths lead to. `otherwise`: {model: SQL that its row `{t}` is in reach}, for paths without foreign keys.
    `published`: {model: SQL, or Through, by which everybody sees a row}. `answering`: {model: the commands of pages that answer a
    survey, "SELECT" or "ALL"}. `open`: {model or application: why it has no policy}."""

    partnership: str
    otherwise: Mapping[str, str]
    published: Mapping[str, str | Through]
    answering: Mapping[str, str]
    open: Mapping[str, str]


@dataclass(frozen=True)
class Policy:
    name: str
    command: str
    using: str
    check: str = ""

    def sql(self, table: str) -> str:
        check = f" WITH CHECK ({self.check})" if self.check else ""
        return f"CREATE POLICY {self.name} ON {table} FOR {self.command} USING ({self.using}){check}"


@cache
def declared() -> Declarations:
    found: Declarations = import_module(settings.ROW_SECURITY).DECLARATIONS
    return found


def label(model: type[models.Model]) -> str:
    return model._meta.label


def is_open(model: type[models.Model]) -> bool:
    return label(model) in declared().open or model._meta.app_label in declared().open


def every_model() -> list[type[models.Model]]:
    """All that have a table, those between two others too."""
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if not model._meta.proxy and model._meta.managed]


def keys(model: type[models.Model]) -> list[models.ForeignKey[Any, Any]]:
    """Its foreign keys to other tables."""
    found = [field for field in model._meta.local_fields if isinstance(field, models.ForeignKey)]
    return [field for field in found if field.related_model is not model]


@cache
def paths() -> dict[type[models.Model], models.ForeignKey[Any, Any] | None]:
    """{model: the foreign key that leads towards a partnership}, None where there is another way; the shortest, and by a key that is
    always set where there is one."""
    found: dict[type[models.Model], models.ForeignKey[Any, Any] | None] = {
        model: None for model in every_model() if label(model) in declared().otherwise
    }
    ends = {apps.get_model(declared().partnership)}
    left = [model for model in every_model() if not is_open(model) and model not in found]
    for nullable in (False, True):
        while True:
            nearer = {}
            for model in left:
                led = (key for key in keys(model) if key.null <= nullable and key.related_model in ends)
                if model not in found and (key := next(led, None)):
                    nearer[model] = key
            if not nearer:
                break
            found |= nearer
            ends |= nearer.keys()
    return found


def undeclared() -> list[str]:
    """Tables that lead to no partnership, and of which nobody said why that is right."""
    return sorted(label(model) for model in every_model() if model not in paths() and not is_open(model))


def column(key: models.ForeignKey[Any, Any], row: str) -> str:
    return f'{row}."{key.column}"'


def exists(key: models.ForeignKey[Any, Any], row: str, inner: str, more: str = "") -> str:
    """That the row this key leads to is there, for those who ask."""
    target = key.related_model._meta
    also = f" AND {more}" if more else ""
    found = f'{inner}."{target.pk.column}" = {column(key, row)}{also}'
    return f"EXISTS (SELECT 1 FROM {target.db_table} {inner} WHERE {found})"  # noqa: S608  (names of our own tables)


def in_reach(model: type[models.Model], row: str, depth: int = 0) -> str:
    """The parent's own policy answers for it where that is the same question; where the parent is also shown once published, the
    question goes on to the end of the path: what hangs from something published is not published."""
    key = paths()[model]
    if key is None:
        return declared().otherwise[label(model)].format(t=row)
    inner = f"up{depth}"
    parent = key.related_model
    if label(parent) == declared().partnership:
        return f"{column(key, row)} = {MINE}"
    shown_besides = label(parent) in declared().published or label(parent) in declared().answering
    return exists(key, row, inner, in_reach(parent, inner, depth + 1) if shown_besides else "")


def published(model: type[models.Model], row: str, depth: int = 0) -> str:
    how = declared().published[label(model)]
    if isinstance(how, str):
        return how.format(t=row)
    key = model._meta.get_field(how.field)
    assert isinstance(key, models.ForeignKey)
    inner = f"shown{depth}"
    return exists(key, row, inner, published(key.related_model, inner, depth + 1))


def references(model: type[models.Model], row: str) -> str:
    """What is written refers to nothing that its writer could not see."""
    others = [key for key in keys(model) if key is not paths()[model] and key.related_model in paths()]
    return "".join(
        f" AND ({column(key, row)} IS NULL OR {exists(key, row, f'other{number}')})"
        for number, key in enumerate(others)
    )


def policies(model: type[models.Model]) -> Iterator[Policy]:
    table = model._meta.db_table
    mine = in_reach(model, table)
    yield Policy("in_reach", "ALL", f"{EVERYTHING} OR {mine}", f"{EVERYTHING} OR ({mine}{references(model, table)})")
    if label(model) in declared().published:
        yield Policy("published", "SELECT", published(model, table))
    if command := declared().answering.get(label(model)):
        yield Policy("answering", command, ANSWERING)


def digest(model: type[models.Model]) -> str:
    """Tells whether a table already has these policies."""
    table = model._meta.db_table
    said = "\n".join([FUNCTIONS, *(each.sql(table) for each in policies(model))])
    return hashlib.sha256(said.encode()).hexdigest()[:16]


STANDING = """
SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity, count(p.oid),
       max(obj_description(p.oid, 'pg_policy')) FILTER (WHERE p.polname = 'in_reach')
FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' GROUP BY c.oid, c.relname
"""


def standing(cursor: Any) -> dict[str, tuple[bool, int, str]]:
    """{table: (enabled and forced, how many policies, the digest they were made with)}."""
    cursor.execute(STANDING)
    return {table: (forced, number, made or "") for table, forced, number, made in cursor.fetchall()}


def missing(cursor: Any) -> list[str]:
    """The tables whose rows are not held as the models say."""
    found = standing(cursor)
    wanted = {model._meta.db_table: (True, len(list(policies(model))), digest(model)) for model in paths()}
    return sorted(table for table, held in wanted.items() if found.get(table) != held)


def apply(connection: Any) -> list[str]:
    """Bring the policies to what the models say; only tables that differ are touched, each for a moment. The tables that were."""
    if connection.vendor != "postgresql":
        return []
    there = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        before = standing(cursor)
        # Parents first is not needed: a policy may speak of a table that has none yet.
        changed = [
            model
            for model in paths()
            if model._meta.db_table in there
            and before[model._meta.db_table] != (True, len(list(policies(model))), digest(model))
        ]
        if changed:
            cursor.execute(FUNCTIONS)
        for model in changed:
            cursor.execute("; ".join(statements(model)))
        for table in sorted(before.keys() - {model._meta.db_table for model in paths()}):
            if before[table][1] or before[table][0]:
                cursor.execute(drop(table))
    return [model._meta.db_table for model in changed]


def drop(table: str) -> str:
    names = ("in_reach", "published", "answering")
    return "; ".join(
        [f"DROP POLICY IF EXISTS {name} ON {table}" for name in names]
        + [f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY"]
    )


def statements(model: type[models.Model]) -> Iterator[str]:
    table = model._meta.db_table
    yield drop(table)
    yield from (policy.sql(table) for policy in policies(model))
    yield f"COMMENT ON POLICY in_reach ON {table} IS '{digest(model)}'"
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY"
