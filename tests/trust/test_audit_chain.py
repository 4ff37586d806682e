"""The audit cannot be changed quietly: refused to the application and by trigger; with the trigger off, the chain finds the place."""

from __future__ import annotations

import random
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from accounts import verbs
from accounts.models import User
from audit import chain, verify
from audit.models import AppendOnly, Entry, Link
from audit.record import record
from audit.redact import redact
from audit.testing import unlocked
from core import clock, database_role
from tests import databases
from tests.factories import UserFactory
from tests.processes import wait_until
from tests.trust.plugin import Figures

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


# --- K1
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


# --- K2
def alter(rng: random.Random, links: list[Link]) -> tuple[str, int, int]:  # noqa: C901  (one branch for each kind of change)
    """One change of the chain by somebody who owns the database; gives what, and the place and entry that must be named (0: any)."""
    link = rng.choice(links)
    what = rng.choice(
        ("field", "words", "entry gone", "both gone", "put in", "two swapped", "link", "places swapped", "moved")
    )
    other = rng.choice([one for one in links if one.number != link.number])
    first = min(link, other, key=lambda one: one.number or 0)
    if what == "field":
        field, value = rng.choice(
            (
                ("verb", "x"),
                ("actor_label", "Somebody"),
                ("subject_id", "0"),
                ("request_id", "1"),
                ("partnership_ref", "a-b"),
            )
        )
        run(f"UPDATE audit_entry SET {field} = %s WHERE id = %s", value, link.entry_id)
    elif what == "words":
        field, value = rng.choice((("reason", "Another"), ("changes", '{"n": [7, 7]}'), ("subject_label", "Bea")))
        run(f"UPDATE audit_entry SET {field} = %s WHERE id = %s", value, link.entry_id)
    elif what == "entry gone":
        run("DELETE FROM audit_entry WHERE id = %s", link.entry_id)
    elif what == "both gone":
        run("DELETE FROM audit_entry WHERE id = %s", link.entry_id)
        run("DELETE FROM audit_link WHERE number = %s", link.number)
        return what, link.number or 0, 0
    elif what == "put in":
        columns = ", ".join(field.column for field in Entry._meta.concrete_fields if field.name != "id")
        run(
            f"INSERT INTO audit_entry (id, {columns}) SELECT 999999, {columns} FROM audit_entry WHERE id = %s",
            link.entry_id,
        )
        return what, 0, 999999
    elif what == "two swapped":
        for one, to in ((link.entry_id, -1), (other.entry_id, link.entry_id), (-1, other.entry_id)):
            run("UPDATE audit_link SET entry_id = %s WHERE entry_id = %s", to, one)
        return what, first.number or 0, 0
    elif what == "link":
        field = rng.choice(("hash", "digest", "previous"))
        run(
            f"UPDATE audit_link SET {field} = %s WHERE number = %s",
            uuid.UUID(int=rng.getrandbits(128)).hex * 2,
            link.number,
        )
    elif what == "places swapped":
        for one, to in ((link.number, -1), (other.number, link.number), (-1, other.number)):
            run("UPDATE audit_link SET number = %s WHERE number = %s", to, one)
        return what, first.number or 0, 0
    else:
        run("UPDATE audit_entry SET at = '2001-01-01 00:00:00+00:00' WHERE id = %s", link.entry_id)
    return what, link.number or 0, 0


def provoke(number: int, figures: Figures) -> None:
    write(60)
    head = verify.head()
    heads = {head.number: head.hash}
    assert first_fault(heads) is None
    links = list(Link.objects.all())
    rng = random.Random(20261129)
    missed = []
    with unlocked(unlinked=True):
        for _ in range(number):
            with undone():
                what, place, entry = alter(rng, links)
                fault = first_fault(heads)
                if fault is None or (place and fault.number != place) or (entry and fault.entry != entry):
                    missed.append((what, place, entry, fault))
    figures("found with its place", f"{number - len(missed)} of {number}")
    assert missed == []
    assert first_fault(heads) is None


@pytest.mark.trust(
    "K2", "changed, removed, put in, reordered at random with the triggers off (36 times, part of each run)"
)
@pytest.mark.django_db
def test_a_changed_chain_is_found_with_its_place(figures: Figures) -> None:
    provoke(36, figures)


@pytest.mark.prove
@pytest.mark.trust("K2", "changed, removed, put in, reordered at random 1,000 times with the triggers off")
@pytest.mark.django_db
def test_a_thousand_changes_of_the_chain_are_found(figures: Figures) -> None:
    provoke(1000, figures)


@pytest.mark.trust("K2", "the whole chain made anew after a change, by somebody who knows how it is made")
@pytest.mark.django_db
def test_a_chain_made_anew_is_found_by_the_head_outside(figures: Figures) -> None:
    entries = write(5)
    head = verify.head()
    with unlocked(unlinked=True):
        run("UPDATE audit_entry SET verb = 'x' WHERE id = %s", entries[2].pk)
        run("DELETE FROM audit_link")
        chain.link_those_before(connection)
    assert first_fault() is None  # consistent in itself: that is why its head is kept elsewhere
    figures.control("verified without the head outside", caught=1, of=1)
    fault = first_fault({head.number: head.hash})
    assert fault is not None
    figures("named", fault)
    assert (fault.number, fault.what) == (5, "the chain was another when its head was written down")


@pytest.mark.trust("K2", "the last entries and their links removed")
@pytest.mark.django_db
def test_a_chain_cut_short_is_found_by_the_head_outside(figures: Figures) -> None:
    entries = write(5)
    head = verify.head()
    with unlocked():
        run("DELETE FROM audit_entry WHERE id >= %s", entries[3].pk)
        run("DELETE FROM audit_link WHERE number > 3")
    fault = first_fault({head.number: head.hash})
    figures("named", fault)
    assert fault is not None
    assert (fault.number, fault.what) == (5, "the chain ends before a head that was written down")


# --- what the chain must not cost
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


# --- around it
@pytest.mark.django_db
def test_every_field_of_an_entry_is_in_the_chain() -> None:
    columns = {field.column for field in Entry._meta.concrete_fields}
    assert columns == {*chain.FACTS, *chain.WORDS, "salt"}


@pytest.mark.django_db
def test_words_can_be_taken_out_and_the_chain_holds() -> None:
    entry = write(3)[1]
    head = verify.head()
    assert redact(entry=entry, why="a test")
    assert not redact(entry=entry, why="a test")
    entry.refresh_from_db()
    assert (entry.reason, entry.changes, entry.subject_label, entry.salt) == (chain.GONE, {}, chain.GONE, "")
    assert first_fault({head.number: head.hash}) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        run("UPDATE audit_entry SET verb = 'x', salt = '' WHERE id = %s", entry.pk)
    with unlocked():
        run("UPDATE audit_redaction SET reason = %s", "0" * 64)
    assert first_fault() is not None


def verified(*arguments: str) -> tuple[int, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_audit", *arguments, stdout=out, stderr=err)
    except SystemExit as end:
        return int(str(end.code)), err.getvalue()
    return 0, out.getvalue()


@pytest.mark.django_db
def test_the_command_says_where_it_is_broken(settings: Any, tmp_path: Path) -> None:
    settings.AUDIT_HEADS = str(tmp_path / "heads.txt")
    entries = write(4)
    code, said = verified("--record-head")
    assert (code, said.splitlines()[0]) == (0, "4 entries, unbroken; 0 heads agree; words removed from 0.")
    assert verified()[1].startswith("4 entries, unbroken; 1 heads agree")
    with unlocked():
        run("UPDATE audit_entry SET verb = 'x' WHERE id IN (%s, %s)", entries[1].pk, entries[2].pk)
    code, said = verified()
    assert (code, said) == (1, f"The audit is broken at link 2, entry {entries[1].pk}: the entry was changed.\n")
    assert len(verified("--all")[1].splitlines()) == 2


@pytest.mark.django_db
def test_a_file_of_heads_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    from django.core.management.base import CommandError

    with pytest.raises(CommandError, match="There is no file"):
        call_command("verify_audit", heads=str(tmp_path / "away"))
    (tmp_path / "odd").write_text("what\n")
    with pytest.raises(CommandError, match="line 1 is not a head of the audit"):
        call_command("verify_audit", heads=str(tmp_path / "odd"))
