"""Spreadsheets that people give us, opened within limits: a small file may hold far more parts than memory does.

What an archive unpacks to is limited by `core.file_kinds`. That is not enough here: every element of its XML becomes an object of
a hundred times its size. So the elements are counted, as bytes, before anything is made of them.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import IO, Any

from core.file_kinds import MEGABYTE, NotTaken, check_archive

# A row of a worksheet or of an OpenDocument table, whatever its namespace is called.
ROW = re.compile(rb"<(?:[\w.-]+:)?(?:row|table-row)[\s/>]")
TAG = 200  # bytes; a row's name is not longer than this
CHUNK = 1024 * 1024
MOST_ROWS = 1_048_576  # of one sheet; a spreadsheet program writes no more, most of them empty
TOO_MUCH = "holds more than we can read safely"


@dataclass(frozen=True)
class Limits:
    """The most bytes it may unpack to, and elements in one part with rows, in one row, and in a part without rows."""

    unpacked: int
    elements: int
    in_a_row: int = 4 * 16_384  # four for each column a spreadsheet program has
    without_rows: int = 200_000


SMALL = Limits(unpacked=60 * MEGABYTE, elements=2_500_000)
# Fifty thousand rows of a hundred cells, their texts beside them.
LARGE = Limits(unpacked=200 * MEGABYTE, elements=12_000_000, without_rows=3_000_000)


def open_workbook(content: IO[bytes], limits: Limits = SMALL, *, formulas: bool = False) -> Any:
    """An .xlsx workbook to read row by row; the caller closes it. Raises NotTaken, and what openpyxl raises of a broken file.

    Where a cell is computed its value is the last result, or with `formulas` the formula.
    """
    with zipfile.ZipFile(content) as archive:
        check_parts(archive, limits)
    import openpyxl

    content.seek(0)
    return openpyxl.load_workbook(content, read_only=True, data_only=not formulas, keep_links=False)


def check_parts(archive: zipfile.ZipFile, limits: Limits) -> None:
    """Raises NotTaken where a part of the archive would take too much memory to read."""
    check_archive(archive)
    if sum(member.file_size for member in archive.infolist()) > limits.unpacked:
        raise NotTaken("expands to more than we can open safely")
    for member in archive.infolist():
        _check_part(archive, member, limits)


def _check_part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, limits: Limits) -> None:
    rows = elements = in_row = 0
    left = b""
    with archive.open(member) as part:
        while chunk := part.read(CHUNK):
            data = left + chunk
            # A tag cut in two by the end of the chunk waits for the rest of it.
            cut = data.rfind(b"<", max(0, len(data) - TAG))
            data, left = (data[:cut], data[cut:]) if cut >= 0 else (data, b"")
            for number, stretch in enumerate(ROW.split(data)):
                rows, in_row = (rows + 1, 0) if number else (rows, in_row)
                found = stretch.count(b"<") - stretch.count(b"</")
                elements, in_row = elements + found + bool(number), in_row + found
                if rows > MOST_ROWS or (rows and in_row > limits.in_a_row):
                    raise NotTaken(TOO_MUCH)
            if elements > (limits.elements if rows else limits.without_rows):
                raise NotTaken(TOO_MUCH)
