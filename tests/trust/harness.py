"""A service of one's own for the rows about faults: PostgreSQL, Redis and a mail server on private ports, and the product as processes.

People are at work meanwhile (people.py). `Stage.compare` then looks into the database and the mail server for what is lost and what is
doubled.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2

from tests import databases
from tests.processes import wait_until
from tests.test_serve import MANAGE, Place, Running, parent
from tests.test_survey_faults import said_by
from tests.trust.people import GENEROUS, Load, People, address
from tests.trust.servers import MailServer, Postgres, Redis

PASSWORD = "three plain words 42"
SEED = f"""
from datetime import date
from django.test import Client
from accounts.choices import Role
from inspections.models import Inspection
from partnerships.models import LocalAuthority, Partnership, Region
from surveys.services import prints
from surveys.tests.world import survey
from django.db import transaction
from tests import factories
region, _ = Region.objects.get_or_create(code="E12000008", defaults={{"name": "South East"}})
authority = LocalAuthority.objects.create(dfe_code="993", gss_code="E09000993", name="Seaborough", official_name="Seaborough Council",
    la_type="Unitary", region=region, is_current=True)
area = Partnership.objects.create(slug="seaborough", name="Seaborough", authority=authority, region=region)
inspection = Inspection.objects.create(partnership=area, framework_code="area-send-2023", edition_code="2025-07-07", kind="full",
    reference="seaborough-2026", state="preparation", notified_on=date(2026, 2, 16))
made = survey(inspection, audience="parents")
with transaction.atomic():
    prints.ask(made)
person = factories.national(Role.ADMINISTRATOR)
person.set_password({PASSWORD!r})
person.save()
client = Client()
client.force_login(person)
print("seeded", made.token, client.cookies["sessionid"].value, person.email)
"""


@dataclass
class Stage(People):
    place: Place
    postgres: Postgres
    redis: Redis
    mail: MailServer

    # --- processes

    def processes(self, word: str) -> dict[int, str]:
        return self.place.processes(word)

    def web_master(self) -> int:
        found = self.processes("gunicorn")
        return next(pid for pid in found if parent(pid) not in found)

    def web_workers(self) -> list[int]:
        found = self.processes("gunicorn")
        with suppress(FileNotFoundError):
            return [pid for pid in found if parent(pid) in found]
        return []

    def worker_child(self) -> int:
        children: list[int] = []

        def there() -> bool:
            found = self.processes(" worker ")
            children[:] = [pid for pid in found if parent(pid) in found]
            return bool(children)

        wait_until(there, seconds=GENEROUS, what="the worker and its child")
        return children[0]

    # --- what is kept

    def drained(self, seconds: float = 900, still: float = 180) -> float:
        """Wait until no work is left, what failed brought forward; the seconds it took.

        A machine with other work takes its time: it is given up when nothing was done for `still` seconds.
        """
        began = moved = time.monotonic()
        left = self.waiting()
        while left:
            self.hurry()
            threading.Event().wait(0.2)
            before, left = left, self.waiting()
            if left < before:
                moved = time.monotonic()
            over = time.monotonic() > min(began + seconds, moved + still)
            assert not over, f"the outbox empty: {left} wait still; {self.last_words()}"
        return time.monotonic() - began

    def last_words(self) -> str:
        """What the processes said last, in one line."""
        logs = {name: self.place.log(name)[-600:] for name in ("worker", "scheduler", "web")}
        return " | ".join(f"{name}: {' '.join(words.split())}" for name, words in logs.items())

    def put_right(self) -> None:
        """Whole again, whatever the row before broke off in the middle: nothing held, nothing full, no work left over."""
        self.mail.way = "take"
        self.redis.signal(signal.SIGCONT)
        if not self.redis.answers():
            with suppress(Exception):
                self.redis.kill()
            self.redis.start()
        self.redis.client().config_set("maxmemory", 0)
        with suppress(FileNotFoundError):
            (self.postgres.data / "junk").unlink()
        try:
            self.postgres.sql("SELECT 1")
        except psycopg2.OperationalError:
            with suppress(subprocess.SubprocessError):
                self.postgres.start()
        for pid in self.processes(""):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        try:
            self.is_whole()
        except AssertionError:
            # It did not mend itself, which is the row's own failure. The next begins with processes that are new.
            self.running.process.kill()
            self.running.process.wait()
            end_all(self.place)
            self.redis.client().flushall()
            self.running = served(self.place)
            self.is_whole()

    def is_whole(self) -> None:
        """The pages answer, and no work is left."""
        self.worker_child()
        self.drained(still=90)
        wait_until(self.running.answers, seconds=180, what=f"the service whole ({self.last_words()})")

    def waiting(self) -> int:
        undone = "SELECT count(*) FROM core_outboxrow WHERE done_at IS NULL AND failed_at IS NULL AND due_at <= now()"
        return int(self.postgres.sql(undone)[0][0])

    def hurry(self) -> None:
        """Bring the next tries forward."""
        self.postgres.sql(
            "UPDATE core_outboxrow SET due_at = now() WHERE done_at IS NULL AND failed_at IS NULL AND attempts > 0"
        )

    def compare(self, told: Load, *, mails: bool = True) -> tuple[list[int], list[int]]:
        """(lost, doubled): numbers of items. With `mails` the e-mails must be out."""
        sql = self.postgres.sql
        entries = Counter(
            dict(sql("SELECT u.email, count(*) FROM audit_entry e JOIN accounts_user u ON u.id::text = e.subject_id"
                     " WHERE e.verb = 'person.invited' GROUP BY 1"))
        )  # fmt: skip
        invitations = Counter(
            dict(
                sql(
                    "SELECT u.email, count(*) FROM accounts_invitation i JOIN accounts_user u ON u.id = i.user_id GROUP BY 1"
                )
            )
        )
        answers = Counter(dict(sql("SELECT answers->>'best', count(*) FROM surveys_answering GROUP BY 1")))
        sent = Counter(to for _, to, _ in self.mail.received)
        lost, doubled = [], []
        for number in sorted(told.acknowledged):
            if number % 2:
                counts = {answers[f"item {number}"]}
            else:
                counts = {entries[address(number)], invitations[address(number)], sent[address(number)] if mails else 1}
            lost += [number] if 0 in counts else []
            doubled += [number] if max(counts) > 1 else []
        return lost, doubled

    def judge(self, told: Load, figures: Any, *, whole_within: float | None = None) -> None:
        """Everything posted, compared; the figures of every row."""
        self.drained()
        lost, doubled = self.compare(told)
        figures("acknowledged", len(told.acknowledged))
        figures("failed and pressed again", f"{told.failed} ({100 * told.share_failed:.1f}%)")
        figures("lost", len(lost))
        figures("doubled", len(doubled))
        if told.faults_at:
            figures("whole after", f"{told.whole_after:.1f} s")
        assert len(told.acknowledged) >= 5, f"too little was posted: {told.statuses}"
        assert (lost, doubled) == ([], []), told.statuses
        if whole_within is not None:
            assert told.whole_after <= whole_within, told.whole_after


def served(place: Place) -> Running:
    """The product as processes, once it answers."""
    out = place.var / "out"
    with out.open("w") as to:
        process = subprocess.Popen([*MANAGE, "serve"], env=place.environment, stdout=to, stderr=to, text=True)
    wait_until(
        lambda: "Ctrl-C stops it" in out.read_text() or process.poll() is not None, seconds=GENEROUS, what="ready"
    )
    found = re.search(r"Ready: http://127\.0\.0\.1:(\d+)/", out.read_text())
    assert found, out.read_text() + place.log("web")
    return Running(place, process, int(found.group(1)), out.read_text)


def end_all(place: Place) -> None:
    for pid in place.processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not place.processes(), seconds=30, what="every process gone")


@contextmanager
def made_stage() -> Iterator[Stage]:
    assert databases.ON_POSTGRES, "these rows need PostgreSQL: make prove"
    folder = Path(tempfile.mkdtemp(prefix="trust-"))
    folder.chmod(0o755)
    postgres = redis_server = mail = stage = place = None
    name = f"trust_{uuid.uuid4().hex[:12]}"
    var = folder / "var"
    try:
        (folder / "pg").mkdir()
        postgres, redis_server, mail = Postgres(folder / "pg"), Redis(folder), MailServer()
        var.mkdir()
        environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
        environment |= {
            "TRUST_STAGE": name, "VAR_DIR": str(var), "PORT": "0", "HOST": "127.0.0.1", "WEB_WORKERS": "2", "TASK_WORKERS": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "DATABASE_URL": postgres.url, "REDIS_URL": redis_server.url, "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        }  # fmt: skip
        place = Place(var, f"TRUST_STAGE={name}", environment)
        assert place.manage("collectstatic", "--noinput", "--verbosity", "0").returncode == 0
        token, session, email = said_by(place, SEED, "seeded").split()
        stage = Stage(served(place), token, session, email, iter(range(10_000)), place, postgres, redis_server, mail)
        yield stage
    finally:
        if stage:
            stage.running.process.kill()
            stage.running.process.wait()
        if place:
            end_all(place)
        for server in (redis_server, postgres):
            if server:
                server.end()
        if mail:
            mail.way = "take"
            mail.stop()
        shutil.rmtree(folder, ignore_errors=True)
