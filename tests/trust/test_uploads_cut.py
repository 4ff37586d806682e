"""Row U9: the same file twice, cut off on its way, or its writer killed."""

from __future__ import annotations

import io
import os
import signal
import socket
import threading
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from core import clock, file_store, files
from core.models import StoredFile
from information.models import AnswerFile
from information.tests.base import Cast
from tests import factories as make
from tests.processes import wait_until
from tests.trust.kept_files import MEGABYTE, on_disk, straight, unmatched, upload_page


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
