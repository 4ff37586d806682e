"""The chain costs nobody a deadlock (C5)."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction

from accounts import verbs
from accounts.models import User
from audit import chain, verify
from audit.record import record
from core import clock
from tests import databases
from tests.factories import UserFactory
from tests.processes import wait_until
from tests.trust.chains import POSTGRES, first_fault, run
from tests.trust.plugin import Figures


def notice(person: User) -> None:
    """A row whose foreign key is looked at when the transaction ends, after the entry's."""
    person.notices.create(kind="x", key=uuid.uuid4().hex, subject="x", body="x", at=clock.now())


@pytest.mark.prove
@pytest.mark.trust("C5", "8 people write to the audit 25 times each, while others lock what their rows point to")
@pytest.mark.django_db(transaction=True)
def test_the_chain_makes_nobody_wait_in_a_circle(figures: Figures) -> None:
    assert POSTGRES, "SQLite has one writer at a time"
    shared, failed = UserFactory.create(), []

    def act(locks: bool) -> None:
        try:
            for _ in range(25):
                with transaction.atomic():
                    if locks:
                        User.objects.select_for_update().get(pk=shared.pk)
                    record(actor=None, verb=verbs.SIGNED_IN, subject=shared)
                    if not locks:
                        notice(shared)
        except DatabaseError as error:
            failed.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(at % 2 == 0,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    figures("deadlocks", len(failed))
    figures("entries in the chain", verify.head().number)
    assert failed == []
    assert verify.head().number == 200
    assert first_fault() is None
    with one_round():
        figures.control("the link made in the same round as the other checks", caught=circle(shared), of=1)
    assert circle(shared) == 0


@contextmanager
def one_round() -> Iterator[None]:
    run("DROP TRIGGER audit_link_close ON audit_link")
    run("CREATE TRIGGER audit_link_close AFTER INSERT ON audit_link FOR EACH ROW EXECUTE FUNCTION audit_link_closed()")
    yield
    run("DROP TRIGGER audit_link_close ON audit_link")
    run(
        next(
            sql
            for sql in chain.LINKING["postgresql"]["create"]
            if sql.startswith("CREATE CONSTRAINT TRIGGER audit_link_close")
        )
    )


def circle(shared: User) -> int:
    """One holds a row and writes to the audit; the other writes to the audit, then a row that points to it, and ends first."""
    deadlocks: list[str] = []

    def ends_first() -> None:
        try:
            with transaction.atomic():
                record(actor=None, verb=verbs.SIGNED_IN, subject=shared)
                notice(shared)
        except DatabaseError as error:
            deadlocks.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=ends_first)
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=shared.pk)
            record(actor=None, verb=verbs.SIGNED_IN, subject=shared)
            other.start()
            wait_until(waits_for_a_lock, seconds=20, what="the other waits")
    except DatabaseError as error:
        deadlocks.append(str(error))
    other.join(30)
    return len(deadlocks)


def waits_for_a_lock() -> bool:
    name = connection.settings_dict["NAME"]
    waiting = "wait_event_type = 'Lock' AND query LIKE 'COMMIT%'"
    return bool(databases.sql(f"SELECT 1 FROM pg_stat_activity WHERE datname = '{name}' AND {waiting}"))
