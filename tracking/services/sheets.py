"""Reading a workbook of actions cell by cell: what cannot be taken as it stands is named by its sheet, row and column.

Columns are found by their headings, wherever they stand. Nothing is guessed: a text that looks like a date, the result of a formula
or a merged cell is a fault.
"""

from __future__ import annotations

import io
import math
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from core.errors import Reason, Refused
from core.file_kinds import NotTaken
from core.files import FileRules
from core.forms import tidy
from core.workbook_reading import GridCell, Page, read_book
from core.workbooks import Limits
from rulebook.person_lists import letter
from tracking.queries.columns import DAY, NUMBER, SHEETS, Column

MOST_BYTES = 2 * 1024 * 1024
WORKBOOKS = FileRules(kinds=frozenset({"xlsx"}), most_bytes=MOST_BYTES)
MOST_ROWS = 500
MOST_FAULTS = 200
MOST_COLUMNS = 100
NOTHING = GridCell()
# Small enough to be read while somebody waits: five hundred rows of both sheets in half a second.
LIMITS = Limits(unpacked=20 * 1024 * 1024, elements=150_000, in_a_row=2_000, without_rows=60_000)


@dataclass(frozen=True)
class Fault:
    """`column` is the heading, or the letter where there is none; `row` counts as the spreadsheet program does."""

    sheet: str
    row: int
    column: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Line:
    """One row: {field: value}. Days are dates, numbers whole; an empty cell is None. Cells with a fault are left out."""

    sheet: str
    row: int
    cells: dict[str, Any] = field(default_factory=dict)

    def fault(self, name: str, text: str) -> Fault:
        title = next((column.title for column in SHEETS[self.sheet] if column.field == name), name)
        return Fault(self.sheet, self.row, title, text)


@dataclass
class Found:
    """What a workbook holds: its rows, by sheet, and its faults."""

    lines: dict[str, list[Line]]
    faults: list[Fault]


def read(content: bytes) -> Found:
    """The rows and faults of a workbook. Raises Refused beside "file" where it cannot be opened at all."""
    book = _open(content)
    found = Found({name: [] for name in SHEETS}, [])
    for name in SHEETS:
        if name not in book:
            found.faults.append(Fault(name, 1, "", f"There is no sheet called {name}"))
            continue
        _sheet(name, book[name], found)
    del found.faults[MOST_FAULTS:]
    return found


def _open(content: bytes) -> dict[str, Page]:
    if len(content) >= MOST_BYTES:
        raise Refused(Reason("The workbook must be smaller than 2MB", "file"))
    try:
        pages = read_book(
            io.BytesIO(content), LIMITS, most_rows=MOST_ROWS + 2, most_columns=MOST_COLUMNS, titles=list(SHEETS)
        )
    except NotTaken as refusal:
        raise Refused(Reason(f"The workbook {refusal}", "file")) from None
    return {page.title: page for page in pages}


def _sheet(name: str, page: Page, found: Found) -> None:
    if page.last > MOST_ROWS + 1:
        found.faults.append(Fault(name, MOST_ROWS + 2, "", f"A sheet may have at most {MOST_ROWS} rows"))
        return
    places = _headings(name, page, found)
    heads = {place: column.title for column, place in places.items()}
    merged = _merged(name, page, heads, found)
    for number in range(2, page.last + 1):
        cells = {column: _at(page, number, place) for column, place in places.items()}
        if all(_empty(cell) for cell in cells.values()):
            continue
        line = Line(name, number)
        for column, cell in cells.items():
            if (number, places[column]) in merged:
                continue
            try:
                line.cells[column.field] = _value(column, cell)
            except _Wrong as wrong:
                found.faults.append(Fault(name, number, column.title, str(wrong)))
        found.lines[name].append(line)


def _headings(name: str, page: Page, found: Found) -> dict[Column, int]:
    """{column: where it stands}. A heading that is missing, doubled or not one of ours is a fault."""
    wanted = {column.title.lower(): column for column in SHEETS[name]}
    places: dict[Column, int] = {}
    twice: set[Column] = set()
    for place in range(1, max(map(len, page.filled.values()), default=0) + 1):
        cell = _at(page, 1, place)
        head = "" if cell.value is None else tidy(str(cell.value)).strip()
        column = wanted.get(head.lower())
        called = letter(place - 1)
        if column is None:
            if head or any(not _empty(_at(page, row, place)) for row in range(2, page.last + 1)):
                told = f"‘{head[:60]}’ is not a heading of this sheet" if head else "This column has no heading"
                found.faults.append(
                    Fault(name, 1, called, f"{told}. Remove the column, or give it one of the headings")
                )
        elif column in places:
            found.faults.append(Fault(name, 1, called, f"The heading ‘{column.title}’ is there twice"))
            twice.add(column)
        else:
            places[column] = place
    for column in SHEETS[name]:
        if column not in places:
            found.faults.append(Fault(name, 1, column.title, f"There is no column with the heading ‘{column.title}’"))
    # Of two columns with one heading nobody knows which is meant.
    return {column: place for column, place in places.items() if column not in twice}


def _merged(name: str, page: Page, heads: dict[int, str], found: Found) -> set[tuple[int, int]]:
    """The places of all merged cells; each stretch of them is one fault, at its first cell."""
    places = set()
    for left, top, right, bottom in page.merged:
        stretch = f"{letter(left - 1)}{top}:{letter(right - 1)}{bottom}"
        column = heads.get(left, letter(left - 1))
        found.faults.append(
            Fault(name, top, column, f"The cells {stretch} are merged. Unmerge them and fill in each one")
        )
        places |= {
            (row, place)
            for row in range(top, min(bottom, MOST_ROWS + 1) + 1)
            for place in range(left, min(right, MOST_COLUMNS) + 1)
        }
    return places


class _Wrong(Exception):
    """A cell cannot be taken; the words say what it must be."""


def _at(page: Page, row: int, place: int) -> GridCell:
    line = page.filled.get(row, ())
    return line[place - 1] if place <= len(line) else NOTHING


def _empty(cell: GridCell) -> bool:
    if cell.formula:
        return False
    return cell.value is None or (isinstance(cell.value, str) and not cell.value.strip())


def _value(column: Column, cell: GridCell) -> Any:
    if _empty(cell):
        return None
    value = cell.value
    if cell.formula:
        raise _Wrong("This is a formula. Put its result there as a plain value")
    if not isinstance(value, str | int | float | bool | date | datetime):
        raise _Wrong("This is a time of day. Put words, a number or a date there")
    if cell.error:
        raise _Wrong(f"This is the error {value}. Put a value there")
    if column.kind == DAY:
        return _day(value)
    if column.kind == NUMBER:
        return _number(value)
    return _text(column, value)


def _day(value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        raise _Wrong(f"‘{value.strip()[:40]}’ is text, not a date. Type it again as a date")
    raise _Wrong("This is a number, not a date. Give the cell the format of a date")


def _number(value: Any) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit() and len(value.strip()) < 6:
        return int(value.strip())
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or value != int(value)
        or not 0 < value < 100_000
    ):
        raise _Wrong("This must be a whole number")
    return int(value)


def _text(column: Column, value: Any) -> str:
    if isinstance(value, date | datetime):
        raise _Wrong("This is a date where words belong")
    if column.field == "reference" and not isinstance(value, str):
        raise _Wrong(
            "This is a number, so that 2.10 would be read as 2.1. Give the cell the format of text, like ‘2.10’"
        )
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > column.longest:
        raise _Wrong(f"This may have at most {column.longest:,} characters; it has {len(text):,}")
    return text
