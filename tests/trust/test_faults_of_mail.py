"""Mail servers that are down, slow or silent; messages that come twice; every act killed after each of its steps: R11, R14, R17, R18."""

from __future__ import annotations

import json
import os
import subprocess
import uuid
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from accounts.models import User
from accounts.services.notices import notify
from accounts.smtp import UNCONFIRMED
from core import clock, outbox
from core.models import OutboxRow
from tests.processes import own_database
from tests.test_publication_faults import SIGN_OFF
from tests.test_serve import MANAGE, Place
from tests.test_survey_faults import said_by
from tests.trust.servers import MailServer


@pytest.fixture
def mail(settings: Any) -> Iterator[MailServer]:
    server = MailServer()
    settings.EMAIL_BACKEND = "accounts.smtp.Backend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 1
    yield server
    server.way = "take"
    server.stop()


def tell(people: int) -> list[str]:
    addresses = [f"person-{number}@example.org" for number in range(people)]
    for email in addresses:
        person = User.objects.create_user(email, name="A Person")
        notify(person=person, kind="plan", key="plan:1", subject="Plan due", body="The plan is due.", url="/plans/")
    return addresses


def relay_until_settled() -> list[float]:
    """Run the outbox whenever the next row is due; the gaps between the tries, in seconds."""
    gaps = []
    for _ in range(outbox.MOST_ATTEMPTS + 2):
        next_row = OutboxRow.objects.filter(done_at=None, failed_at=None).order_by("due_at").first()
        if next_row is None:
            break
        with clock.travelled_to(max(next_row.due_at, clock.now())):
            now = clock.now()
            outbox.relay()
            left = OutboxRow.objects.filter(pk=next_row.pk, done_at=None, failed_at=None).first()
            gaps += [(left.due_at - now).total_seconds()] if left else []
    return gaps


@pytest.mark.django_db
@pytest.mark.trust("R17", "a mail server that is down, and one that answers 451")
@pytest.mark.parametrize("way", ["down", "refuse"])
def test_each_try_waits_longer_and_the_mail_arrives_once(mail: MailServer, figures: Any, way: str) -> None:
    addresses = tell(3)
    mail.way = way
    if way == "down":
        mail.stop()
    gaps = []
    for _ in range(4):
        row = OutboxRow.objects.order_by("due_at").first()
        assert row
        with clock.travelled_to(max(row.due_at, clock.now()) + timedelta(seconds=1)):
            now = clock.now()
            assert outbox.relay() == 0
            row.refresh_from_db()
            gaps.append(round((row.due_at - now).total_seconds()))
    assert gaps == sorted(set(gaps)) and gaps[-1] >= 4 * gaps[0]
    mail.way = "take"
    if way == "down":
        mail.start()
    with clock.travelled_to(clock.now() + timedelta(hours=2)):
        assert (outbox.relay(), outbox.relay()) == (3, 0)
    assert [mail.to(address) for address in addresses] == [1, 1, 1]
    figures(f"gaps when {way}", ", ".join(f"{gap} s" for gap in gaps))


@pytest.mark.django_db
@pytest.mark.prove
@pytest.mark.trust("R17", "a mail server that takes the whole message and then says nothing")
def test_nobody_gets_an_e_mail_twice_where_the_server_did_not_say(
    mail: MailServer, settings: Any, figures: Any
) -> None:
    addresses = tell(2)
    mail.way = "silent"
    relay_until_settled()
    assert [mail.to(address) for address in addresses] == [1, 1]
    assert set(OutboxRow.objects.values_list("last_error", flat=True)) == {UNCONFIRMED[:300]}
    assert OutboxRow.objects.exclude(failed_at=None).count() == 2, "shown to the service administrator"
    figures("sent twice", 0)
    # Django's own backend takes silence for a refusal.
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    OutboxRow.objects.update(failed_at=None, attempts=0, due_at=clock.now())
    with clock.travelled_to(clock.now() + timedelta(seconds=1)):
        outbox.relay()
    with clock.travelled_to(clock.now() + timedelta(hours=1)):
        outbox.relay()
    figures.control("silence taken for a refusal", caught=sum(mail.to(address) == 3 for address in addresses), of=2)


@pytest.mark.django_db
@pytest.mark.prove
@pytest.mark.trust("R17", "a mail server that takes 2 seconds for each of 3 e-mails")
def test_a_slow_server_gets_each_once(mail: MailServer, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 10
    addresses = tell(3)
    mail.way = "slow"
    assert outbox.relay() == 3
    assert [mail.to(address) for address in addresses] == [1, 1, 1]


@pytest.mark.django_db
@pytest.mark.trust("R11", "every row of the outbox given out three times, also backwards and after it was done")
def test_every_message_twice_is_one_effect(mail: MailServer, figures: Any) -> None:
    addresses = tell(10)
    rows = list(OutboxRow.objects.order_by("pk"))
    for row in [*rows, *reversed(rows), *rows]:
        outbox.run(row.pk)
    with clock.travelled_to(clock.now() + timedelta(hours=1)):
        outbox.relay()
    assert [mail.to(address) for address in addresses] == [1] * 10
    figures("e-mails doubled", 0)
    for row in rows:  # the handler alone, without its claim
        outbox._HANDLERS[row.kind](row)
    figures.control("no claim", caught=sum(mail.to(address) == 2 for address in addresses), of=10)


@pytest.mark.django_db
@pytest.mark.trust("R14", "a row that fails each time, one whose worker dies each time, and others beside them")
def test_poison_is_parked_and_the_others_are_done(mail: MailServer, monkeypatch: Any, figures: Any) -> None:
    monkeypatch.setitem(outbox._HANDLERS, "test_poison", lambda row: 1 / 0)
    now = clock.now() - timedelta(minutes=1)
    fails, kills = (
        OutboxRow.objects.create(kind="test_poison", key=key, created_at=now, due_at=now) for key in ("fails", "kills")
    )
    addresses = tell(10)
    for attempt in range(outbox.MOST_ATTEMPTS + 1):
        # A worker that dies leaves its claim behind, and nothing else.
        OutboxRow.objects.filter(pk=kills.pk, failed_at=None).update(
            attempts=attempt, claimed_until=now, due_at=now + timedelta(days=attempt < outbox.MOST_ATTEMPTS)
        )
        row = OutboxRow.objects.get(pk=fails.pk)
        with clock.travelled_to(max(row.due_at, clock.now()) + timedelta(seconds=1)):
            outbox.relay()
        if attempt == 0:
            assert [mail.to(address) for address in addresses] == [1] * 10, "at once, beside the poison"
    parked = dict(OutboxRow.objects.exclude(failed_at=None).values_list("key", "last_error"))
    assert parked == {"fails": "ZeroDivisionError: division by zero", "kills": outbox.DIED}
    figures("parked after", f"{outbox.MOST_ATTEMPTS} tries, with the last error")
    # A limit that is never reached: the row that kills its worker is given out for ever.
    monkeypatch.setattr(outbox, "MOST_ATTEMPTS", 10_000)
    OutboxRow.objects.filter(pk=kills.pk).update(failed_at=None, attempts=8)
    assert outbox._claim(kills.pk) is not None
    figures.control("no limit for what kills its worker", caught=1, of=1)


@pytest.mark.serve
@pytest.mark.prove
@pytest.mark.trust(
    "R18",
    "kill -9 after each statement and commit of an invitation and of an e-mail, and after every fifth of publishing a letter",
)
def test_killed_between_any_two_steps(tmp_path: Path, figures: Any) -> None:
    server = MailServer()
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    environment |= {"VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings_for_tests"}
    try:
        with own_database(tmp_path) as url:
            place = Place(tmp_path, f"TRUST_STEPS={uuid.uuid4().hex}", environment | {"DATABASE_URL": url})
            said_by(place, SIGN_OFF, "signed")
            script = f"from tests.trust import steps; steps.main({server.port})"
            done = subprocess.run(
                [*MANAGE, "shell", "-v0", "-c", script],
                env=place.environment, capture_output=True, text=True, timeout=500, check=False,
            )  # fmt: skip
            said = [line for line in done.stdout.splitlines() if line.startswith("steps ")]
            assert said, done.stdout[-2000:] + done.stderr[-2000:]
            told = json.loads(said[0].removeprefix("steps "))
    finally:
        server.stop()
    for act in ("invitation", "e-mail", "publication"):
        figures(f"steps of the {act}", told[act]["steps"])
        assert told[act]["steps"] >= 5
        assert told[act].get("partial", 0) == told[act].get("not once", 0) == 0, told
    addresses = told["e-mail"]["addresses"]
    ids = {address: {ident for ident, to, _ in server.received if to == address} for address in addresses}
    assert sum(not found for found in ids.values()) <= told["e-mail"]["left to a person"], (
        "each reached the mail server or is shown"
    )
    twice = [address for address in addresses if server.to(address) > 1]
    figures("e-mails doubled", len(twice))
    figures("e-mails left for a person to decide", told["e-mail"]["left to a person"])
    assert twice == []
    assert told["publication"]["made"]["audit_entry"] >= 1
    figures.control("each statement committed by itself", caught=int(told["leaky"]["partial"] > 0), of=1)
