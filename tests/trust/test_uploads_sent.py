"""Row U7: how files are sent, and that there is no other way out of the store."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from information.services import answers
from information.tests.base import Cast
from tests import given_files as given

ROOT = Path(__file__).resolve().parent.parent.parent


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
