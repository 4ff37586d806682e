"""The audit cannot be changed: refused to the application and to the owner, by the ORM and by trigger (K1)."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from audit import verify
from audit.models import AppendOnly, Entry, Link
from audit.redact import redact
from audit.testing import unlocked
from core import database_role
from tests.trust.chains import POSTGRES, first_fault, run, undone, write
from tests.trust.plugin import Figures

SQL = (
    "UPDATE audit_entry SET reason = 'x'",
    "UPDATE audit_entry SET subject_label = '[removed]', changes = '{}', reason = '[removed]', salt = ''",
    "DELETE FROM audit_entry",
    "UPDATE audit_link SET digest = hash",
    "UPDATE audit_link SET number = -number",
    "DELETE FROM audit_link",
    "DELETE FROM audit_redaction",
    "INSERT INTO audit_entry SELECT * FROM audit_entry WHERE true ON CONFLICT (id) DO UPDATE SET reason = 'x'",
)
TRUNCATES = ("TRUNCATE audit_entry", "TRUNCATE audit_link", "TRUNCATE audit_redaction")
AS_THE_APPLICATION = (
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "SET LOCAL session_replication_role = replica",
    "DROP TRIGGER audit_entry_no_change ON audit_entry",
    "DROP TABLE audit_link",
    "INSERT INTO audit_link (entry_id, digest, number, previous, hash) VALUES (0, '', 99, '', '')",
    "CREATE OR REPLACE FUNCTION audit_entry_keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
)
CODE: tuple[Callable[[Entry], Any], ...] = (
    lambda entry: entry.save(),
    lambda entry: entry.delete(),
    lambda entry: Entry.objects.update(verb="x"),
    lambda entry: Entry.objects.all().delete(),
    lambda entry: Entry.objects.bulk_update([entry], ["verb"]),
    lambda entry: Entry.objects.all()._raw_delete("default"),
    lambda entry: Entry._base_manager.filter(pk=entry.pk).update(verb="x"),
    lambda entry: Link.objects.all().delete(),
    lambda entry: Entry.objects.bulk_create(
        [entry], update_conflicts=True, update_fields=["reason"], unique_fields=["id"]
    ),
)


def refusals(acts: list[Callable[[], Any]]) -> int:
    refused = 0
    for act in acts:
        try:
            with transaction.atomic():
                act()
        except (DatabaseError, AppendOnly):
            refused += 1
    return refused


@contextmanager
def as_the_application() -> Iterator[str]:
    """The role of the application, until the end of the transaction of the test."""
    role = f"app_{uuid.uuid4().hex[:12]}"
    for statement in (database_role.create(role), *database_role.grants(role)):
        run(statement)
    run(f"SET LOCAL ROLE {role}")
    yield role
    run("RESET ROLE")


@pytest.mark.trust(
    "K1", "by the ORM, past it, by upsert, UPDATE, DELETE and TRUNCATE, as the owner and as the role of the application"
)
@pytest.mark.django_db
def test_no_entry_is_changed_or_removed(figures: Figures) -> None:
    entry = write(3)[0]
    redact(entry=write(1)[0], why="a test")
    head = verify.head()
    acts = [lambda sql=sql: run(sql) for sql in (*SQL, *(TRUNCATES if POSTGRES else ()))]
    acts += [lambda act=act: act(Entry.objects.get(pk=entry.pk)) for act in CODE]
    as_owner = refusals(acts)
    as_app = tried = 0
    if POSTGRES:
        with as_the_application():
            write(1)  # it can add
            more = [lambda sql=sql: run(sql) for sql in AS_THE_APPLICATION]
            as_app, tried = refusals([*acts, *more]), len([*acts, *more])
    figures(
        "accepted",
        f"{len(acts) - as_owner} of {len(acts)} as the owner, {tried - as_app} of {tried} as the application",
    )
    assert (as_owner, as_app) == (len(acts), tried)
    assert first_fault({head.number: head.hash}) is None
    # The owner can take the trigger away: then the chain tells.
    owners = [sql for sql in SQL if "redaction" not in sql and "ON CONFLICT" not in sql]
    found = 0
    for sql in owners:
        with undone(), unlocked():
            run(sql)
            found += first_fault({head.number: head.hash}) is not None
    figures.control("the triggers dropped by the owner", caught=found, of=len(owners))
