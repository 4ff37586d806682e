"""Nothing that is kept ties an answer to who gave it: every table, the logs, the cache, the sessions and the outbox are read after a run.

What a survey promises on its first page is proved here, and that the proof would find what it looks for.
"""

from __future__ import annotations

import json
import logging
import re
import uuid
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from accounts.middleware import SessionAgeMiddleware
from audit.record import record
from core import clock, outbox
from surveys import verbs
from surveys.models import Answering, Comment, Concern, Response
from surveys.services import release, secrets
from surveys.tasks import tick
from surveys.tests.places import at, called
from surveys.tests.traces import changed, columns, found_in, tables
from surveys.tests.world import survey as a_survey

ADDRESSES = ("203.0.113.77", "198.51.100.23", "2001:db8::7e57:beef")
AGENT = "Marked/7.1 (Canary-Agent; Curious Phone)"
ELSEWHERE = ("Marked-Language", "https://marked.example/forum/thread-4711")
MARKED = "marked words of an answer"
WORRYING = "He was hit by somebody, marked words of a worry"
# What answering may write to at all.
ANSWERS = {"surveys_answering", "surveys_daycount", "surveys_concern"}
# Sent in the cache only: how many started in this minute, of a whole survey.
COUNTERS = {"cache"}
# Where texts are kept: they are what was asked for.
TEXTS = {"surveys_answering", "surveys_comment", "surveys_concern"}
# Tables of which a row is, or is made from, one person's answers.
OF_ONE_ANSWER = (
    "surveys_answering",
    "surveys_receipt",
    "surveys_response",
    "surveys_comment",
    "surveys_concern",
    "surveys_daycount",
)
# An hour that would be seen: 10:47:39 and 612,345 millionths.
MOMENT = at(18, 10, 47).replace(second=39, microsecond=612_345)


def a_browser(number: int, **more: Any) -> Client:
    return Client(
        REMOTE_ADDR=ADDRESSES[number % 3], HTTP_X_FORWARDED_FOR=ADDRESSES[(number + 1) % 3], HTTP_X_REAL_IP=ADDRESSES[0],
        HTTP_USER_AGENT=AGENT, HTTP_ACCEPT_LANGUAGE=ELSEWHERE[0], HTTP_REFERER=ELSEWHERE[1], **more,
    )  # fmt: skip


@pytest.fixture
def world(db):
    with clock.travelled_to(MOMENT):
        made = called()
        made.survey = a_survey(made.inspection)
        yield made


def answer(world: SimpleNamespace, number: int, *, texts: str = MARKED) -> set[str]:
    """One person, from the link to the reference, on two devices. Gives what only this person has: secrets and codes."""

    def to(name: str, *args: Any) -> str:
        return reverse(f"surveys:answer-{name}", args=[world.survey.token, *args])

    first = a_browser(number)
    first.get(to("start"))
    first.post(to("start"), {"variant": "standard", "language": "en"})
    own = {first.cookies["answers"].value}
    given = {
        "age-band": "5-10",
        "setting": "special",
        "need": ["autism"],
        "right-help": "disagree",
        "why-not": f"{texts} {number}",
    }
    for code, value in given.items():
        assert first.post(to("question", code), {"answer": value, "go": "next"}).status_code == 302
    page = first.post(to("later")).content.decode()
    code = re.search(r"[2-9A-Z]{3}-[2-9A-Z]{3}-[2-9A-Z]{4}", page)
    assert code, page
    own |= {code.group(0), code.group(0).replace("-", "")}
    other = a_browser(number + 1)
    other.post(to("code"), {"code": "WRONG-CODE-1"})
    assert other.post(to("code"), {"code": code.group(0).lower()}).status_code == 302
    own.add(other.cookies["answers"].value)
    other.post(to("question", "best"), {"answer": f"{texts} at last", "go": "next"})
    assert other.post(to("check")).status_code == 302
    assert other.get(to("sent")).status_code == 200
    assert other.post(to("check")).status_code in (302, 409)
    return own


def crooked(world: SimpleNamespace) -> None:
    """What goes wrong: no such survey, a page that does not exist, a forged form, too long a text, a fault inside."""
    browser = a_browser(1, raise_request_exception=False)
    browser.get("/s/no-such-survey/")
    browser.get(f"/s/{world.survey.token}/nowhere/")
    a_browser(2, enforce_csrf_checks=True).post(f"/s/{world.survey.token}/", {"variant": "standard"})
    browser.post(f"/s/{world.survey.token}/", {})
    browser.post(f"/s/{world.survey.token}/question/best/", {"answer": MARKED * 300})
    Answering.objects.filter(sent_on=None).update(answers=["broken"])
    assert browser.get(f"/s/{world.survey.token}/question/best/").status_code == 500
    Answering.objects.filter(sent_on=None).delete()


def log_of(caplog: pytest.LogCaptureFixture) -> str:
    """All lines, as the handlers of the settings would write them, tracebacks too."""
    written = logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s")
    return "\n".join(written.format(line) for line in caplog.records)


@pytest.mark.trust("P2", "24 people with a marked address and agent; every table, the cache and every log line read")
def test_nothing_kept_tells_who_answered(world, caplog, capfd, figures: Any):
    caplog.set_level(logging.DEBUG)
    before = tables()
    own: set[str] = set()
    for number in range(24):
        own |= answer(world, number, texts=WORRYING if number == 7 else MARKED)
    written = changed(before, tables())
    assert set(written) - COUNTERS == ANSWERS, (
        "answering writes nothing else: no session, audit entry, notice or outbox row"
    )
    assert found_in(tables(), own) == {}, (
        "neither secrets nor codes are kept, nor a hash of them that anybody could make"
    )

    crooked(world)
    tick()
    release.move(world.survey, last=True)
    outbox.relay(1000)
    kept = tables()
    assert Response.objects.count() == 24 and Comment.objects.count() == 48 and Concern.objects.count() == 2
    assert found_in(kept, {*own, *ADDRESSES, AGENT, "Canary-Agent", *ELSEWHERE}) == {}
    assert set(found_in(kept, {MARKED, WORRYING})) == TEXTS - {"surveys_answering"}

    said = log_of(caplog) + "".join(capfd.readouterr())
    assert "AttributeError" in said, "the fault inside was logged"
    assert found_in({"log": [(said,)]}, {*own, *ADDRESSES, AGENT, "Canary-Agent", *ELSEWHERE, MARKED, WORRYING}) == {}
    figures("hits in tables and logs", 0)


@pytest.mark.trust("P2", "every column of an answer read for times")
def test_no_time_finer_than_the_day(world):
    for number in range(24):
        answer(world, number, texts=WORRYING if number < 3 else MARKED)
    halfway = tables(like="surveys_")
    release.move(world.survey, last=True)
    for kept in (halfway, tables(like="surveys_")):
        for name in OF_ONE_ANSWER:
            types, rows = columns(name), kept[name]
            for place, (column, kind) in enumerate(types.items()):
                if "Time" in kind:
                    assert {row[place] for row in rows} <= {"None"}, f"{name}.{column} has a time"
        text = json.dumps({name: rows for name, rows in kept.items() if name in OF_ONE_ANSWER})
        assert not re.search(r"10:47|47:39|612345|" + str(int(MOMENT.timestamp()))[:8], text)
    assert {row.pk.version for row in Response.objects.all()} == {4}, (
        "a random name: others hold the time they were made at"
    )
    assert {uuid.UUID(str(row.pk)).version for row in Comment.objects.all()} == {4}


def test_what_staff_do_beside_it_does_not_mix(world):
    """Somebody signed in answers in the same browser: neither the session nor the person gets a word of it."""
    browser = a_browser(0)
    browser.force_login(world.lead)
    before = tables()
    to = f"/s/{world.survey.token}/"
    browser.post(to, {"variant": "standard", "language": "en"})
    browser.post(f"{to}question/best/", {"answer": MARKED, "go": "next"})
    browser.post(f"{to}check/")
    assert Answering.objects.get().sent_on
    assert set(changed(before, tables())) - COUNTERS <= ANSWERS


def test_codes_and_secrets_are_hashed_with_a_key(settings, world):
    code, secret = secrets.new_code(), secrets.new_secret()
    before = (secrets.code_hash_of(1, code), secrets.key_of(secret))
    assert secrets.code_hash_of(2, code) != before[0], "a code of one survey opens no other"
    settings.SECRET_KEY = "another key"
    assert secrets.code_hash_of(1, code) != before[0]
    assert secrets.key_of(secret) != before[1]


def test_an_error_that_no_view_catches_leaves_no_line_about_who_is_signed_in(world, caplog, monkeypatch):
    def away(*_: Any) -> None:
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr(SessionAgeMiddleware, "process_view", away)
    browser = a_browser(1, raise_request_exception=False)
    browser.force_login(world.lead)
    with caplog.at_level(logging.DEBUG):
        assert browser.post(f"/s/{world.survey.token}/", {"variant": "standard", "language": "en"}).status_code == 503
        said = log_of(caplog)
        assert "user_id" not in said
        assert browser.post("/accounts/logout/").status_code == 503
        assert "user_id" in log_of(caplog)


def in_audit(world, planted):
    record(actor=None, verb=verbs.MADE, subject=world.survey, changes={"address": (None, planted)})


def in_session(world, planted):
    session = SessionStore()
    session["seen"] = {"from": planted}
    session.save()


def in_cache(world, planted):
    cache.set("somebody", [planted, 1], 600)


def in_outbox(world, planted):
    outbox.enqueue(kind="survey_print", key="planted", payload={"about": planted})


def in_answer(world, planted):
    Answering.objects.create(
        key_hash="k", survey=world.survey, wave=1, saved_on=clock.today(), answers={"_agent": planted}
    )


def hashed_without_a_key(world, planted):
    import hashlib

    Answering.objects.create(
        key_hash=hashlib.sha256(planted.encode()).hexdigest(), survey=world.survey, wave=1, saved_on=clock.today()
    )


@pytest.mark.trust("P2", "")
@pytest.mark.parametrize(
    ("plant", "table"),
    [
        (in_audit, "audit_entry"), (in_session, "django_session"), (in_cache, "cache"), (in_outbox, "core_outboxrow"),
        (in_answer, "surveys_answering"), (hashed_without_a_key, "surveys_answering"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("planted", [ADDRESSES[0], AGENT, "4F7-KQ2-9XRD"])
def test_the_reader_of_tables_finds_what_is_planted(settings, world, plant, table, planted, figures: Any):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    call_command("createcachetable", verbosity=0)
    before = tables()
    assert found_in(before, {planted}) == {}
    plant(world, planted)
    assert found_in(tables(), {planted}) == {table: {planted}}
    # An entry of the audit is linked to the one before it, on PostgreSQL at the commit.
    assert set(changed(before, tables())) - {"audit_link"} == {table}
    figures.control("a value planted in a table", caught=1, of=1)


def test_the_reader_of_times_finds_one(world):
    """The people's own acts have times: a comment that was read has one, so the column is seen."""
    assert "Time" in columns("surveys_comment")["read_at"]
    assert clock.now() - clock.now().replace(microsecond=0) > timedelta(0)
