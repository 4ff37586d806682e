import pytest
from django.db import DatabaseError, connection, transaction

from accounts import verbs
from accounts.models import User
from audit.models import AppendOnly, Entry
from audit.record import record
from audit.testing import unlocked

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry():
    person = User.objects.create_user("ada@example.org", name="Ada Osei")
    with transaction.atomic():
        return record(actor=person, verb=verbs.SIGNED_IN, subject=person, changes={"name": ("", "Ada")})


def test_an_entry_keeps_who_what_and_the_old_and_new_value(entry):
    assert (entry.actor_label, entry.verb, entry.subject_type) == ("Ada Osei", "person.signed_in", "accounts.user")
    assert entry.changes == {"name": ["", "Ada"]}


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(verb="x"),
        lambda entry: Entry.objects.all().delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["verb"]),
    ],
)
def test_code_refuses_to_change_or_remove_an_entry(entry, change):
    with pytest.raises(AppendOnly):
        change(entry)
    assert Entry.objects.count() == 1


STATEMENTS = ["UPDATE audit_entry SET verb = 'x'", "DELETE FROM audit_entry"]


@pytest.mark.parametrize("sql", STATEMENTS)
def test_the_database_refuses_it_too(entry, sql):
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute(sql)
    assert Entry.objects.get().verb == "person.signed_in"


@pytest.mark.parametrize("sql", STATEMENTS)
def test_control_without_the_trigger_the_database_would_obey(entry, sql):
    with unlocked():
        connection.cursor().execute(sql)
    assert not Entry.objects.filter(verb="person.signed_in").exists()


def test_postgresql_refuses_to_empty_the_table(entry):
    if connection.vendor != "postgresql":
        assert not hasattr(connection.ops, "truncate")  # SQLite has no TRUNCATE: DELETE is refused above
        return
    connection.check_constraints()  # deferred checks of the rows made above would refuse it before the trigger does
    with pytest.raises(DatabaseError, match="never changed or removed"), transaction.atomic():
        connection.cursor().execute("TRUNCATE audit_entry")


def test_an_unregistered_verb_is_a_mistake_in_the_code(entry):
    with pytest.raises(KeyError), transaction.atomic():
        record(actor=None, verb="person.sang", subject=entry.actor)


@pytest.mark.django_db(transaction=True)
def test_a_record_outside_a_transaction_is_refused():
    person = User.objects.create_user("bea@example.org", name="Bea")
    with pytest.raises(RuntimeError):
        record(actor=person, verb=verbs.SIGNED_IN, subject=person)
    assert not Entry.objects.exists()
