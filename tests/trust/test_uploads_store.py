"""Rows U8 and U11: a full disk, and quotas."""

from __future__ import annotations

import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client

from core import file_quota, file_store, files
from core.errors import Refused
from core.models import StoredFile
from information.models import AnswerFile
from information.tests.base import Cast
from tests import factories as make
from tests.trust.kept_files import MEGABYTE, noise, on_disk, straight, unmatched, upload_page

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


@pytest.mark.django_db
@pytest.mark.trust("U8", "less room than is kept free for others")
def test_some_of_the_disk_stays_free(store: Path, settings: Any) -> None:
    settings.FILES_KEEP_FREE = 1 << 60
    with pytest.raises(Refused, match="no room for files"):
        files.keep(by=make.UserFactory.create(), upload=SimpleUploadedFile("a.txt", b"a\n"))
    assert unmatched(store) == (0, 0)


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
