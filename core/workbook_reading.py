"""Workbooks that people give us as rows of plain values. They are opened in a sealed process; this one never holds the library.

A value travels as JSON: text, numbers and yes or no as they are, days and times with a mark.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from typing import IO, Any

from core import enclosure
from core.file_kinds import NotTaken
from core.workbooks import SMALL, Limits, open_workbook

MERGED = re.compile(rb"""<(?:[\w.-]+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["']""")
MOST_MERGED = 2_000
TOO_LONG = "takes too long or too much memory to read"


@dataclass(frozen=True)
class GridCell:
    """`value` is the last result where the cell holds a formula."""

    value: Any = None
    formula: bool = False
    percent: bool = False
    error: bool = False


@dataclass(frozen=True)
class Page:
    """One sheet: {row from 1: cells} of the rows that hold anything; merged ranges as (left, top, right, bottom), counted from 1."""

    title: str
    filled: Mapping[int, Sequence[GridCell]]
    merged: Sequence[tuple[int, int, int, int]] = field(default_factory=tuple)

    @property
    def last(self) -> int:
        return max(self.filled, default=0)

    def lines(self) -> Iterator[Sequence[GridCell]]:
        """Every row from the first, the empty ones too."""
        return (self.filled.get(number, ()) for number in range(1, self.last + 1))


def read_book(
    content: IO[bytes],
    limits: Limits = SMALL,
    *,
    most_rows: int,
    most_columns: int = 60,
    titles: Sequence[str] | None = None,
) -> list[Page]:
    """The sheets of an .xlsx workbook, each to its first `most_rows` filled rows; of others than `titles` the title only.

    Raises NotTaken; whatever is wrong with the file is one.
    """
    try:
        answer = enclosure.run(
            grids,
            content,
            limits=vars(limits),
            most_rows=most_rows,
            most_columns=most_columns,
            titles=None if titles is None else [title.casefold() for title in titles],
        )
    except enclosure.Broken:
        raise NotTaken(TOO_LONG) from None
    if "refused" in answer:
        raise NotTaken(answer["refused"])
    return [
        Page(
            page["title"],
            {number: [_cell(*cell) if isinstance(cell, list) else GridCell(cell) for cell in cells] for number, cells in page["rows"]},
            [tuple(each) for each in page["merged"]],
        )
        for page in answer["pages"]
    ]  # fmt: skip


def grids(
    content: IO[bytes], *, limits: dict[str, int], most_rows: int, most_columns: int, titles: list[str] | None
) -> dict[str, Any]:
    """In the sealed process: the pages of a workbook as plain values."""
    try:
        bound = Limits(**limits)
        values, formulas = open_workbook(content, bound), open_workbook(content, bound, formulas=True)
        return {
            "pages": [
                _page(values[name], formulas[name], most_rows if titles is None or name.strip().casefold() in titles else 0, most_columns)
                for name in values.sheetnames
            ]
        }  # fmt: skip
    except NotTaken as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": TOO_LONG}
    except Exception:  # noqa: BLE001  (a broken workbook breaks openpyxl in many ways, none of which is ours)
        return {"refused": UNREADABLE}


UNREADABLE = "cannot be read as an Excel workbook (.xlsx)"


def _page(values: Any, formulas: Any, most_rows: int, most_columns: int) -> dict[str, Any]:
    rows: list[tuple[int, list[Any]]] = []
    merged: list[tuple[int, ...]] = []
    if most_rows and hasattr(values, "iter_rows"):
        from openpyxl.utils.cell import range_boundaries

        for page in (values, formulas):
            page.reset_dimensions()  # what the file says of its size may be wrong, and is not needed
        pairs = zip_longest(*(page.iter_rows(max_col=most_columns) for page in (values, formulas)), fillvalue=())
        for number, pair in enumerate(pairs, 1):
            cells = [_packed(*both) for both in zip_longest(*pair) if all(both)]
            if any(cell is not None for cell in cells):
                rows.append((number, cells))
                if len(rows) >= most_rows:
                    break
        with values._get_source() as part:  # noqa: SLF001  (the ranges are told after the rows, which the library skips)
            merged = [range_boundaries(found.decode()) for found in MERGED.findall(part.read())[:MOST_MERGED]]
    return {"title": values.title, "rows": rows, "merged": merged}


def _packed(value: Any, formula: Any) -> Any:
    """A cell's value where that says all, else [value, formula, percent, error]."""
    held, is_formula = packed(value.value), formula.data_type == "f"
    percent = "%" in (getattr(value, "number_format", None) or "") and isinstance(value.value, int | float)
    error = value.data_type == "e"
    if is_formula or percent or error or isinstance(held, list):
        return [held, int(is_formula), int(percent), int(error)]
    return held


def _cell(value: Any, formula: int, percent: int, error: int) -> GridCell:
    return GridCell(revived(value), bool(formula), bool(percent), bool(error))


def packed(value: Any) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, datetime):
        return ["m", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return ["t", value.isoformat()]
    if isinstance(value, timedelta):
        return ["s", value.total_seconds()]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)


def revived(value: Any) -> Any:
    """`packed` undone. Only the four marks are known."""
    if not isinstance(value, list):
        return value
    mark, told = value
    if mark == "s":
        return timedelta(seconds=told)
    kinds: dict[str, Any] = {"m": datetime, "d": date, "t": time}
    return kinds[mark].fromisoformat(told)
