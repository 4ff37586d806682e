"""Files by what they are, names without harm, and nothing left of what was refused."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from openpyxl import Workbook

from core import clock, file_kinds, file_names, files
from core.errors import Refused
from core.models import StoredFile
from tests import factories as make
from tests import given_files as given

pytestmark = pytest.mark.django_db
PDF = given.pdf()


@pytest.fixture(autouse=True)
def root(tmp_path: Path, settings: Any) -> Path:
    settings.PRIVATE_ROOT = tmp_path / "files"
    return settings.PRIVATE_ROOT


@pytest.fixture
def person() -> Any:
    return make.UserFactory.create()


def stored(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def xlsx() -> bytes:
    made = io.BytesIO()
    Workbook().save(made)
    return made.getvalue()


def zipped(**members: bytes | str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def office(types: str, **more: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in more.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def keep(person: Any, name: str, content: bytes, rules: files.FileRules = files.DOCUMENTS) -> StoredFile:
    return files.keep(by=person, upload=SimpleUploadedFile(name, content), rules=rules)


def refusal(person: Any, name: str, content: bytes, rules: files.FileRules = files.DOCUMENTS) -> str:
    with pytest.raises(Refused) as refused:
        keep(person, name, content, rules)
    assert [reason.field for reason in refused.value.reasons] == ["files"]
    return refused.value.reasons[0].text


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("plan.pdf", PDF, "pdf"),
        ("plan.PDF", PDF, "pdf"),
        ("map.png", given.picture(), "png"),
        ("photo.jpeg", given.picture("jpg"), "jpg"),
        ("list.xlsx", given.workbook(["a"], creator=""), "xlsx"),
        ("list.csv", b"a,b\r\n1,\xc2\xa32\r\n", "csv"),
        ("list.csv", "a,b\n".encode("utf-16"), "csv"),
        ("note.txt", b"caf\xe9", "txt"),
        ("letter.docx", given.office(), "docx"),
        ("text.odt", given.open_document(), "odt"),
    ],
)
def test_kinds_are_found_by_content(person: Any, name: str, content: bytes, kind: str) -> None:
    kept = keep(person, name, content)
    assert (kept.kind, kept.given_sha256) == (kind, hashlib.sha256(content).hexdigest())
    with files.open_file(kept) as opened:
        held = opened.read()
        assert (kept.size, kept.sha256) == (len(held), hashlib.sha256(held).hexdigest())
        assert file_kinds.kind_of(opened, name) == kind
        assert kind in ("pdf", "png", "jpg") or held == content


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"", "a.pdf is empty"),
        ("a.pdf", xlsx(), "holds Excel (.xlsx) although its name says otherwise"),
        ("a.exe", b"MZ\x90\x00", "is of a kind we do not take. Choose PDF"),
        ("a.pdf", b"MZ\x90\x00", "is of a kind we do not take"),
        ("a.csv", b"a,b\x00c", "is of a kind we do not take"),
        ("a.zip", zipped(a_dot_txt="x"), "is an archive. Choose the files in it one by one"),
        ("a.docx", zipped(a_dot_txt="x"), "is an archive"),
        ("a.xlsx", b"PK\x03\x04 broken", "is damaged"),
        ("a.xlsx", xlsx()[:-200], "is damaged"),
        ("a.xlsx", office("spreadsheetml.sheet.main", xl__vbaProject_dot_bin=b"x"), "holds macros"),
        ("a.xlsm", office("application/vnd.ms-excel.sheet.macroEnabled.main+xml"), "holds macros"),
        ("a.pdf", PDF + b"\n/Encrypt 5 0 R", "is protected by a password"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 90, "is in an old Office format"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected by a password"),
        ("a.odt", zipped(mimetype="application/vnd.oasis.opendocument.text", Basic__x_dot_xml="x"), "holds macros"),
    ],
)  # fmt: skip
def test_what_is_not_taken_is_refused_in_words(person: Any, root: Path, name: str, content: bytes, words: str) -> None:
    assert words in refusal(person, name, content)
    assert stored(root) == []


def test_the_size_is_said_in_words(person: Any):
    small = files.FileRules(most_bytes=files.MEGABYTE)
    assert refusal(person, "a.pdf", PDF.ljust(files.MEGABYTE), small) == "a.pdf must be smaller than 1MB"


def test_only_the_kinds_of_the_rules(person: Any):
    assert refusal(person, "a.pdf", PDF, files.SPREADSHEETS) == (
        "a.pdf is of a kind we do not take here. Choose Excel (.xlsx), OpenDocument spreadsheet (.ods) or CSV"
    )


def test_an_archive_that_expands_is_refused_before_it_is_read(monkeypatch: Any) -> None:
    monkeypatch.setattr(file_kinds, "RATIO_FROM", 1000)
    monkeypatch.setattr(file_kinds, "MOST_RATIO", 10)
    bomb = zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml=b"0" * 100_000)
    with pytest.raises(file_kinds.NotTaken, match="expands to more than we can open safely"):
        file_kinds.kind_of(io.BytesIO(bomb), "a.ods")
    monkeypatch.setattr(file_kinds, "MOST_MEMBERS", 1)
    with pytest.raises(file_kinds.NotTaken, match="too many parts"):
        file_kinds.kind_of(io.BytesIO(bomb), "a.ods")


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Users\\me\\plan.pdf", "plan.pdf"),
        ("../../etc/passwd.txt", "passwd.txt"),
        ("a\x00b\u202egpj.exe.pdf", "abgpj.exe.pdf"),
        ("  .hidden.pdf ", "hidden.pdf"),
        ('a<b>:"c|?*.pdf', "a-b---c---.pdf"),
        ("", "file"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
        ("no ending", "no ending"),
    ],
)
def test_names_are_cleaned(given: str, name: str) -> None:
    assert file_names.cleaned(given) == name


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("999 000 0018 plan.pdf", "NHS"),
        ("plan-9990000018.pdf", "NHS"),
        ("A123456789012.pdf", "UPN"),
        ("plan of B12345678901C.pdf", "UPN"),
        ("minutes 2026-03-02.pdf", ""),
        ("export 2026030211.csv", ""),
        ("020 7946 0000.pdf", ""),
        ("board 12345678901234.pdf", ""),
    ],
)
def test_names_with_a_childs_number_are_known(name: str, what: str) -> None:
    assert what in file_names.identifies(name) if what else file_names.identifies(name) == ""


def test_a_name_with_a_childs_number_is_refused_without_repeating_it(person: Any):
    words = refusal(person, "999 000 0018.pdf", PDF)
    assert "999" not in words and "NHS number" in words


def test_all_or_none_with_a_reason_for_each(person: Any, root: Path) -> None:
    uploads = [SimpleUploadedFile(n, c) for n, c in (("a.pdf", PDF), ("b.pdf", b""), ("c.exe", b"MZ\x00"))]
    with pytest.raises(Refused) as refused:
        files.keep_all(by=person, uploads=uploads)
    assert [reason.text.split()[0] for reason in refused.value.reasons] == ["b.pdf", "c.exe"]
    assert stored(root) == []
    with pytest.raises(Refused, match="20 files or fewer"):
        files.keep_all(by=person, uploads=uploads * 10)


def test_a_rolled_back_transaction_takes_the_file_with_it(person: Any, root: Path) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():  # noqa: PT012  (the file is there before the roll-back)
        keep(person, "a.pdf", PDF)
        assert len(stored(root)) == 1
        raise RuntimeError
    assert stored(root) == []
    assert not StoredFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_committed_file_stays(person: Any, root: Path) -> None:
    kept = keep(person, "a.pdf", PDF)
    assert [path.name for path in stored(root)] == [kept.stored_as[3:]]
    files.forget(kept)
    assert stored(root) == []


def test_an_upload_that_breaks_off_leaves_nothing(person: Any, root: Path) -> None:
    class Broken(SimpleUploadedFile):
        reads = 0

        def read(self, *args: Any) -> bytes:
            self.reads += 1
            if self.reads > 3:
                raise OSError("the line went dead")
            return super().read(*args)

    with pytest.raises(OSError, match="dead"):
        files.keep(by=person, upload=Broken("a.pdf", PDF + b"0" * 500_000))
    assert stored(root) == []


def test_the_sweep_removes_old_orphans_only(person: Any, root: Path) -> None:
    kept = keep(person, "a.pdf", PDF)
    (root / "incoming" / "left").write_bytes(b"half")
    assert files.sweep() == 0
    with clock.travelled_to(clock.now() + timedelta(hours=2)):
        assert files.sweep() == 1
    assert [path.name for path in stored(root)] == [kept.stored_as[3:]]


@pytest.fixture
def sent(person: Any) -> Iterator[Any]:
    response = files.send(keep(person, "plan.pdf", PDF))
    yield response
    response.close()


def test_a_file_is_sent_as_an_attachment_no_browser_runs(sent: Any) -> None:
    assert sent["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert sent["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in sent["Content-Security-Policy"]
    assert sent["Content-Type"] == "application/pdf"
    assert b"".join(sent.streaming_content).startswith(b"%PDF-")
