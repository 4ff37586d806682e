"""Rows U5 and U6: the scanner away, slow, wrong, restarting; and the real one."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Notice
from core import files, outbox, quarantine, scanner
from core.errors import Refused
from core.models import StoredFile
from information.models import Opening
from information.services import answers
from information.tests.base import Cast
from tests import factories as make
from tests import given_files as given
from tests.trust import scanners
from tests.trust.corpus.acting import EICAR

pytestmark = pytest.mark.django_db
Standing = StoredFile.Standing
WAYS: dict[str, Callable[[Any], None] | None] = {
    "away": None,
    "silent": lambda line: line.recv(1 << 20) and line.recv(1 << 20),
    "closes half way, as in a restart": scanners.closing_half_way,
    "closes after everything": scanners.saying(b""),
    "says nothing": scanners.saying(b"\0"),
    "says it is too large": scanners.saying(b"INSTREAM size limit exceeded. ERROR\0"),
    "says ERROR": scanners.saying(b"stream: Can't allocate memory ERROR\0"),
    "speaks another language": scanners.saying(b"HTTP/1.0 200 OK\r\n\r\n\0"),
    "says OK of something else": scanners.saying(b"other: OK\0"),
    "says OK and more": scanners.saying(b"stream: OK\nstream: OK\0"),
    "says okay": scanners.saying(b"stream: Okay\0"),
    "never ends its line": scanners.saying(b"stream: OK" * 1_000),
}


@pytest.fixture(autouse=True)
def store(tmp_path: Path, settings: Any, monkeypatch: Any) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "store"
    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(scanner._Pause, "until", 0.0)
    return settings.PRIVATE_ROOT


def give(person: Any, name: str, content: bytes, monkeypatch: Any) -> StoredFile:
    monkeypatch.setattr(scanner._Pause, "until", 0.0)  # each as the first one after a while
    return files.keep(by=person, upload=SimpleUploadedFile(name, content))


def can_be_sent(stored: StoredFile) -> bool:
    stored.refresh_from_db()
    try:
        files.send(stored).file_to_stream.close()  # type: ignore[attr-defined]  (closing the response would end the test's transaction)
    except Refused:
        return False
    return True


@pytest.mark.trust(
    "U5",
    "the scanner away, silent, closing, and answering in nine wrong ways; then the right one, asked by the reconciler",
)
def test_only_the_word_clean_releases_a_file(
    settings: Any, monkeypatch: Any, figures: Any, store: Path, django_capture_on_commit_callbacks: Any
) -> None:
    person, kept = make.UserFactory.create(), []
    for way, answer in WAYS.items():
        for name, content in (("good.txt", b"good\n"), ("eicar.txt", EICAR)):
            if answer is None:
                settings.CLAMD = scanners.unused()
                kept.append(give(person, name, content, monkeypatch))
            else:
                with scanners.scanner(answer) as settings.CLAMD:
                    kept.append(give(person, name, content, monkeypatch))
                    quarantine.check(kept[-1])
            assert kept[-1].standing == Standing.WAITING, way
    released = sum(map(can_be_sent, kept))
    figures("ways the scanner fails", len(WAYS))
    figures("files given meanwhile", len(kept))
    figures("released unscanned", released)
    assert released == 0
    with scanners.scanner(scanners.honest) as settings.CLAMD, django_capture_on_commit_callbacks(execute=True):
        while quarantine.check_waiting():
            pass
    outbox.relay(1000)
    standing = {
        name: set(StoredFile.objects.filter(name=name).values_list("standing", flat=True))
        for name in ("good.txt", "eicar.txt")
    }
    figures("released once scanned", sum(map(can_be_sent, kept)))
    assert standing == {"good.txt": {Standing.AVAILABLE}, "eicar.txt": {Standing.REFUSED}}
    assert Notice.objects.filter(person=person, kind="file_refused").count() == len(WAYS), "told, each once"
    assert len([path for path in store.rglob("*") if path.is_file()]) == len(WAYS), "what was refused is deleted"
    # The guard off: no answer is taken for a good one.
    asked = scanner.ask
    monkeypatch.setattr(scanner, "ask", lambda *of, **how: asked(*of, **how).clean is False or scanner.Verdict(True))
    settings.CLAMD = scanners.unused()
    caught = sum(can_be_sent(give(person, "eicar.txt", EICAR, monkeypatch)) for _ in range(5))
    figures.control("no answer counts as clean", caught=caught, of=5)


@pytest.mark.trust("U5", "a scanner that finds something at once")
def test_what_is_found_at_once_is_refused_at_once(settings: Any, store: Path) -> None:
    with scanners.scanner(scanners.honest) as settings.CLAMD:
        with pytest.raises(Refused, match="the virus check found something"):
            files.keep(by=make.UserFactory.create(), upload=SimpleUploadedFile("a.txt", EICAR))
        assert (
            files.keep(by=make.UserFactory.create(), upload=SimpleUploadedFile("b.txt", b"b\n")).standing == "available"
        )
    assert len([path for path in store.rglob("*") if path.is_file()]) == 1


@pytest.mark.trust("U5", "a slow scanner and twenty files in one form: the first waits for it, the others do not")
def test_a_slow_scanner_holds_a_form_up_once(settings: Any, figures: Any) -> None:
    asked = []

    def silent(line: Any) -> None:
        asked.append(1)
        line.recv(1 << 20)
        line.recv(1 << 20)

    uploads = [SimpleUploadedFile(f"{n}.txt", b"x\n") for n in range(20)]
    with scanners.scanner(silent) as settings.CLAMD:
        kept = files.keep_all(by=make.UserFactory.create(), uploads=uploads)
    figures("times a form waited for it", len(asked))
    assert len(asked) == 1
    assert {each.standing for each in kept} == {Standing.WAITING}


@pytest.mark.trust("U5", "somebody opens the page of a file that waits, and the file")
def test_people_are_told_that_a_file_waits(settings: Any, client: Any) -> None:
    settings.CLAMD = scanners.unused()
    cast = Cast()
    item = cast.item("A12")
    (file,) = answers.give_files(by=cast.lano, item=item, uploads=[SimpleUploadedFile("plan.pdf", given.pdf())])
    client.force_login(cast.lano)
    assert "Waiting for its virus check" in client.get(item.get_absolute_url()).content.decode()
    answer = client.get(file.get_absolute_url())
    assert answer.status_code == 409
    assert "waits for its virus check" in answer.content.decode()
    assert not Opening.objects.exists(), "and it was not opened"


def test_the_field_says_that_there_is_no_scanner(settings: Any) -> None:
    from core.govuk_fields import NO_SCANNER
    from information.forms import UploadForm

    def hint() -> bool:
        from core.govuk_fields import render

        return NO_SCANNER in render(UploadForm()["files"])

    settings.CLAMD = ""
    assert hint()
    settings.CLAMD = "127.0.0.1:3310"
    assert not hint()


@pytest.mark.parametrize("address", ["clamd", "host:", ":3310", "host:port"])
def test_an_address_that_is_none_stops_the_start(address: str) -> None:
    import os
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-c", "import config.env"],
        env=os.environ | {"CLAMD": address},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "CLAMD must be host:port" in done.stderr


@pytest.mark.prove
@pytest.mark.trust(
    "U6",
    "clamd itself, with a signature file of its own: EICAR plain, renamed, zipped, nested, in documents; 50 good files",
)
def test_the_real_scanner_finds_every_sample(tmp_path: Path, settings: Any, figures: Any, monkeypatch: Any) -> None:
    if not scanners.installed():
        pytest.skip("clamd is not installed here (Debian: apt-get install clamav-daemon)")
    monkeypatch.setattr(scanner, "ANSWER_SECONDS", 15.0)
    packed = given.zipped({"eicar.com": EICAR})
    samples = {
        "plain": EICAR,
        "after text": b"words\n" * 100 + EICAR,
        "zipped": packed,
        "zipped twice": given.zipped({"a.zip": packed}),
        "zipped four times": given.zipped({"c.zip": given.zipped({"b.zip": given.zipped({"a.zip": packed})})}),
        "in a Word file": given.office(more={"word/media/image1.bin": EICAR}),
        "in a Word file in a Word file": given.office(
            more={"word/embeddings/a.docx": given.office(more={"word/x.bin": EICAR})}
        ),
        "in a spreadsheet": given.open_document("ods", more={"Pictures/a.bin": EICAR}),
    }
    person = make.UserFactory.create()
    with scanners.clamd(tmp_path) as settings.CLAMD:
        found = sum(scanner.ask(io.BytesIO(content)).clean is False for content in samples.values())
        clean = sum(scanner.ask(io.BytesIO(given.office(body=str(n)))).clean is True for n in range(50))
        for name in ("eicar.txt", "renamed.csv"):
            with pytest.raises(Refused, match="virus check"):
                files.keep(by=person, upload=SimpleUploadedFile(name, EICAR))
        files.keep(by=person, upload=SimpleUploadedFile("good.pdf", given.pdf()))
        large = scanner.ask(io.BytesIO(b"0" * (49 << 20)))
    waiting = give(person, "later.txt", EICAR, monkeypatch)  # it has ended
    figures("samples", len(samples))
    figures("found", found)
    figures("good files called clean", f"{clean} of 50")
    figures("of 49 MB", "clean" if large.clean else large.found)
    figures("given after it ended", waiting.get_standing_display())
    assert (found, clean, large.clean, waiting.standing) == (len(samples), 50, True, Standing.WAITING)
    # The guard off: no scanner is set.
    settings.CLAMD = ""
    figures.control("no scanner", caught=int(can_be_sent(give(person, "eicar.txt", EICAR, monkeypatch))), of=1)
