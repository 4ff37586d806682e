"""Workbooks for people to open in a spreadsheet program: a frozen header, a filter, real dates, wrapped text, an "About this file" sheet.

Text that a spreadsheet program would take for a formula is written as text, with an apostrophe before it. The library is imported by
the first workbook: it is large, and most processes make none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.http import HttpResponse

from core import clock
from core.words import when
from rulebook.person_lists import letter

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ABOUT = "About this file"
WIDEST, NARROWEST = 60, 10
MOST_TEXT = 32_767  # a cell holds no more
DATE, DATE_AND_TIME, TIME = "d mmmm yyyy", "d mmmm yyyy hh:mm", "hh:mm"
HEADER = "124552"
# What a spreadsheet program may run: also after a tab or a newline, and the wide forms of the four signs.
RISKY = re.compile(r"^[\s]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
HARMLESS = re.compile(r"^[+-]?[0-9][0-9 .,:]*$")
# Neither a sheet's name nor XML can hold these.
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NOT_IN_A_TITLE = re.compile(r"[\\/*?:\[\]]")


@dataclass(frozen=True)
class Mark:
    """A cell to point out: the colour of its ground (ARGB) and the comment beside it."""

    comment: str
    fill: str = "F8D7DA"


@dataclass(frozen=True)
class Sheet:
    """One table. `rows` hold text, numbers (a Decimal keeps its decimals), dates, times, booleans or None.

    `marks` is {(row from 0, column from 0): Mark}.
    """

    title: str
    columns: Sequence[str]
    rows: Iterable[Sequence[Any]]
    marks: Mapping[tuple[int, int], Mark] = field(default_factory=dict)


def workbook(sheets: Sequence[Sheet], about: Sequence[tuple[str, str]] = ()) -> bytes:
    """The bytes of an .xlsx file with these sheets and an "About this file" sheet (`about`: what, and the text beside it)."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for sheet in sheets:
        _write(book.create_sheet(_title(sheet.title, taken)), sheet)
    rows = [*about, ("Made on", when(clock.now()))]
    _write(book.create_sheet(_title(ABOUT, taken)), Sheet(ABOUT, ("About", "Value"), rows))
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def neutral(text: str) -> str:
    """Text that no spreadsheet program takes for a formula; numbers such as -3 stay as they are."""
    text = UNWRITABLE.sub("", text)[:MOST_TEXT]
    return f"'{text}"[:MOST_TEXT] if RISKY.match(text) and not HARMLESS.match(text) else text


def send_workbook(content: bytes, name: str) -> HttpResponse:
    """A workbook as an attachment; `name` is ours, without the ending."""
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _title(wanted: str, taken: set[str]) -> str:
    """A name a sheet may have, different from those taken: 31 characters at most."""
    base = NOT_IN_A_TITLE.sub(" ", wanted).strip("' ")[:28] or "Sheet"
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base} {number}", number + 1
    taken.add(name.lower())
    return name


def _write(page: Any, sheet: Sheet) -> None:
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font, PatternFill

    ground, wrapped = PatternFill("solid", fgColor=HEADER), Alignment(wrap_text=True, vertical="top")
    page.append([neutral(name) for name in sheet.columns])
    widths = [len(name) + 4 for name in sheet.columns]
    for head in page[1]:
        head.font, head.fill = Font(bold=True, color="FFFFFF"), ground
        head.alignment = wrapped
    last = 1
    for last, row in enumerate(sheet.rows, 2):
        for place, value in enumerate(row, 1):
            cell = page.cell(row=last, column=place)
            cell.alignment = wrapped
            widths[place - 1] = max(widths[place - 1], _put(cell, value))
            if mark := sheet.marks.get((last - 2, place - 1)):
                cell.fill = PatternFill("solid", fgColor=mark.fill)
                cell.comment = Comment(UNWRITABLE.sub("", mark.comment), "Check")
    for place, width in enumerate(widths, 1):
        page.column_dimensions[letter(place - 1)].width = min(max(width, NARROWEST), WIDEST)
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{letter(max(len(sheet.columns), 1) - 1)}{last}"


def _put(cell: Any, value: Any) -> int:
    """Put one value into a cell; returns the width it wants."""
    if isinstance(value, datetime):
        local = value.astimezone(clock.LONDON).replace(tzinfo=None) if value.tzinfo else value
        cell.value, cell.number_format = local, DATE_AND_TIME
        return 22
    if isinstance(value, date):
        cell.value, cell.number_format = value, DATE
        return 18
    if isinstance(value, time):
        cell.value, cell.number_format = value, TIME
        return 8
    if isinstance(value, bool):
        cell.value = "Yes" if value else "No"
        return 5
    if isinstance(value, Decimal):
        # With as many decimals as it has: 11.70 is not shown as 11.7.
        places = max(-int(value.as_tuple().exponent), 0)
        cell.value, cell.number_format = value, f"#,##0.{'0' * places}" if places else "#,##0"
        return len(f"{value:,}") + 2
    if isinstance(value, int | float):
        cell.value = value
        return len(str(value)) + 2
    if value is None or value == "":
        return 0
    # Set as text by force: openpyxl would make a formula of what begins with "=".
    cell.value = neutral(str(value))
    cell.data_type = "s"
    return len(cell.value) + 2
