"""A service of one's own for the rows about faults: PostgreSQL, Redis and a mail server on private ports, and the product as processes.

People post numbered items (a survey answer; an invitation, which is audited and makes an e-mail), write down what was acknowledged, and
press again when no answer came. `Stage.compare` then looks into the database and the mail server for what is lost and what is doubled.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg2
import redis
from aiosmtpd.controller import Controller

from config import env
from tests import databases
from tests.processes import wait_until
from tests.test_serve import MANAGE, Place, Running, parent
from tests.test_survey_faults import said_by

POSTGRES = Path("/usr/lib/postgresql/15/bin")
# Seconds that something may take before it is said to stand still: a machine with other work is slow. What counts as held is measured
# and asserted by itself.
GENEROUS = 240
TOKEN = "facefacefacefacefacefacefaceface"
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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Postgres:
    """A cluster of one's own. Its tables are on a small disk that can be filled; its log is beside, as on a server that is set up well."""

    SIZE = "220m"

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.data = folder / "data"
        self.data.mkdir()
        subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={self.SIZE},mode=0700", "tmpfs", str(self.data)], check=True
        )
        for path in (folder, self.data):
            shutil.chown(path, "postgres")
        self._run("initdb", "--no-sync", "-A", "trust", "-E", "UTF8", "--waldir", str(folder / "wal"))
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(
                f"port={self.port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories='{folder}'\nmax_connections=60\n"
            )
        self.start()
        self.sql("CREATE DATABASE trust", database="postgres")
        dump = subprocess.run(
            [POSTGRES / "pg_dump", f"{env.DATABASE_URL.rpartition('/')[0]}/{databases.migrated()}"],
            check=True, capture_output=True,
        )  # fmt: skip
        subprocess.run([POSTGRES / "psql", "-q", self.url], input=dump.stdout, check=True, stdout=subprocess.DEVNULL)

    @property
    def url(self) -> str:
        return f"postgres://postgres@127.0.0.1:{self.port}/trust"

    def _run(self, program: str, *arguments: str) -> None:
        command = ["runuser", "-u", "postgres", "--", str(POSTGRES / program), "-D", str(self.data), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, timeout=60)

    def start(self) -> None:
        self._run("pg_ctl", "-w", "-l", str(self.folder / "log"), "start")

    def stop(self, mode: str = "immediate") -> None:
        self._run("pg_ctl", "-w", "-m", mode, "stop")

    def crash(self) -> None:
        self._run("pg_ctl", "-w", "-m", "immediate", "-l", str(self.folder / "log"), "restart")

    def cut_all(self) -> None:
        self.sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'trust' AND pid <> pg_backend_pid()"
        )

    def sql(self, statement: str, *values: Any, database: str = "trust") -> list[tuple[Any, ...]]:
        connection = psycopg2.connect(f"{self.url.rpartition('/')[0]}/{database}", connect_timeout=5)
        try:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute(statement, values or None)
            return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def end(self) -> None:
        with suppress(subprocess.SubprocessError):
            self.stop()
        subprocess.run(["umount", "-l", str(self.data)], check=False)


class Redis:
    """It keeps nothing on disk: killed, it is empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            str(self.port),
            "--bind",
            "127.0.0.1",
            "--save",
            "",
            "--dir",
            str(self.folder),
        ]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self.answers, seconds=20, what="Redis")

    def answers(self) -> bool:
        with suppress(redis.RedisError):
            return bool(self.client().ping())
        return False

    def client(self) -> Any:
        return redis.Redis.from_url(self.url, socket_timeout=2, socket_connect_timeout=2)

    def signal(self, number: int) -> None:
        assert self.process
        self.process.send_signal(number)

    def kill(self) -> None:
        self.signal(signal.SIGKILL)
        assert self.process
        self.process.wait()

    def end(self) -> None:
        if self.process and self.process.poll() is None:
            self.kill()


class MailServer:
    """A real SMTP server. `received` is what it took, by Message-ID; `way` is how it behaves: take, refuse, slow, silent, hold."""

    def __init__(self) -> None:
        self.received: list[tuple[str, str, float]] = []
        self.way, self.tries = "take", Counter[str]()
        self.port = free_port()
        self.controller: Any = None
        self.start()

    def start(self) -> None:
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self) -> None:
        self.controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        import asyncio

        self.tries[address] += 1
        while self.way == "hold":
            await asyncio.sleep(0.02)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        import asyncio

        if self.way == "refuse":
            return "451 Try again later"
        found = re.search(rb"Message-ID: *(\S+)", envelope.content, re.IGNORECASE)
        self.received.append((found.group(1).decode() if found else "", envelope.rcpt_tos[0], time.monotonic()))
        if self.way == "slow":
            await asyncio.sleep(2)
        while self.way == "silent":
            await asyncio.sleep(0.05)
        return "250 OK"

    def to(self, address: str) -> int:
        return sum(to == address for _, to, _ in self.received)


@dataclass
class Load:
    """What people did and were told."""

    acknowledged: set[int] = field(default_factory=set)
    statuses: Counter[str] = field(default_factory=Counter)
    acknowledged_at: list[float] = field(default_factory=list)
    faults_at: list[float] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return sum(count for status, count in self.statuses.items() if status != "ok")

    @property
    def share_failed(self) -> float:
        return self.failed / max(1, sum(self.statuses.values()))

    @property
    def whole_after(self) -> float:
        """The longest time from a fault to the next thing that was acknowledged."""
        waits = [
            min((at - fault for at in self.acknowledged_at if at > fault), default=float("inf"))
            for fault in self.faults_at
        ]
        return max(waits, default=0.0)


@dataclass
class Stage:
    place: Place
    postgres: Postgres
    redis: Redis
    mail: MailServer
    running: Running
    token: str
    session: str
    email: str
    numbers: Iterator[int]

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
        wait_until(lambda: len(self.processes(" worker ")) >= 2, seconds=GENEROUS, what="the worker and its child")
        found = self.processes(" worker ")
        return next(pid for pid in found if parent(pid) in found)

    # --- requests

    def ask(
        self,
        path: str,
        sent: dict[str, object] | None = None,
        cookie: str = "",
        timeout: float = GENEROUS,  # as patient as a browser
        source: str = "127.0.0.1",
    ) -> tuple[int, str, str, Any]:
        """Status, where it leads, the page, its headers. Raises OSError or HTTPException where no answer came."""
        headers = {"Host": "127.0.0.1", "Cookie": f"csrftoken={TOKEN}; sessionid={self.session}; {cookie}"}
        body = None
        if sent is not None:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **sent}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout, source_address=(source, 0))
        try:
            connection.request("GET" if sent is None else "POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode(), answer.headers
        finally:
            connection.close()

    def invite(self, number: int, key: str) -> tuple[int, str, str, Any]:
        form = {"name": f"Item {number}", "email": address(number), "organisation": "council", "submission_key": key}
        return self.ask("/people/invite/", form)

    def post_item(self, number: int, key: str, kept: dict[str, str]) -> int:
        """An even number is an invitation, an odd one an answer to the survey; the status of its last step.

        `kept` is what the browser keeps between two presses: the secret of the answers.
        """
        if number % 2 == 0:
            return self.invite(number, key)[0]
        if "secret" not in kept:
            status, _, _, headers = self.ask(f"/s/{self.token}/", {"variant": "standard", "language": "en"})
            if status != 302:
                return status
            cookies = headers.get_all("Set-Cookie") or ()
            kept["secret"] = next((each.split(";")[0] for each in cookies if each.startswith("answers=")), "")
        sent = {"answer": f"item {number}", "go": "next"}
        return self.ask(f"/s/{self.token}/question/best/", sent, cookie=kept["secret"])[0]

    @contextmanager
    def load(self, people: int = 4) -> Iterator[Load]:
        """People at work while the block runs; each ends with an item that was acknowledged, or gives up."""
        told, over, lock = Load(), threading.Event(), threading.Lock()

        def work() -> None:
            while not over.is_set():
                with lock:
                    number = next(self.numbers)
                self._until_acknowledged(number, told, over, lock)

        threads = [threading.Thread(target=work, daemon=True) for _ in range(people)]
        for thread in threads:
            thread.start()
        try:
            yield told
        finally:
            over.set()
            for thread in threads:
                thread.join(GENEROUS + 60)
        assert not told.odd, told.odd[:3]

    def _until_acknowledged(self, number: int, told: Load, over: threading.Event, lock: Any) -> None:
        key, give_up, pause, kept = uuid.uuid4().hex, None, threading.Event(), dict[str, str]()
        while True:
            try:
                status: int | str = self.post_item(number, key, kept)
            except (OSError, http.client.HTTPException) as error:
                status = type(error).__name__
            with lock:
                told.statuses["ok" if status == 302 else str(status)] += 1
                if status == 302:
                    told.acknowledged.add(number)
                    told.acknowledged_at.append(time.monotonic())
                    return
                if isinstance(status, int) and status < 500:
                    told.odd.append(f"{number}: {status}")
                    return
            give_up = give_up or (time.monotonic() + GENEROUS if over.is_set() else None)
            if give_up and time.monotonic() > give_up:
                return
            pause.wait(0.1)

    def one_acknowledged(self, told: Load, seconds: float = GENEROUS) -> None:
        """Wait until somebody was acknowledged after now."""
        began = time.monotonic()
        wait_until(
            lambda: told.acknowledged_at and told.acknowledged_at[-1] > began,
            seconds=seconds,
            what="an acknowledged item",
        )

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


def address(number: int) -> str:
    return f"item-{number}@example.org"


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
        stage = Stage(place, postgres, redis_server, mail, served(place), token, session, email, iter(range(10_000)))
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


def medians(ask: Callable[[], dict[str, float]], times: int) -> dict[str, float]:
    """The median seconds of each page over some rounds."""
    rounds = [ask() for _ in range(times)]
    return {name: sorted(each[name] for each in rounds)[times // 2] for name in rounds[0]}
