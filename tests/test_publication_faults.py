"""The worker is killed while it draws the PDF of a letter and again while it publishes it: published once, one PDF, one e-mail each.

The service runs as processes. What is due stands in the database: a killed worker lets go of it when its claim runs out, which is
brought forward here instead of being waited for.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import signal
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

import psycopg2
import pytest

from core.models import OutboxRow
from reports.models import Letter, LetterVersion, PdfJob
from tests import test_serve
from tests.processes import wait_until
from tests.test_serve import Place, Running
from tests.test_survey_faults import said_by

pytestmark = [pytest.mark.serve, pytest.mark.xdist_group("serve")]
place, running = test_serve.place, test_serve.running

# In seconds from the moment it is planned: the worker killed before is at work again by then.
UNTIL_PUBLICATION = 3
SIGN_OFF = """
from datetime import date
from accounts.choices import Role
from core import clock
from reports.services import accuracy
from reports.tests.reviewing import SENT, desk, go
from tests import factories
made = desk()
factories.national(Role.DFE_ADVISER, region_code=made.inspection.partnership.region_id)
made.inspection.findings.update(responsible_bodies=["The council"])
with clock.travelled_to(SENT):
    go(made, made.letter, ("send_to_area", made.quality))
    accuracy.record_receipt(by=made.lano, round_=made.letter.accuracy_rounds.get(), received_on=SENT)
with clock.travelled_to(date(2024, 7, 8)):
    go(made, made.letter, ("record_comments", made.lead), ("revise", made.lead), ("send_to_final_qa", made.lead),
       ("sign_off", made.quality))
print("signed", made.inspection.reference)
"""
PLAN = """
from datetime import date, timedelta
from core import clock
from inspections.services.inspections import record_receipt
from partnerships.models import Membership
from reports.models import Letter
from reports.services import letters, publication
letter = Letter.objects.get()
quality = letter.versions.get().made_by
received_on = date(2024, 7, 9)
with clock.travelled_to(received_on):
    letters.make_move(by=quality, letter=letter, move="issue")
    dcs = Membership.objects.get(role="dcs").user
    record_receipt(by=dcs, inspection=letter.inspection, received_on=received_on)
due_at = (clock.now() + timedelta(seconds=SECONDS)).astimezone(clock.LONDON)
publication.schedule(by=quality, letter=letter, number=1, on=due_at.date(), at=due_at.time())
print("planned", due_at.isoformat())
"""
READ = """
import json
from accounts.models import Notice, SentMail
from audit.models import Entry
from improvement.models import Plan
from reports.models import LetterVersion, ScheduledPublication
from reports.services import telling
version, plan = LetterVersion.objects.get(), ScheduledPublication.objects.get()
letter = version.letter
people = [person.email for person in telling.recipients(letter, letter.inspection.published_on)]
team = [place.user.email for place in letter.inspection.team_places.all()]
print("kept", json.dumps({
    "people": sorted(set(people + team)),
    "mails": sorted(SentMail.objects.filter(subject__contains=" is published: ").values_list("to", flat=True)),
    "verbs": list(Entry.objects.filter(verb__in=["letter.publish", "letter.rendered"]).values_list("verb", flat=True)),
    "plans": Plan.objects.count(), "published": version.published_at.isoformat(),
    "done": plan.done_at.isoformat(), "refused": plan.refused_at, "sha256": version.pdf_sha256,
}))
"""


@dataclass
class Tables:
    """The database of the running service, looked at from outside it. Each question is a transaction of its own."""

    place: Place

    def __post_init__(self) -> None:
        url = self.place.environment["DATABASE_URL"]
        if url:
            self.connection: Any = psycopg2.connect(url)
            self.connection.autocommit = True
        else:
            self.connection = sqlite3.connect(self.place.var / "inspections.sqlite3", isolation_level=None, timeout=20)

    def one(self, model: Any, column: str, where: str = "1 = 1") -> Any:
        """A column of the only row there is, or None when there is none yet."""
        return self._run(f"SELECT {column} FROM {model._meta.db_table} WHERE {where}").fetchone()

    def lapse(self, kind: str) -> None:
        """Five minutes pass for what the dead worker had claimed."""
        self._run(f"UPDATE {OutboxRow._meta.db_table} SET claimed_until = created_at WHERE kind = '{kind}'")

    def _run(self, statement: str) -> Any:
        cursor = self.connection.cursor()
        cursor.execute(statement)
        return cursor


def worker(place: Place) -> set[int]:
    """The worker and the process in it that does the work, once both are there."""
    wait_until(lambda: len(place.processes(" worker ")) >= 2, seconds=90, what="the worker and its child")
    return set(place.processes(" worker "))


def hold_the_worker(place: Place) -> None:
    """It stands still until `kill_the_worker_when`: what is asked for meanwhile cannot be done before somebody watches."""
    for pid in worker(place):
        os.kill(pid, signal.SIGSTOP)


def kill_the_worker_when(place: Place, there: Any, *, seconds: float, what: str) -> None:
    """Let it go on, then SIGKILL to all of it within a millisecond or so of `there`; returns when nothing of it lives."""
    pids, deadline = worker(place), time.monotonic() + seconds
    for pid in pids:
        os.kill(pid, signal.SIGCONT)
    while not there():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:.0f} seconds\n{place.log('worker')[-2000:]}"
    for pid in sorted(pids, reverse=True):
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not pids & set(place.processes()), seconds=30, what="the worker dead")


def fetch(running: Running, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=20)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


@pytest.mark.trust("R7", "kill -9 of worker and child while it draws the PDF of a letter, and while it publishes it")
def test_a_killed_worker_publishes_once_with_one_pdf_and_one_email_each(
    running: Running, place: Place, figures: Any
) -> None:
    tables = Tables(place)
    hold_the_worker(place)
    reference = said_by(place, SIGN_OFF, "signed")
    kill_the_worker_when(
        place, lambda: tables.one(PdfJob, "1", "begun_at IS NOT NULL"), seconds=90, what="the drawing of the PDF"
    )
    assert tables.one(LetterVersion, "pdf_sha256") == (None,), "it was killed before it had the PDF"
    tables.lapse("render_letter_version")
    wait_until(lambda: tables.one(LetterVersion, "pdf_sha256") != (None,), seconds=90, what="the PDF")
    assert tables.one(PdfJob, "tries") == (2,)

    hold_the_worker(place)
    said_by(place, PLAN.replace("SECONDS", str(UNTIL_PUBLICATION)), "planned")
    kill_the_worker_when(
        place,
        lambda: tables.one(OutboxRow, "1", "kind = 'publish_letter' AND claimed_until IS NOT NULL"),
        seconds=90,
        what="the publication",
    )
    assert tables.one(Letter, "state") == ("issued",), "killed half way, nothing of it happened"
    tables.lapse("publish_letter")
    wait_until(lambda: tables.one(Letter, "state") == ("published",), seconds=90, what="published")
    emails = "kind = 'notice_email' AND done_at IS NULL"
    wait_until(lambda: not tables.one(OutboxRow, "1", emails), seconds=90, what="the e-mails")

    kept = json.loads(said_by(place, READ, "kept"))
    assert sorted(kept["verbs"]) == ["letter.publish", "letter.rendered"]
    assert (kept["plans"], kept["refused"]) == (1, None)
    assert kept["done"] <= kept["published"]
    assert kept["mails"] == kept["people"], "each of them once"
    assert len(kept["people"]) >= 5
    figures("published, drawn, e-mails to each", "1, 1, 1")
    status, pdf = fetch(running, f"/letters/{reference}/letter.pdf")
    assert (status, hashlib.sha256(pdf).hexdigest()) == (200, kept["sha256"])
