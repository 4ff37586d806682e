"""Every file the product gives, found by asking: given to nobody else, with nobody else's rows in it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import openpyxl
import pytest

from reports.tests.letter_checks import text_of
from tests.access.test_matrix import Stand
from tests.access.world import CAST, CHILD_CANARY, STAGES
from tests.trust.crawl import STRANGERS, address, expected, first_rows, unguarded
from tests.trust.plugin import Figures
from tests.trust.test_crawl import quiet, stand  # noqa: F401  (fixtures)

pytestmark = [pytest.mark.prove, pytest.mark.django_db, pytest.mark.timeout(3600)]


def got(stand: Stand, name: str, url: str) -> tuple[int, bytes, str]:  # noqa: F811
    """(status, what came, the name of the file or "")."""
    answer: Any = stand.client_of(name).get(url)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body, answer.get("Content-Disposition", "")


def tables(body: bytes, file: str) -> dict[str, list[list[str]]]:
    """{sheet: rows} of a workbook, a CSV or JSON file; nothing of other kinds."""
    if ".xlsx" in file and zipfile.is_zipfile(io.BytesIO(body)):
        book = openpyxl.load_workbook(io.BytesIO(body))
        return {
            sheet.title: [[str(cell) for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
            for sheet in book.worksheets
        }
    if ".csv" in file:
        return {"csv": list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))}
    if ".json" in file:
        made = json.loads(body)
        rows = made.get("rows", []) if isinstance(made, dict) else made
        return {"json": [sorted({key for row in rows for key in row})]}
    return {}


def plain(body: bytes) -> str:
    # The world's own files are stubs that no reader opens: their bytes are their words.
    with suppress(subprocess.CalledProcessError):
        return text_of(body, "")
    return body.decode("utf-8", "replace")


def exports(stand: Stand) -> Iterator[tuple[Any, str, bytes, str]]:  # noqa: F811
    """(row, address, file, its name) of each address that gives a file to somebody, as the first who may have it."""
    for row in first_rows(stand.stage, stand.world):
        url = address(row, stand.world)
        who = next((name for name in CAST if expected(row, name) == 200), None)
        if url is None or who is None:
            continue
        status, body, file = got(stand, who, url)
        if status == 200 and "attachment" in file:
            yield row, url, body, file


@pytest.mark.parametrize("stand", list(STAGES), indirect=True)
@pytest.mark.trust(
    "X8",
    "every address that gives a file, asked by everybody; each file’s words searched for a child’s name and the other partnership; "
    "its columns the same for everybody who may have it",
)
def test_a_file_holds_no_more_than_its_reader_may_see(stand: Stand, figures: Figures, monkeypatch: Any) -> None:  # noqa: F811
    world = stand.world
    foreign = (world.there.name, world.elsewhere.reference, CHILD_CANARY)
    wrong: list[str] = []
    found = list(exports(stand))
    asked = columns = cells = 0
    guarded = []
    for row, url, body, file in found:
        heads = {sheet: rows[0] if rows else [] for sheet, rows in tables(body, file).items()}
        columns += sum(map(len, heads.values()))
        public = set(row.get) == {200}
        for name in CAST:
            asked += 1
            status, other, disposition = got(stand, name, url)
            may = expected(row, name) == 200
            if (status == 200) != may or ("attachment" in disposition) != may:
                wrong.append(f"{name} {row.name}: {status} {disposition}")
            if not may:
                continue
            read = tables(other, disposition)
            cells += sum(len(line) for lines in read.values() for line in lines)
            if {sheet: rows[0] if rows else [] for sheet, rows in read.items()} != heads:
                wrong.append(f"{name} {row.name}: other columns than {heads}")
            words = "\n".join(cell for lines in read.values() for line in lines for cell in line) or plain(other)
            # What is public names every area.
            wrong += [f"{name} {row.name}: {mark}" for mark in foreign if mark in words and not public]
        if not public and any(expected(row, name) != 200 for name in STRANGERS):
            guarded.append(url)
    figures(f"{stand.stage}: files", len(found))
    figures(f"{stand.stage}: requests", asked)
    figures(f"{stand.stage}: columns", columns)
    figures(f"{stand.stage}: cells read", cells)
    figures(f"{stand.stage}: rows or columns more", len(wrong))
    assert wrong == []
    if guarded:
        with unguarded(monkeypatch):
            given = any("attachment" in got(stand, "lead_elsewhere", url)[2] for url in guarded)
        figures.control("no guard of rows", caught=int(given), of=1)
