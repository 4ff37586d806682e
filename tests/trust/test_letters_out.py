"""What leaves the product in headers, cells and bytes: line breaks, formulas, control characters; and letters that must not cross."""

from __future__ import annotations

import csv
import email
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from accounts.mail import deliver
from core import pdf, spreadsheets
from reports.letters import render
from reports.tests import letter_samples as samples
from tests.trust.plugin import Figures

BREAKS = (
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "%0a",
    "\\n",
    "=?utf-8?q?=0a?=",
)
INJECTED = ("Bcc: evil@example.org", "X-Evil: 1", "Content-Type: text/html", "\r\n<script>", "To: evil@example.org")
STARTS = (
    "=",
    "+",
    "-",
    "@",
    "\t=",
    "\r=",
    "\n=",
    "\uff1d",
    " =",
    "\u200b=",
    '";=',
    "'=",
    "=cmd|' /C calc'!A0",
    "\ufeff=",
    "|=",
)
CONTROL = ("\x00", "\x0b", "\x1b[31m", "\u2028", "\u202e", "\ufffe", "\x7f")


@pytest.mark.trust(
    "X6", "line breaks in their forms before injected headers, in subject and address, through the product’s own mail"
)
def test_no_text_becomes_a_header(figures: Figures, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    headers = recipients = tried = refused = 0
    for text in [f"Area{line}{more}" for line in BREAKS for more in INJECTED] * 3:
        tried += 1
        for subject, to in ((text, "a@example.org"), ("Subject", f"a@example.org{text.removeprefix('Area')}")):
            try:
                validate_email(to)
            except ValidationError:
                refused += 1
                continue
            deliver(to=to, subject=subject, body="Body", key="k")
            got = email.message_from_bytes(mail.outbox[-1].message().as_bytes())
            headers += got.get_content_type() != "text/plain" or bool({"Bcc", "X-Evil"} & {*map(str.title, got)})
            recipients += len(got.get_all("To", [])) != 1 or "evil@" in str(got["To"])
    figures("payloads", tried)
    figures("addresses refused", refused)
    figures("headers put in", headers)
    figures("recipients put in", recipients)
    assert (headers, recipients) == (0, 0)
    raw = b"Subject: Area\nBcc: evil@example.org\n\nBody"
    figures.control("writing the header as text", caught=int("Bcc" in email.message_from_bytes(raw)), of=1)


@pytest.mark.prove
@pytest.mark.trust("X7", "starts of formulas in the product’s workbooks and CSV, opened and calculated by LibreOffice")
def test_no_cell_calculates(figures: Figures, tmp_path: Path) -> None:
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-calc")
    texts = [f"{start}1+1" for start in STARTS]
    (tmp_path / "ours.xlsx").write_bytes(workbook(texts))
    (tmp_path / "ours.csv").write_text(comma_separated(texts), encoding="utf-8")
    plain = openpyxl.Workbook()
    for text in texts:
        try:
            plain.active.append([text])  # type: ignore[union-attr]
        except Exception:  # noqa: BLE001  (the library refuses some characters)
            continue
    plain.save(tmp_path / "plain.xlsx")
    calculated = {name: opened(office, tmp_path / name) for name in ("ours.xlsx", "ours.csv", "plain.xlsx")}
    figures("starts", len(texts))
    for name in ("ours.xlsx", "ours.csv"):
        figures(
            f"cells that calculated in {name}", sum(cell in ("2", "#NAME?", "Err:508") for cell in calculated[name])
        )
        assert not any(cell == "2" for cell in calculated[name]), calculated[name]
    kept = [row[0].value for row in openpyxl.load_workbook(tmp_path / "ours.xlsx").active.iter_rows(min_row=2)]  # type: ignore[union-attr]
    changed = sum(
        str(cell or "").lstrip("'").strip() != text.lstrip("'").strip() for cell, text in zip(kept, texts, strict=False)
    )
    figures("values changed beyond the quote and blanks around", changed)
    figures.control("the library’s own way", caught=int("2" in calculated["plain.xlsx"]), of=1)


def workbook(texts: list[str]) -> bytes:
    return spreadsheets.workbook([spreadsheets.Sheet("Texts", ("Text",), [(text,) for text in texts])])


def comma_separated(texts: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows([("Text",), *((spreadsheets.neutral(text),) for text in texts)])
    return out.getvalue()


def opened(office: str, path: Path) -> list[str]:
    """Every cell as LibreOffice shows it once it has calculated."""
    to = path.parent / f"{path.name}-opened"
    profile = f"-env:UserInstallation={path.parent.as_uri()}/office"
    command = [office, profile, "--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"]
    subprocess.run([*command, "--outdir", str(to), str(path)], check=True, capture_output=True, timeout=180)
    with next(to.glob("*.csv")).open(encoding="utf-8", newline="") as told:
        return [cell for row in csv.reader(told) for cell in row]


@pytest.mark.trust("X9", "control characters in a workbook, a CSV, a letter and an e-mail")
def test_control_characters_break_nothing(figures: Figures) -> None:
    texts = [f"before{character}after" for character in CONTROL]
    openpyxl.load_workbook(io.BytesIO(workbook(texts)))
    assert "before" in comma_separated(texts)
    for text in texts:
        mail.EmailMessage("Subject", text, "from@example.org", ["a@example.org"]).message().as_bytes()
    context = samples.context("revisit-2019")
    document = render.render_document(context).replace(
        "</main>", "<p>" + " ".join(texts).replace("\x00", "") + "</p></main>"
    )
    assert pdf.render_pdf(document).startswith(b"%PDF")
    figures("characters", len(CONTROL))
    figures("server errors", 0)
    plain = openpyxl.Workbook()
    with pytest.raises(Exception, match="cannot be used"):
        plain.active.append(["\x0b"])  # type: ignore[union-attr]
    figures.control("the library’s own way", caught=1, of=1)
