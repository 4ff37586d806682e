"""Rows U7, U8, U9 and U11: how files are sent, a full disk, the same file twice or cut off, and quotas."""

from __future__ import annotations

import io
import os
import re
import signal
import socket
import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections, transaction
from django.test import Client
from django.urls import reverse

from core import clock, file_quota, file_store, files
from core.errors import Refused
from core.models import StoredFile
from information.models import AnswerFile
from information.services import answers
from information.tests.base import Cast
from tests import factories as make
from tests import given_files as given
from tests.processes import wait_until

ROOT = Path(__file__).resolve().parent.parent.parent
MEGABYTE = 1024 * 1024


@pytest.fixture
def store(tmp_path: Path, settings: Any) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "store"
    return settings.PRIVATE_ROOT


def on_disk(store: Path) -> set[str]:
    return {str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()}


def unmatched(store: Path) -> tuple[int, int]:
    """Rows without their file, files without a row."""
    rows, there = set(StoredFile.objects.values_list("stored_as", flat=True)), on_disk(store)
    return len(rows - there), len(there - rows)


def upload_page(cast: Cast) -> str:
    return reverse("information:item-upload", args=[cast.inspection.reference, "A12"])


# --- U7


@pytest.mark.django_db
@pytest.mark.trust("U7", "a file of each of the ten kinds asked for through its page, as its browser gets it")
def test_every_file_is_an_attachment_no_browser_runs(store: Path, settings: Any, figures: Any) -> None:
    cast, browser = Cast(), Client()
    browser.force_login(cast.lano)
    uploads = [
        SimpleUploadedFile(f"a.{kind}", content)
        for kind, content in {
            "pdf": given.pdf(),
            "docx": given.office(),
            "xlsx": given.workbook(["a"]),
            "pptx": given.office("pptx"),
            "odt": given.open_document(),
            "ods": given.open_document("ods"),
            "png": given.picture(),
            "jpg": given.picture("jpg"),
            "csv": b"a,b\n",
            "txt": b"<html><script>alert(1)</script></html>",
        }.items()
    ]
    given_files = answers.give_files(by=cast.lano, item=cast.item("A12"), uploads=uploads)
    wrong = 0
    for file in given_files:
        answer = browser.get(file.get_absolute_url())
        assert answer.getvalue()  # read to its end: closed half-way it would take the database connection along
        wrong += (
            not answer["Content-Disposition"].startswith("attachment;")
            or answer["X-Content-Type-Options"] != "nosniff"
            or not answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
            or "no-store" not in answer["Cache-Control"]
            or answer["Content-Type"].split(";")[0] in ("text/html", "image/svg+xml")
        )
    figures("kinds", len(given_files))
    figures("inline or without a header", wrong)
    assert wrong == 0
    # There is no other way out: nothing but core/files.py sends what lies in the store.
    ways = re.compile(r"\bFileResponse\(|\bopen_file\(|\bPRIVATE_ROOT\b|\bfile_store\.")
    own = {"core/files.py", "core/file_store.py", "core/quarantine.py", "core/tasks.py", "config/settings.py"}
    found = {
        str(path.relative_to(ROOT))
        for path in ROOT.glob("[a-z]*/**/*.py")
        if not {"tests", "migrations", ".venv", "var"} & set(path.parts) and ways.search(path.read_text())
    }
    figures("modules that reach the store", len(found))
    reading = {"information/services/lists.py", "core/backups/taking.py", "core/management/commands/restore.py"}
    assert found - own == reading, "a list that is checked; backup and restore"


# --- U8


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"a disk of {megabytes} MB cannot be mounted here: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def noise(name: str, size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, os.urandom(size // 2).hex().encode())


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "U8",
    "files of 1 MB through the page until a disk of 6 MB is full; then the folder of uploads on their way is full",
)
def test_a_full_disk_is_told_and_harms_nobody(tmp_path: Path, settings: Any, figures: Any, monkeypatch: Any) -> None:
    cast, browser = Cast(), Client(raise_request_exception=False)
    browser.force_login(cast.lano)
    settings.FILES_KEEP_FREE = 0
    statuses: list[int] = []
    with small_disk(tmp_path / "disk", 6) as disk:
        settings.PRIVATE_ROOT = disk / "store"
        told = 0
        for number in range(10):
            answer = browser.post(
                upload_page(cast), {"files": [noise(f"{number}.txt", MEGABYTE)], "submission_key": uuid.uuid4().hex}
            )
            statuses.append(answer.status_code)
            told += files.NO_ROOM in answer.content.decode()
        kept = AnswerFile.objects.count()
        without_file, without_row = unmatched(disk / "store")
        others = browser.get("/").status_code
        # What Django writes down on the way is on a full disk too.
        settings.FILE_UPLOAD_TEMP_DIR = str(disk)
        settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
        on_the_way = browser.post(
            upload_page(cast), {"files": [noise("way.txt", 2 * MEGABYTE)], "submission_key": uuid.uuid4().hex}
        )
        strays = len(on_disk(disk)) - kept
        # The guard off: written straight to its place, as a plain storage does.
        monkeypatch.setattr(file_store, "_write", straight)
        monkeypatch.setattr(file_store, "FULL", set())
        settings.FILE_UPLOAD_TEMP_DIR = None
        plain = browser.post(
            upload_page(cast), {"files": [noise("p.txt", MEGABYTE)], "submission_key": uuid.uuid4().hex}
        )
        left = len(on_disk(disk)) - kept
    figures("uploads", len(statuses) + 1)
    figures("kept before it was full", kept)
    figures("told that there is no room", told)
    figures("rows without file", without_file)
    figures("files without row", without_row + strays)
    figures("server errors", sum(status >= 500 for status in statuses))
    figures("full on the way", on_the_way.status_code)
    assert (without_file, without_row, strays) == (0, 0, 0)
    assert 3 <= kept <= 6 and told == 10 - kept
    assert max(statuses) < 500 and others == 200
    assert on_the_way.status_code == 507 and "no room for files" in on_the_way.content.decode()
    figures.control("written straight to its place", caught=int(plain.status_code >= 500 and left > 0), of=1)


def straight(content: Any) -> file_store.Written:
    from django.conf import settings

    name = uuid.uuid4().hex
    path = Path(settings.PRIVATE_ROOT) / name[:2] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        for chunk in file_store.chunks(content):
            out.write(chunk)
            out.flush()
    return file_store.Written(f"{name[:2]}/{name}", "0" * 64, path.stat().st_size)


@pytest.mark.django_db
@pytest.mark.trust("U8", "less room than is kept free for others")
def test_some_of_the_disk_stays_free(store: Path, settings: Any) -> None:
    settings.FILES_KEEP_FREE = 1 << 60
    with pytest.raises(Refused, match="no room for files"):
        files.keep(by=make.UserFactory.create(), upload=SimpleUploadedFile("a.txt", b"a\n"))
    assert unmatched(store) == (0, 0)


# --- U9


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, value in fields.items()
    ]
    parts.append(
        f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'.encode()
    )
    return b"".join(parts) + content + f"\r\n--{border}--\r\n".encode(), f"multipart/form-data; boundary={border}"


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "U9",
    "an upload of 4 MB over a line that is cut at every 10%, then whole, twice, with the same key, four times at once",
)
def test_what_is_cut_off_is_not_there_and_what_comes_twice_is_there_once(
    store: Path, live_server: Any, figures: Any
) -> None:
    cast = Cast()
    browser = Client()
    browser.force_login(cast.lano)
    browser.get(upload_page(cast))
    cookies = "; ".join(f"{name}={each.value}" for name, each in browser.cookies.items())
    token = browser.cookies["csrftoken"].value
    key = uuid.uuid4().hex
    body, kind = multipart(
        {"csrfmiddlewaretoken": token, "submission_key": key}, "cut.txt", os.urandom(2 * MEGABYTE).hex().encode()
    )
    address = urlsplit(live_server.url)
    head = (
        f"POST {upload_page(cast)} HTTP/1.1\r\nHost: {address.netloc}\r\nCookie: {cookies}\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    ).encode()

    def send(part: bytes) -> bytes:
        with socket.create_connection((address.hostname or "", address.port or 0), timeout=60) as line:
            line.sendall(head + part)
            if len(part) < len(body):
                return b""
            return line.recv(1000)

    for tenth in range(10):
        send(body[: len(body) * tenth // 10])
    halves = StoredFile.objects.count()
    replies: list[bytes] = []
    threads = [threading.Thread(target=lambda: replies.append(send(body))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    replies.append(send(body))
    wait_until(lambda: StoredFile.objects.count() >= 1, seconds=10, what="the whole upload")
    figures("cuts", 10)
    figures("halves visible", halves)
    figures("sent whole", len(replies))
    figures("kept", StoredFile.objects.count())
    figures("rows and files unmatched", sum(unmatched(store)))
    assert halves == 0
    assert StoredFile.objects.count() == AnswerFile.objects.count() == 1
    assert unmatched(store) == (0, 0)
    assert {reply.split()[1] for reply in replies if reply} <= {b"302", b"409"}
    # The guard off: each with a key of its own.
    for _ in range(3):
        other = body.replace(key.encode(), uuid.uuid4().hex.encode())
        send(other)
    figures.control("another key each time", caught=StoredFile.objects.count() - 1, of=3)


class KilledAt:
    """A content whose reader is killed when it has read so much."""

    def __init__(self, content: bytes, at: int) -> None:
        self.held, self.at = io.BytesIO(content), at

    def seek(self, *where: int) -> int:
        return self.held.seek(*where)

    def read(self, size: int = -1) -> bytes:
        if self.held.tell() >= self.at:
            os.kill(os.getpid(), signal.SIGKILL)
        return self.held.read(size)


@pytest.mark.django_db
@pytest.mark.trust(
    "U9", "the process killed with SIGKILL at every 10% of writing a file down, and between its place and its row"
)
def test_a_killed_process_leaves_no_half_file_in_its_place(store: Path, figures: Any, monkeypatch: Any) -> None:
    content, held = os.urandom(MEGABYTE), list[Any]()
    store.mkdir()

    def killed(at: int, write: Any) -> None:
        child = os.fork()
        if child == 0:
            try:
                transaction.on_commit = held.append  # type: ignore[assignment]  # the database is the parent's
                write(KilledAt(content, at))
                os.kill(os.getpid(), signal.SIGKILL)  # before its row is there
            finally:
                os._exit(1)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    for tenth in range(10):
        killed(len(content) * tenth // 10, file_store._write)
    visible = {name for name in on_disk(store) if not name.startswith("incoming/")}
    figures("kills", 11)
    figures("halves in their place", len(visible))
    assert visible == set()
    killed(len(content) * 2, file_store._write)
    with clock.travelled_to(clock.now() + timedelta(hours=2)):
        swept = files.sweep()
    figures("swept an hour later", swept)
    figures("left", len(on_disk(store)))
    assert (swept, on_disk(store)) == (11, set())
    # The guard off: written straight to its place.
    for tenth in range(1, 10):
        killed(len(content) * tenth // 10, straight)
    figures.control(
        "written straight to its place", caught=sum(not name.startswith("incoming/") for name in on_disk(store)), of=9
    )


@pytest.mark.django_db
@pytest.mark.trust("U9", "a content deleted behind the back of its row")
def test_a_row_without_its_file_is_told(store: Path, figures: Any, caplog: Any) -> None:
    kept = files.keep(by=make.UserFactory.create(), upload=SimpleUploadedFile("a.txt", b"a\n"))
    assert file_store.missing() == []
    (store / kept.stored_as).unlink()
    files.sweep()
    figures("rows without file that were reported", len(file_store.missing()))
    assert file_store.missing() == [kept.pk]
    assert "not in the store" in caplog.text


# --- U11


@pytest.mark.django_db
@pytest.mark.trust("U11", "one person, and one partnership, give files until they may not")
def test_quotas_hold_and_harm_nobody_else(store: Path, settings: Any, figures: Any, monkeypatch: Any) -> None:
    settings.FILES_PER_PERSON, settings.FILES_PER_PLACE = 10 * 1000, 25 * 1000
    people = [make.UserFactory.create() for _ in range(4)]

    def fill(person: Any, place: str) -> tuple[int, str]:
        """How many files of a kilobyte are taken, and the words of the refusal."""
        for number in range(20):
            try:
                files.keep(by=person, upload=noise("a.txt", 1000), place=place)
            except Refused as refused:
                return number, refused.reasons[0].text
        return 20, ""

    mine, words = fill(people[0], "surrey")
    assert (mine, "a person may keep" in words) == (10, True)
    counts = [mine, *(fill(person, "surrey")[0] for person in people[1:3])]
    elsewhere = fill(people[3], "medway")[0]
    figures("taken of 20 from one person", mine)
    figures("taken of 60 from one partnership", sum(counts))
    figures("taken meanwhile in another", elsewhere)
    assert (sum(counts), elsewhere) == (25, 10)
    assert unmatched(store) == (0, 0)
    files.forget(StoredFile.objects.filter(given_by=people[0]).first() or StoredFile())
    assert fill(people[0], "")[0] == 1, "what is deleted counts no more"
    monkeypatch.setattr(file_quota, "require_room", lambda **_: None)
    figures.control("no quota", caught=fill(people[0], "surrey")[0], of=20)


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust("U11", "thirty files of one person in six requests at once, where there is room for ten")
def test_a_quota_is_not_overrun_by_requests_at_once(store: Path, settings: Any, figures: Any) -> None:
    settings.FILES_PER_PERSON = 10 * 1000
    person, taken, errors = make.UserFactory.create(), [], []

    def give() -> None:
        try:
            for _ in range(5):
                try:
                    files.keep(by=person, upload=noise("a.txt", 1000))
                    taken.append(1)
                except Refused:
                    pass
        except Exception as error:  # noqa: BLE001
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=give) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    figures("taken where 10 may be", len(taken))
    assert (len(taken), StoredFile.objects.count(), errors) == (10, 10, [])
    assert unmatched(store) == (0, 0)
