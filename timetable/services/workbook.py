"""The first sheet of an uploaded workbook as rows of text."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from core import workbook_reading
from core.errors import Reason, Refused
from core.file_kinds import NotTaken
from core.forms import tidy
from core.words import time_words
from timetable.services.paste import MOST_ROWS, under_headings

MOST_BYTES = 2 * 1024 * 1024


def read_book(upload: Any) -> list[dict[str, str]]:
    """The rows under the headings of the first sheet. Raises Refused beside `book`."""
    if upload.size > MOST_BYTES:
        raise Refused(Reason("The workbook must be smaller than 2MB", "book"))
    try:
        lines = _lines(upload)
    except NotTaken as refusal:
        raise Refused(Reason(f"The workbook {refusal}", "book")) from None
    return under_headings([line for line in lines if any(line)], "book")


def _lines(upload: Any) -> list[list[str]]:
    pages = workbook_reading.read_book(upload, most_rows=MOST_ROWS + 2, most_columns=40)
    return [[_text(cell.value) for cell in line] for page in pages[:1] for line in page.lines()]


def _text(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return cell.strftime("%Y-%m-%d")
    if isinstance(cell, time):
        return time_words(cell)
    return "" if cell is None else " ".join(tidy(str(cell)).split())
