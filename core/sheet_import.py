"""Sheets that people give us, read against declared columns: every fault with its row, its column and words.

Nothing here keeps anything. A page shows `Read.faults` and the rows; a service keeps them once a person has confirmed. Faults that
`stop` must be mended in the sheet; the others say what was assumed (a moved column, a date held as text, a formula's result), and
are confirmed with the rows.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain
from typing import Any

from core.errors import Reason, Refused
from core.file_kinds import MEGABYTE, NotTaken
from core.sheet_cells import Cell, Noted, Wrong, as_day, as_text, as_typed, as_yes, choice_of, number, one_of
from core.sheet_rows import Column, Fault, Read, SheetRow
from core.workbook_reading import Page, read_book
from core.workbooks import Limits
from rulebook import words
from rulebook.person_lists import letter as letter_of

__all__ = [
    "Cell", "Column", "Fault", "Noted", "Read", "SheetRow", "Wrong", "as_day", "as_text", "as_typed", "as_yes", "choice_of", "number",
    "one_of", "read_text", "read_workbook",
]  # fmt: skip

MOST_BYTES = 2 * MEGABYTE
MOST_ROWS, MOST_COLUMNS = 2_000, 60
MOST_FAULTS = 100  # of one sheet that stop, and as many that do not; more are counted, not told
HEADING_WITHIN = 20  # rows
# Two thousand rows of fifteen cells and their texts are read twice in about a second.
LIMITS = Limits(unpacked=30 * MEGABYTE, elements=200_000, in_a_row=2_000, without_rows=100_000)


@dataclass(frozen=True)
class Grid:
    """The cells of a sheet from its first row, and its merged ranges as (left, top, right, bottom), counted from 1."""

    lines: Iterable[Sequence[Cell]]
    merged: Sequence[tuple[int, int, int, int]] = ()


def read_workbook(
    upload: Any, sheets: Mapping[str, Sequence[Column]], *, needed: Sequence[str] = (), most_rows: int = MOST_ROWS
) -> dict[str, Read]:
    """{title: Read} of the sheets with these titles (of the only sheet, whatever it is called, where one is declared).

    `upload` is an uploaded .xlsx file or any binary file. Raises Refused beside `file` where it is no workbook, too large, or has
    none of the sheets or not the `needed` ones.
    """
    content = getattr(upload, "file", upload)
    if content.seek(0, io.SEEK_END) > MOST_BYTES:
        raise Refused(Reason(f"The file must be smaller than {MOST_BYTES // MEGABYTE}MB", "file"))
    try:
        pages = read_book(
            content,
            LIMITS,
            # The headings may stand below others, and one more row is read for it to be said.
            most_rows=most_rows + HEADING_WITHIN + 2,
            most_columns=MOST_COLUMNS,
            titles=None if len(sheets) == 1 else list(sheets),
        )
    except NotTaken as refusal:
        raise Refused(Reason(f"The file {refusal}", "file")) from None
    return _workbook(pages, sheets, needed, most_rows)


def read_text(text: str, columns: Sequence[Column], *, sheet: str = "", most_rows: int = MOST_ROWS) -> Read:
    """Rows copied in a spreadsheet program and pasted as text, with their headings. Raises Refused beside `rows`."""
    try:
        lines = list(csv.reader(io.StringIO(text.strip("\n")), dialect="excel-tab"))
    except csv.Error:
        raise Refused(
            Reason("The text could not be read as rows. Copy the rows in Excel and paste them again", "rows")
        ) from None
    return read_grid(Grid([[Cell(cell, typed=True) for cell in line] for line in lines]), sheet, columns, most_rows)


def _workbook(
    pages: Sequence[Page], sheets: Mapping[str, Sequence[Column]], needed: Sequence[str], most_rows: int
) -> dict[str, Read]:
    called = {page.title.strip().casefold(): page for page in pages}
    found = {title: called[title.casefold()] for title in sheets if title.casefold() in called}
    if not found and len(sheets) == 1 and len(pages) == 1:
        found = dict.fromkeys(sheets, pages[0])
    if not found or (missing := [title for title in needed if title not in found]):
        titles = missing if found else list(sheets)
        raise Refused(Reason(f"The file has no sheet called {words.listed(titles)}", "file"))
    return {title: read_grid(_grid(page), title, sheets[title], most_rows) for title, page in found.items()}


def _grid(page: Page) -> Grid:
    return Grid(
        ([Cell(cell.value, formula=cell.formula, percent=cell.percent) for cell in line] for line in page.lines()),
        page.merged,
    )


def read_grid(grid: Grid, sheet: str, columns: Sequence[Column], most_rows: int = MOST_ROWS) -> Read:
    """The rows below the headings, which stand in one of the first rows and are found by their names."""
    return _Reading(sheet, tuple(columns), most_rows).read(grid)


class _Reading:
    """One pass over a sheet."""

    def __init__(self, sheet: str, columns: tuple[Column, ...], most_rows: int) -> None:
        self.sheet, self.columns, self.most_rows = sheet, columns, most_rows
        self.faults: list[Fault] = []
        self.untold = {True: 0, False: 0}
        self.places: dict[str, int] = {}  # {field: column from 0}

    def read(self, grid: Grid) -> Read:
        numbered = enumerate(grid.lines, 1)
        start = list(_first(numbered, HEADING_WITHIN))
        at = self._heading_row([line for _, line in start])
        if at is None:
            titles = words.listed([column.title for column in self.columns if column.needed] or [self.columns[0].title])
            self._say(0, None, f"has no row of headings: there must be columns called {titles}")
            return Read(self.sheet, self.columns, (), tuple(self.faults))
        self._headings(at + 1, start[at][1])
        rows: list[SheetRow] = []
        last = at + 1
        for count, line in chain(start[at + 1 :], numbered):
            last = self._row(count, line, rows, last)
            if len(rows) > self.most_rows:
                self._say(count, None, f"a sheet may have {self.most_rows:,} rows at most", always=True)
                break
        self._merged(grid.merged, at + 1, last)
        if not rows:
            self._say(0, None, "has no rows below the headings")
        for stops, number_of in self.untold.items():
            if number_of > 0:
                text = (
                    f"{words.count(number_of, 'more thing')} like these {'must be mended' if stops else 'were assumed'}"
                )
                self._say(0, None, text, stops=stops, always=True)
        letters = {name: letter_of(place) for name, place in self.places.items()}
        return Read(self.sheet, self.columns, tuple(rows[: self.most_rows]), (), letters).with_faults(self.faults)

    def _heading_row(self, lines: Sequence[Sequence[Cell]]) -> int | None:
        known = {_bare(name) for column in self.columns for name in (column.title, *column.also)}
        found = [len({_bare(cell.text) for cell in line} & known) for line in lines]
        best = max(found, default=0)
        return found.index(best) if best else None

    def _headings(self, row: int, line: Sequence[Cell]) -> None:
        fields = {_bare(name): column for column in self.columns for name in (column.title, *column.also)}
        for place, cell in enumerate(line):
            column = fields.get(_bare(cell.text))
            if column is None:
                if not cell.is_empty:
                    self._say(row, place, f"‘{cell.text[:60]}’ is not a column we read: it is left out", stops=False)
            elif column.field in self.places:
                first = letter_of(self.places[column.field])
                self._say(row, place, f"there are two columns called {column.title}; the other one is column {first}")
            else:
                self.places[column.field] = place
        for column in self.columns:
            if column.needed and column.field not in self.places:
                self._say(row, None, f"there is no column called {column.title}")
        self._moved(row)

    def _moved(self, row: int) -> None:
        declared = [column.field for column in self.columns if column.field in self.places]
        actual = sorted(declared, key=self.places.__getitem__)
        stayed = {
            name
            for block in SequenceMatcher(None, declared, actual, autojunk=False).get_matching_blocks()
            for name in declared[block.a : block.a + block.size]
        }
        for name in actual:
            if name not in stayed:
                title = next(column.title for column in self.columns if column.field == name)
                self._say(row, self.places[name], f"the column {title} was moved: it is read by its name", stops=False)

    def _row(self, count: int, line: Sequence[Cell], rows: list[SheetRow], last: int) -> int:
        """Reads one line into `rows`; returns the number of the last filled row."""
        cells = {name: line[place] if place < len(line) else Cell() for name, place in self.places.items()}
        if all(cell.is_empty and not cell.formula for cell in cells.values()):
            return last
        if len(rows) >= self.most_rows:  # one more, for it to be said
            rows.append(SheetRow(count, {}, cells))
            return count
        rows.append(SheetRow(count, dict(self._values(count, cells)), cells))
        return count

    def _values(self, row: int, cells: Mapping[str, Cell]) -> Iterator[tuple[str, Any]]:
        for column in self.columns:
            if column.field not in cells:
                continue
            cell, place = cells[column.field], self.places[column.field]
            if cell.is_error or (cell.formula and cell.is_empty):
                what = f"the error {cell.value}" if cell.is_error else "a formula without a result: type the value"
                self._say(row, place, f"holds {what}")
                continue
            if cell.formula:
                self._say(row, place, f"holds a formula: its last result, {cell.text[:60]}, is read", stops=False)
            if cell.is_empty:
                if column.filled:
                    self._say(row, place, "must not be empty")
                continue
            try:
                value = column.read(cell)
            except Wrong as wrong:
                self._say(row, place, f"{wrong} (it is ‘{cell.text[:60]}’)")
                continue
            if isinstance(value, Noted):
                self._say(row, place, value.words, stops=False)
                value = value.value
            if column.longest and isinstance(value, str) and len(value) > column.longest:
                self._say(row, place, f"must be {column.longest:,} characters or fewer; it has {len(value):,}")
                continue
            yield column.field, value

    def _merged(self, ranges: Sequence[tuple[int, int, int, int]], first: int, last: int) -> None:
        read = {place + 1 for place in self.places.values()}
        for left, top, right, bottom in ranges:
            if bottom >= first and top <= last and any(left <= place <= right for place in read):
                whole = f"{letter_of(left - 1)}{top}:{letter_of(right - 1)}{bottom}"
                self._say(top, left - 1, f"the cells {whole} are merged: split them and fill each one")

    def _say(self, row: int, place: int | None, text: str, *, stops: bool = True, always: bool = False) -> None:
        if not always and sum(fault.stops == stops for fault in self.faults) >= MOST_FAULTS:
            self.untold[stops] += 1
            return
        letter = "" if place is None else letter_of(place)
        named = {at: name for name, at in self.places.items()}
        heading = ""
        if place is not None and place in named:
            heading = next(column.title for column in self.columns if column.field == named[place])
        self.faults.append(Fault(self.sheet, row, letter, heading, text, stops))


def _first(numbered: Iterator[tuple[int, Any]], most: int) -> Iterator[tuple[int, Any]]:
    for _ in range(most):
        if (one := next(numbered, None)) is None:
            return
        yield one


def _bare(heading: str) -> str:
    return " ".join(heading.casefold().strip(" *:").split())
