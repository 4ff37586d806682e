"""Row U4: the names under which files are given stay data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import files
from core.errors import Refused
from core.models import StoredFile
from tests import factories as make
from tests import given_files as given

NAMES = (
    "../../etc/passwd.pdf",
    "/etc/passwd.pdf",
    "..\\..\\evil.pdf",
    "C:\\evil.pdf",
    "a\x00.pdf",
    "a\r\nX-Evil: 1.pdf",
    "a\n.pdf",
    "\u202efdp.exe.pdf",
    "x" * 300 + ".pdf",
    ".htaccess.pdf",
    "CON.pdf",
    "aux.txt.pdf",
    "%2e%2e%2fevil.pdf",
    "pаypal.pdf",
    'a;b="c".pdf',
    "a'b.pdf",
    'a\\"; x.pdf',
    "<script>.pdf",
    "a\u2028b.pdf",
    "a\x7f.pdf",
    "\ud83d\ude00.pdf".encode("utf-16", "surrogatepass").decode("utf-16"),
    "a\x1b[2J.pdf",
    "..pdf",
    " .pdf",
    "é" * 200 + ".pdf",
    "a/../b.pdf",
    "\\\\host\\share\\x.pdf",
    "a:b.pdf",
    "~root.pdf",
    "-rf.pdf",
    "$(id).pdf",
    "a|b.pdf",
)


@pytest.mark.trust("U4", "names that lead out, break headers, turn the reading direction or are reserved")
def test_names_stay_data(db: Any, tmp_path: Path, settings: Any, figures: Any, monkeypatch: Any) -> None:
    settings.PRIVATE_ROOT = tmp_path / "store"
    person, outside, broken, refused = make.UserFactory.create(), 0, 0, 0

    def sent_name(stored: StoredFile) -> str:
        response = files.send(stored)
        response.file_to_stream.close()  # type: ignore[attr-defined]  (closing the response would end the test's transaction)
        return str(response["Content-Disposition"])

    for name in NAMES:
        upload = SimpleUploadedFile("x.pdf", given.pdf())
        upload._name = name  # as a hostile client would have it: Django's own cleaning is not relied on
        try:
            stored = files.keep(by=person, upload=upload)
        except Refused:  # nothing of it but the ending was left, or no ending
            refused += 1
            continue
        outside += not stored.stored_as.replace("/", "").isalnum() or name[:20] in stored.stored_as
        header = sent_name(stored)
        broken += not header.startswith("attachment; filename") or any(
            letter < " " or letter == "\x7f" for letter in header
        )
    strays = [path for path in tmp_path.rglob("*") if path.is_file() and (tmp_path / "store") not in path.parents]
    figures("names", len(NAMES))
    figures("files outside the store", outside + len(strays))
    figures("headers broken", broken)
    assert (outside, broken, strays) == (0, 0, [])
    assert refused <= 4
    assert len({stored.stored_as for stored in StoredFile.objects.all()}) == len(NAMES) - refused
    # The guard off: names are kept as they were typed.
    typed = [name for name in NAMES if "\n" in name or "\r" in name]
    monkeypatch.setattr(files, "cleaned", lambda name: name)
    caught = 0
    for name in typed:
        stored = StoredFile(
            pk=1, name=name, kind="pdf", stored_as=StoredFile.objects.values_list("stored_as", flat=True)[0]
        )
        try:
            caught += any(letter < " " for letter in sent_name(stored)) or "%0A" in sent_name(stored)
        except ValueError:  # Django refuses the header: the page would have been a server error
            caught += 1
    figures.control("names as typed", caught=caught, of=len(typed))
