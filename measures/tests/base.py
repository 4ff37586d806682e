"""What tests of measures share."""

from __future__ import annotations

import io
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from measures.services.amounts import Path


def path(period="", value="", **targets):
    baseline = (period, Decimal(value)) if period else None
    return Path(baseline, {key: Decimal(amount) for key, amount in targets.items()})


def url(name, *args, reference="surrey-2016"):
    return reverse(f"measures:{name}", args=[reference, *args])


def sheets_of(content: bytes) -> dict[str, list[list]]:
    """{sheet: rows of cell values} without the sheet that tells when it was made."""
    book = load_workbook(io.BytesIO(content))
    return {
        page.title: [[cell.value for cell in row] for row in page.iter_rows()]
        for page in book
        if page.title != "About this file"
    }


def upload(content: bytes, name="measures.xlsx"):
    return SimpleUploadedFile(name, content)


def changed(content: bytes, **cells) -> bytes:
    """The workbook with other cells: changed(content, Values__E2="12.5%")."""
    book = load_workbook(io.BytesIO(content))
    for place, value in cells.items():
        sheet, cell = place.split("__")
        book[sheet][cell] = value
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()
