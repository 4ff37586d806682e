"""Web workers are killed and connections to the database cut while people answer: what they were told is saved is there, once.

The service runs as processes. People are threads that press a button again when no answer came, as people do. Afterwards the logs are
read: they name nobody.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import subprocess
import threading
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

import psycopg2
import pytest

from config import env
from surveys.tests.traces import found_in
from tests.processes import own_database, wait_until
from tests.test_serve import MANAGE, Place, Running, parent

pytestmark = [pytest.mark.serve, pytest.mark.xdist_group("serve")]

PEOPLE, AT_ONCE = 38, 4
# Two surveys, of nineteen people each: where twenty answers wait, the tick may move them to where nobody is told apart any more.
SURVEYS = ("parents", "practitioners")
TOKEN = "facefacefacefacefacefacefaceface"
ADDRESS, AGENT = "203.0.113.77", "Marked/7.1 (Canary-Agent)"
MARKED = "marked words of an answer"
SEED = """
from datetime import date
from partnerships.models import LocalAuthority, Partnership, Region
from inspections.models import Inspection
from surveys.tests.world import survey
region, _ = Region.objects.get_or_create(code="E12000008", defaults={"name": "South East"})
authority = LocalAuthority.objects.create(dfe_code="993", gss_code="E09000993", name="Seaborough", official_name="Seaborough Council",
    la_type="Unitary", region=region, is_current=True)
area = Partnership.objects.create(slug="seaborough", name="Seaborough", authority=authority, region=region)
inspection = Inspection.objects.create(partnership=area, framework_code="area-send-2023", edition_code="2025-07-07", kind="full",
    reference="seaborough-2026", state="preparation", notified_on=date(2026, 2, 16))
print("tokens", *(survey(inspection, audience=audience).token for audience in SURVEYS))
"""
READ = """
import json
from surveys.models import Answering, Receipt
from surveys.services.secrets import key_of
rows = {row.pk: [row.answers, row.reference] for row in Answering.objects.all()}
keys = {secret: key_of(secret) for secret in json.loads(SECRETS)}
print("kept", json.dumps({"rows": rows, "receipts": Receipt.objects.count(), "keys": keys}))
"""


@dataclass
class Person:
    """What one person was told: the answers a page said it had taken, and the reference."""

    number: int
    token: str
    secret: str = ""
    saved: dict[str, object] = field(default_factory=dict)
    reference: str = ""
    again: int = 0


@dataclass
class Service:
    running: Running
    database: str
    tokens: list[str]
    answered: int = 0

    def workers(self) -> list[int]:
        """The processes that answer pages, but for the one that starts them."""
        found = self.running.place.processes("gunicorn")
        return [pid for pid in found if parent(pid) in found]

    def ask(self, person: Person, path: str, sent: dict[str, object] | None = None) -> tuple[int, str, str]:
        """Status, where it leads and the page; asked again until an answer comes."""
        headers = {
            "Host": "127.0.0.1", "User-Agent": AGENT, "X-Forwarded-For": ADDRESS,
            "Cookie": f"csrftoken={TOKEN}; answers={person.secret}",
        }  # fmt: skip
        body = None
        if sent is not None:
            body = urlencode({"csrfmiddlewaretoken": TOKEN, **sent}, doseq=True)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        for _ in range(60):
            connection = http.client.HTTPConnection("127.0.0.1", self.running.port, timeout=20)
            try:
                connection.request("POST" if sent is not None else "GET", path, body, headers)
                answer = connection.getresponse()
                page = answer.read().decode()
            except (OSError, http.client.HTTPException):
                person.again += 1
                continue
            finally:
                connection.close()
            if answer.status >= 500:
                person.again += 1
                threading.Event().wait(0.05)
                continue
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                if found := SimpleCookie(cookie).get("answers"):
                    person.secret = found.value or person.secret
            self.answered += 1
            return answer.status, answer.headers.get("Location", ""), page
        raise AssertionError(f"no answer from {path}")

    def answer(self, person: Person) -> None:
        """From the first page to the reference."""
        to = f"/s/{person.token}/"
        self.ask(person, to, {"variant": "standard", "language": "en"})
        given: dict[str, object] = {
            "age-band": "5-10", "setting": "special", "need": ["autism", "speech"], "involved": "agree", "right-help": "disagree",
            "why-not": f"{MARKED} {person.number}", "best": f"{MARKED}, the best of {person.number}",
        }  # fmt: skip
        for code, value in given.items():
            status, _, _ = self.ask(person, f"{to}question/{code}/", {"answer": value, "go": "next"})
            assert status == 302, (code, status)
            person.saved[code] = value
        self.ask(person, f"{to}check/", {})
        _, _, page = self.ask(person, f"{to}check/", {})  # pressed twice
        _, _, page = self.ask(person, f"{to}sent/")
        if told := re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}\b", page):
            person.reference = told.group(0)

    def kept(self, people: list[Person]) -> dict[str, Any]:
        script = READ.replace("SECRETS", repr(json.dumps([person.secret for person in people])))
        return json.loads(said_by(self.running.place, script, "kept"))


def said_by(place: Place, script: str, word: str) -> str:
    done = place.manage("shell", "-v0", "-c", script)
    lines = [line for line in done.stdout.splitlines() if line.startswith(f"{word} ")]
    assert lines, done.stdout + done.stderr
    return lines[0].removeprefix(f"{word} ")


@pytest.fixture
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    name = f"faults_{uuid.uuid4().hex[:12]}"
    var = tmp_path_factory.mktemp("var")
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PYTEST_", "COV_"))}
    environment |= {
        "FAULTS_TEST": name, "VAR_DIR": str(var), "PORT": "0", "HOST": "127.0.0.1", "WEB_WORKERS": "2", "TASK_WORKERS": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONUNBUFFERED": "1", "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BEHIND_PROXY": "true",
    }  # fmt: skip
    with own_database(var) as url:
        place = Place(var, f"FAULTS_TEST={name}", environment | {"DATABASE_URL": url})
        made = place.manage("collectstatic", "--noinput", "--verbosity", "0")
        assert made.returncode == 0, made.stderr
        tokens = said_by(place, SEED.replace("SURVEYS", repr(SURVEYS)), "tokens").split()
        out = var / "out"
        with out.open("w") as to:
            process = subprocess.Popen([*MANAGE, "serve"], env=place.environment, stdout=to, stderr=to, text=True)
        try:
            wait_until(
                lambda: "Ctrl-C stops it" in out.read_text() or process.poll() is not None, seconds=180, what="ready"
            )
            found = re.search(r"Ready: http://127\.0\.0\.1:(\d+)/", out.read_text())
            assert found, out.read_text() + place.log("web")
            yield Service(Running(place, process, int(found.group(1)), out.read_text), url, tokens)
        finally:
            process.kill()
            process.wait()
            wait_until(lambda: not place.processes(), seconds=30, what="every process gone")


def kill_a_worker(service: Service, number: int) -> None:
    for pid in service.workers()[number % 2 :][:1]:
        os.kill(pid, signal.SIGKILL)


def cut_the_connections(service: Service, number: int) -> None:
    """As when the database is started again: every connection of this database, and no other, ends at once."""
    connection = psycopg2.connect(env.DATABASE_URL)
    connection.autocommit = True
    connection.cursor().execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
        [service.database.rpartition("/")[2]],
    )
    connection.close()


def both(service: Service, number: int) -> None:
    (kill_a_worker if number % 2 else cut_the_connections)(service, number)


def missing(people: list[Person], rows: dict[str, Any], keys: dict[str, str]) -> list[tuple[int, str]]:
    """(person, question) of every answer that somebody was told is saved and that is not there as it was given."""
    return [
        (person.number, code)
        for person in people
        for code, value in person.saved.items()
        if rows.get(keys[person.secret], [{}])[0].get(code) != value
    ]


@pytest.mark.trust("P10", "38 people answer while web workers are killed and connections are cut")
@pytest.mark.trust("R1", "web workers killed in turn with cut connections, while people answer a survey")
@pytest.mark.trust("R2", "connections cut in turn with killed web workers, while people answer a survey")
def test_what_was_told_is_saved_is_there_once(service: Service, figures: Any) -> None:
    harm: Callable[[Service, int], None] = both if service.database else kill_a_worker
    people = [Person(number, service.tokens[number % 2]) for number in range(PEOPLE)]
    left, faults, done = iter(people), [], threading.Event()
    lock = threading.Lock()

    def next_person() -> Person | None:
        with lock:
            return next(left, None)

    def some() -> None:
        try:
            while person := next_person():
                service.answer(person)
        except BaseException as fault:
            faults.append(fault)
            raise

    threads = [threading.Thread(target=some) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    harmed = seen = 0
    while any(thread.is_alive() for thread in threads):
        done.wait(0.4)
        # On a machine that is busy no worker would live long enough to answer anybody.
        if service.answered > seen:
            seen = service.answered
            harm(service, harmed)
            harmed += 1
    for thread in threads:
        thread.join(60)
    assert not faults
    assert harmed >= 4, "people answered too quickly to be disturbed"

    kept = service.kept(people)
    rows, keys = kept["rows"], kept["keys"]
    lost = missing(people, rows, keys)
    unsent = [person.number for person in people if not person.reference]
    wrong = [person.number for person in people if rows.get(keys[person.secret], [{}, ""])[1] != person.reference]
    sent = [row for row in rows.values() if row[1]]
    played = f"{PEOPLE} people, {harmed} faults, {sum(person.again for person in people)} pressed again"
    figures("surveys", f"{played}; lost {len(lost)}, doubled {len(sent) - PEOPLE}")
    assert (lost, unsent, wrong) == ([], [], []), played
    del rows[keys[people[3].secret]][0]["best"]
    assert missing(people, rows, keys) == [(3, "best")], "one that is lost would be seen"
    assert kept["receipts"] == 0 and len(sent) == len({row[1] for row in sent}) == PEOPLE, "nothing was sent twice"

    logs = {path.name: [(path.read_text(errors="replace"),)] for path in service.running.place.var.glob("log/*")}
    assert logs, "there are logs to read"
    secrets = {person.secret for person in people}
    assert found_in(logs, {ADDRESS, AGENT, "Canary-Agent", MARKED, *secrets}) == {}
