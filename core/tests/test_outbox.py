from datetime import timedelta

import pytest
from django.db import transaction

from accounts.models import Notice, SentMail, User
from accounts.services.notices import notify
from core import clock, outbox
from core.models import OutboxRow

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return User.objects.create_user("ada@example.org", name="Ada Osei")


@pytest.fixture
def poison(monkeypatch):
    """A kind of work that fails until it is cured."""
    cured = []

    def work(row):
        if not cured:
            raise ValueError("poison")

    monkeypatch.setitem(outbox._HANDLERS, "test_poison", work)
    return cured


def tell(person, key="plan:1"):
    return notify(person=person, kind="plan", key=key, subject="Plan due", body="The plan is due.", url="/plans/")


def test_telling_twice_is_once(person):
    assert tell(person) is True
    assert tell(person) is False
    assert Notice.objects.count() == OutboxRow.objects.count() == 1


def test_the_worker_sends_each_message_once_however_often_it_runs(person):
    tell(person)
    assert [outbox.relay(), outbox.relay()] == [1, 0]
    sent = SentMail.objects.get()
    assert (sent.to, sent.subject) == ("ada@example.org", "Plan due")
    assert "The plan is due." in sent.body and "/plans/" in sent.body


def test_work_asked_for_in_a_transaction_that_fails_is_never_done(person):
    def tell_and_fail():
        with transaction.atomic():
            tell(person)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        tell_and_fail()
    assert outbox.relay() == 0
    assert not SentMail.objects.exists()


def test_a_worker_that_dies_lets_its_claim_lapse(person):
    tell(person)
    row = OutboxRow.objects.get()
    OutboxRow.objects.update(claimed_until=clock.now() + timedelta(minutes=1), attempts=1)
    assert outbox.run(row.pk) is False, "a live worker holds it"
    with clock.travelled_to(clock.now() + timedelta(minutes=2)):
        assert outbox.relay() == 1
    assert SentMail.objects.count() == 1


def test_a_message_sent_before_a_crash_is_not_kept_twice(person):
    tell(person)
    outbox.relay()
    OutboxRow.objects.update(done_at=None)  # the mark was lost after the message was handed over
    outbox.relay()
    assert SentMail.objects.count() == 1


def test_a_poisonous_row_waits_and_the_others_go_on(person, poison):
    outbox.enqueue(kind="test_poison", key="poison", payload={})
    tell(person)
    assert outbox.relay() == 1
    row = OutboxRow.objects.get(kind="test_poison")
    assert (row.attempts, row.done_at, row.last_error) == (1, None, "ValueError: poison")
    assert outbox.relay() == 0, "it waits before it is tried again"
    poison.append("cured")
    with clock.travelled_to(row.due_at + timedelta(seconds=1)):
        assert outbox.relay() == 1


def test_a_row_that_never_works_is_given_up_and_shown(poison):
    outbox.enqueue(kind="test_poison", key="poison", payload={})
    for _ in range(outbox.MOST_ATTEMPTS):
        with clock.travelled_to(OutboxRow.objects.get().due_at + timedelta(seconds=1)):
            outbox.relay()
    row = OutboxRow.objects.get()
    assert row.failed_at is not None
    assert row.attempts == outbox.MOST_ATTEMPTS


def test_nobody_may_ask_for_unknown_work():
    with pytest.raises(KeyError):
        outbox.enqueue(kind="sing", key="1", payload={})


@pytest.mark.django_db(transaction=True)
def test_asking_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        outbox.enqueue(kind="notice_email", key="1", payload={})


@pytest.mark.django_db(transaction=True)
def test_long_work_runs_outside_a_transaction_and_keeps_what_it_did_when_it_fails(monkeypatch):
    seen = []

    def work(row):
        seen.append(transaction.get_connection().in_atomic_block)
        OutboxRow.objects.filter(pk=row.pk).update(payload={"step": len(seen)})
        if len(seen) == 1:
            raise ValueError("broken off")

    monkeypatch.setitem(outbox._HANDLERS, "test_long", work)
    monkeypatch.setattr(outbox, "_LONG", {"test_long"})
    with transaction.atomic():
        outbox.enqueue(kind="test_long", key="long", payload={})
    row = OutboxRow.objects.get()
    assert outbox.run(row.pk) is False
    row.refresh_from_db()
    assert (row.payload, row.attempts, row.done_at) == ({"step": 1}, 1, None)
    assert outbox.run(row.pk) is True
    assert seen == [False, False]
    assert outbox.run(row.pk) is False, "done once"
