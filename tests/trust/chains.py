"""A chain of the audit to break: entries written, statements run past the ORM, and the first fault that is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

from accounts import verbs
from audit import chain, verify
from audit.models import Entry
from audit.record import record
from tests.factories import UserFactory

POSTGRES = connection.vendor == "postgresql"


def write(number: int, person: Any = None) -> list[Entry]:
    person = person or UserFactory.create(name="Ada Osei")
    made = [
        record(
            actor=person, verb=verbs.SIGNED_IN, subject=person, changes={"n": (at, at + 1)}, reason=f"The {at}. time"
        )
        for at in range(number)
    ]
    connection.check_constraints()  # on PostgreSQL a link is made when the transaction ends; this is as if it did
    return made


def run(sql: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def first_fault(heads: dict[int, str] | None = None) -> verify.Fault | None:
    return next(verify.faults(heads), None)


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is not kept."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def made_anew() -> None:
    """A link for each entry, oldest first, by somebody who knows how links are made."""
    vendor, number, previous = connection.vendor, 0, chain.FIRST
    found = f"SELECT e.id, {chain.digest_sql(vendor, 'e')} FROM audit_entry e ORDER BY e.id"
    with connection.cursor() as cursor:
        cursor.execute(found)
        for entry, digest in cursor.fetchall():
            number += 1
            made = chain.link_hash(number, entry, previous, digest)
            cursor.execute(
                "INSERT INTO audit_link (entry_id, digest, number, previous, hash) VALUES (%s, %s, %s, %s, %s)",
                [entry, digest, number, previous, made],
            )
            previous = made
