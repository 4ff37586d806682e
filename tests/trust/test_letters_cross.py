"""Letters of several partnerships go out at the same time, in any order, with work that dies half way: nobody reads another's."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from typing import Any

import pytest
from django.core import mail
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from accounts.models import Notice, User
from core import clock, outbox
from core.models import OutboxRow
from inspections.services.inspections import record_receipt
from reports.models import Letter, LetterVersion
from reports.services import accuracy, letters, telling
from reports.tests.letter_checks import text_of
from reports.tests.reviewing import desk
from tests.trust.plugin import Figures

pytestmark = [pytest.mark.prove, pytest.mark.django_db(transaction=True), pytest.mark.timeout(1800)]
AREAS = 6
DRAFTED, SIGNED, PUBLISHED = date(2024, 6, 14), date(2024, 7, 8), date(2024, 7, 16)
OUTSIDE = ("lano", "dcs", "icb", "pcf")
# Those of an area who have its own letter before the public; the forum reads what is published.
READERS = 3


def send_to_area(one: Any) -> None:
    move(one, "send_to_area")
    with clock.travelled_to(DRAFTED):
        accuracy.record_receipt(by=one.lano, round_=one.letter.accuracy_rounds.get(), received_on=DRAFTED)


def move(one: Any, name: str, on: date = DRAFTED) -> None:
    by = one.lead if name in ("record_comments", "revise", "send_to_final_qa") else one.quality
    one.inspection.refresh_from_db()
    with clock.travelled_to(on):
        letters.make_move(by=by, letter=Letter.objects.get(pk=one.letter.pk), move=name)
    one.letter = Letter.objects.get(pk=one.letter.pk)


def received(one: Any) -> None:
    one.inspection.refresh_from_db()
    with clock.travelled_to(SIGNED):
        record_receipt(by=one.dcs, inspection=one.inspection, received_on=SIGNED)


STEPS = (
    send_to_area,
    *(lambda one, name=name: move(one, name, SIGNED) for name in ("record_comments", "revise", "send_to_final_qa")),
    *(lambda one, name=name: move(one, name, SIGNED) for name in ("sign_off", "issue")),
    received,
)


@contextmanager
def dying(after: int) -> Iterator[None]:
    """The connection goes at this statement that writes: as a worker that is killed, what it had begun is undone."""
    left = [after]

    def cut(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE")) and "core_outboxrow" not in sql:
            left[0] -= 1
            if left[0] == 0:
                raise OperationalError("server closed the connection unexpectedly")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(cut):
        yield


def drain() -> None:
    for _ in range(20):
        OutboxRow.objects.filter(done_at=None, failed_at=None).update(due_at=clock.now(), claimed_until=None)
        if not outbox.relay():
            break


def crossings(areas: list[Any]) -> list[str]:
    """Every notice and e-mail that names an area, or leads to an inspection, that its reader has nothing to do with."""
    own = {getattr(one, who).pk: one for one in areas for who in OUTSIDE}
    by_address = {getattr(one, who).email: one for one in areas for who in OUTSIDE}
    told = [
        (own.get(notice.person_id), f"{notice.subject} {notice.body} {notice.url} ") for notice in Notice.objects.all()
    ]
    told += [(by_address.get(to), f"{message.subject} {message.body} ") for message in mail.outbox for to in message.to]
    found = []
    for one, words in told:
        for other in areas:
            marks = (re.escape(other.inspection.partnership.name), re.escape(other.inspection.reference))
            if one is not None and other is not one and re.search(rf"\b({'|'.join(marks)})\b", words):
                found.append(words[:100])
    return found


def released() -> list[Any]:
    """The areas, each with its letter published: each step of each in random order, with work cut off and given out again."""
    turn = random.Random(2026)
    areas = [desk() for _ in range(AREAS)]
    left = {at: list(STEPS) for at in range(AREAS)}
    while left:
        at = turn.choice(sorted(left))
        left[at].pop(0)(areas[at])
        if not left[at]:
            del left[at]
        with clock.travelled_to(SIGNED):
            if turn.random() < 0.5:
                with dying(turn.randrange(1, 4)):
                    outbox.relay(limit=5)
            if turn.random() < 0.3:  # given out again although it was done
                OutboxRow.objects.filter(kind="notice_email").exclude(done_at=None).update(done_at=None)
    with clock.travelled_to(SIGNED):
        drain()
    for one in turn.sample(areas, AREAS):
        move(one, "publish", PUBLISHED)
    with clock.travelled_to(PUBLISHED):
        drain()
    return areas


def named_elsewhere(versions: list[LetterVersion]) -> list[str]:
    """The names of other areas in the page, the record or the PDF of a letter."""
    names = {version.letter.inspection.partnership.name for version in versions}
    wrong = []
    for version in versions:
        own = version.letter.inspection.partnership.name
        assert own in version.fragment
        for words in (version.fragment, version.context, text_of(bytes(version.pdf), "")):
            wrong += [other for other in names - {own} if re.search(rf"\b{re.escape(other)}\b", words)]
    return wrong


def opened(areas: list[Any], versions: list[LetterVersion]) -> tuple[int, int]:
    """(own, others’): how many pages and PDFs everybody of every area was given, each asked for all."""
    own = others = 0
    for one in areas:
        for who in OUTSIDE:
            reader = Client()
            reader.force_login(getattr(one, who))
            for version, name in product(versions, ("reports:version-detail", "reports:version-pdf")):
                with clock.travelled_to(PUBLISHED):
                    address = reverse(name, args=[version.letter.inspection.reference, version.number])
                    given = reader.get(address).status_code == 200
                own += given and version.letter_id == one.letter.pk
                others += given and version.letter_id != one.letter.pk
    return own, others


@pytest.mark.trust(
    "X5",
    "the letters of six partnerships, each step of each in random order, work cut off in the middle and given out again; every notice, "
    "e-mail, page and PDF read by everybody of all six",
)
def test_no_letter_reaches_another_partnership(figures: Figures, monkeypatch: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    areas = released()
    assert OutboxRow.objects.filter(kind="notice_email", done_at=None).count() == 0
    versions = list(LetterVersion.objects.select_related("letter__inspection__partnership"))
    assert len(versions) == AREAS
    own, others = opened(areas, versions)
    crossed, wrong = crossings(areas), named_elsewhere(versions)
    figures("letters released", len(versions))
    figures("notices and e-mails", Notice.objects.count() + len(mail.outbox))
    figures("own letters opened", own)
    figures("letters of others opened", others)
    figures("letters crossing", len(crossed) + len(wrong))
    assert (crossed, wrong, others) == ([], [], 0)
    assert own == AREAS * READERS * 2

    monkeypatch.setattr(telling, "recipients", lambda letter, on: list(User.objects.filter(is_active=True)))
    caught = 0
    for version in versions:
        Notice.objects.all().delete()
        mail.outbox.clear()
        with clock.travelled_to(PUBLISHED):
            telling.tell_issued(version.letter, version)
        caught += bool(crossings(areas))
    figures.control("everybody is a recipient", caught=caught, of=len(versions))
