"""A small file that would become very large in memory is refused before anything is made of it."""

from __future__ import annotations

import io
import os
import zipfile
from typing import Any

import pytest
from openpyxl import Workbook

from core import workbooks
from core.file_kinds import NotTaken
from core.workbooks import LARGE, Limits, open_workbook

SHEET, STYLES = "xl/worksheets/sheet1.xml", "xl/styles.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
FEW = Limits(unpacked=10**9, elements=5_000, in_a_row=50, without_rows=500)


def workbook(**parts: bytes) -> io.BytesIO:
    """A workbook of one row, with the content of its sheet or its styles replaced, and noise so that its ratio is modest."""
    book, plain, made = Workbook(), io.BytesIO(), io.BytesIO()
    book.active.append(["Name", "Day"])
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            replaced = parts.get({SHEET: "sheet", STYLES: "styles"}.get(name, ""))
            new.writestr(name, old.read(name) if replaced is None else replaced)
        new.writestr("xl/media/noise.bin", os.urandom(1000))
    return made


def sheet(rows: bytes) -> bytes:
    return HEAD + rows + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    "parts",
    [
        {"sheet": sheet(b"<row/>" * 6_000)},
        {"sheet": sheet(b"<row>" + b"<c/>" * 60 + b"</row>")},
        {"sheet": sheet(b"<x:row >" + b"<x:c></x:c>" * 60 + b"</x:row>")},
        {"sheet": sheet(b"<sheetView/>" * 600)},
        {"styles": b"<styleSheet>" + b"<xf/>" * 600 + b"</styleSheet>"},
    ],
    ids=["rows", "one row", "rows of another prefix", "no row", "styles"],
)
def test_too_many_elements_are_refused(parts: dict[str, bytes]) -> None:
    with pytest.raises(NotTaken, match="more than we can read safely"):
        open_workbook(workbook(**parts), FEW)


def test_what_it_unpacks_to_is_limited() -> None:
    with pytest.raises(NotTaken, match="expands to more"):
        open_workbook(workbook(), Limits(unpacked=1_000, elements=10**6))


def test_a_tag_cut_by_the_end_of_a_chunk_is_counted(monkeypatch: Any) -> None:
    monkeypatch.setattr(workbooks, "CHUNK", 3)
    rows = b"<row r='1'><c r='A1'><v>1</v></c></row>" * 40
    open_workbook(workbook(sheet=sheet(rows)), FEW).close()
    with pytest.raises(NotTaken):
        open_workbook(workbook(sheet=sheet(rows)), Limits(unpacked=10**9, elements=40 * 3))


def test_an_honest_workbook_is_opened() -> None:
    """A tenth of the rows of the largest areas, within a tenth of the limits."""
    book, out = Workbook(write_only=True), io.BytesIO()
    page = book.create_sheet()
    for number in range(2_000):
        page.append([f"text {number}", *range(20)])
    book.save(out)
    opened = open_workbook(
        out, Limits(LARGE.unpacked // 10, LARGE.elements // 10, without_rows=LARGE.without_rows // 10)
    )
    assert sum(1 for _ in opened.worksheets[0].iter_rows()) == 2_000
    opened.close()
