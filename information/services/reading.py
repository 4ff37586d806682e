"""The rows of a spreadsheet somebody gave us, within limits. What it holds is never run and never unpacked to disk."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from core import enclosure
from core.errors import Refused
from core.file_kinds import NotTaken, is_text
from core.workbook_reading import TOO_LONG, packed, revived
from core.workbooks import LARGE, check_parts, open_workbook
from rulebook.person_lists import HEADING_WITHIN, looks_like_headings

MOST_ROWS, MOST_COLUMNS, MOST_TEXT = 50_000, 100, 2_000
# Spreadsheets keep formatted but empty rows to the bottom of the sheet: after so many, the table has ended.
BLANK_ROWS_END = 2_000
Row = list[Any]

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def rows_of(content: IO[bytes], kind: str, person_list: str) -> list[Row]:
    """All rows of the sheet with the list's headings (else of the first), the first row first. Raises Refused."""
    try:
        answer = enclosure.run(sealed_rows, content, kind=kind, person_list=person_list, most_rows=MOST_ROWS)
    except enclosure.Broken:
        raise Refused(f"The list {TOO_LONG}. Split it and choose the parts one by one.") from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return [[revived(cell) for cell in row] for row in answer["rows"]]


def sealed_rows(content: IO[bytes], *, kind: str, person_list: str, most_rows: int) -> dict[str, Any]:
    """In the sealed process: the rows, or why not."""
    try:
        return {"rows": [[packed(cell) for cell in row] for row in _rows_of(content, kind, person_list, most_rows)]}
    except Refused as refused:
        return {"refused": refused.reasons[0].text}
    except MemoryError:
        return {"refused": f"The list {TOO_LONG}. Split it and choose the parts one by one."}


def _rows_of(content: IO[bytes], kind: str, person_list: str, most_rows: int) -> list[Row]:
    read = {"xlsx": _xlsx, "ods": _ods, "csv": _csv}[kind]
    first: list[Row] | None = None
    try:
        for sheet in read(content):
            rows = list(_within_limits(sheet, most_rows))
            if any(looks_like_headings(person_list, row) for row in rows[:HEADING_WITHIN]):
                return rows
            first = rows if first is None else first
    except Refused:
        raise
    except NotTaken as refusal:
        raise Refused(f"The list {refusal}.") from refusal
    except (
        zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, ParseError, SyntaxError, csv.Error,
        DefusedXmlException,
    ) as error:  # fmt: skip
        raise Refused("The list cannot be read. Open it, save it again and choose it again.") from error
    return first or []


def _within_limits(rows: Iterator[Row], most_rows: int) -> Iterator[Row]:
    blank = filled = 0
    for number, row in enumerate(rows, 1):
        if any(cell is not None and cell != "" for cell in row):
            blank, filled = 0, filled + 1
        else:
            blank += 1
        if blank > BLANK_ROWS_END:
            return
        if filled > most_rows:
            raise Refused(f"The list has more than {most_rows:,} rows. Split it, or check that it is the right file.")
        if any(cell not in (None, "") for cell in row[MOST_COLUMNS:]):
            raise Refused(f"Row {number} has more than {MOST_COLUMNS} columns. Use the template.")
        yield [cell[:MOST_TEXT] if isinstance(cell, str) else cell for cell in row[:MOST_COLUMNS]]


def _xlsx(content: IO[bytes]) -> Iterator[Iterator[Row]]:
    book = open_workbook(content, LARGE)
    try:
        for sheet in book.worksheets:
            # What the file says of its size may be wrong, and is not needed.
            sheet.reset_dimensions()
            yield (list(row) for row in sheet.iter_rows(values_only=True))
    finally:
        book.close()


def _csv(content: IO[bytes]) -> Iterator[Iterator[Row]]:
    content.seek(0)
    start = content.read(2)
    encoding = "utf-16" if start in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    if encoding == "utf-8-sig" and not is_text(content, encoding):
        encoding = "cp1252"
    content.seek(0)
    text = io.TextIOWrapper(content, encoding=encoding, newline="")
    try:
        line = text.readline(100_000)
        text.seek(0)
        marks = max(",;\t|", key=line.count)
        yield (list(row) for row in csv.reader(text, delimiter=marks))
    finally:
        text.detach()


def _ods(content: IO[bytes]) -> Iterator[Iterator[Row]]:
    with zipfile.ZipFile(content) as archive:
        check_parts(archive, LARGE)
        with archive.open("content.xml") as xml:
            events = ElementTree.iterparse(xml, events=("start", "end"))
            for event, element in events:
                if event == "start" and element.tag == f"{_TABLE}table":
                    yield _ods_rows(events)
                elif element.tag == f"{_TABLE}table-row":
                    element.clear()  # the rest of a table that was not read to its end


def _ods_rows(events: Iterator[tuple[str, Any]]) -> Iterator[Row]:
    """The rows up to the end of the table that has just begun; what was read of one is dropped before the next."""
    for event, row in events:
        if event == "start":
            continue
        if row.tag == f"{_TABLE}table":
            return
        if row.tag == f"{_TABLE}table-row":
            yield from _ods_row(row)
            row.clear()


def _ods_row(row: Any) -> Iterator[Row]:
    cells: Row = []
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        times = min(_repeated(cell, "columns"), MOST_COLUMNS + 1)
        cells += [_ods_value(cell)] * min(times, max(MOST_COLUMNS + 1 - len(cells), 0))
    while cells and cells[-1] in (None, ""):
        cells.pop()
    # Empty rows repeat to the bottom of the sheet; a filled one that repeats is counted by the limit of rows.
    for _ in range(min(_repeated(row, "rows"), MOST_ROWS + 1 if cells else BLANK_ROWS_END + 1)):
        yield list(cells)


def _repeated(element: Any, what: str) -> int:
    return max(int(element.get(f"{_TABLE}number-{what}-repeated", "1")), 1)


def _ods_value(cell: Any) -> Any:
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind == "date":
        return date.fromisoformat(cell.get(f"{_OFFICE}date-value", "")[:10])
    if kind in ("float", "percentage", "currency"):
        number = float(cell.get(f"{_OFFICE}value", "0"))
        return int(number) if number.is_integer() else number
    text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{_TEXT}p"))
    return text or None
