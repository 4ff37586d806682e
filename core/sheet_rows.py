"""A sheet as it was read: its declared columns, its rows, and what is wrong or was assumed, each with its place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.sheet_cells import Cell, Reader, as_text


@dataclass(frozen=True)
class Column:
    """A declared column. `needed`: the sheet must have it; `filled`: no cell of it may be empty; `longest`: characters of a text."""

    title: str
    field: str
    read: Reader = as_text
    needed: bool = False
    filled: bool = False
    longest: int = 0
    also: tuple[str, ...] = ()  # other headings it is known by


@dataclass(frozen=True)
class Fault:
    """What is wrong or was assumed. `row` is the sheet's own number, `column` its letter; 0 and "" where it is of no one cell."""

    sheet: str
    row: int
    column: str
    heading: str
    words: str
    stops: bool = True

    @property
    def place(self) -> str:
        """Actions, row 5, column C (Value)."""
        parts = [self.sheet] if self.sheet else []
        parts += [f"row {self.row}"] if self.row else []
        if self.column:
            parts.append(f"column {self.column}" + (f" ({self.heading})" if self.heading else ""))
        text = ", ".join(parts)
        return text[:1].upper() + text[1:]

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.place else self.words[:1].upper() + self.words[1:]


@dataclass(frozen=True)
class SheetRow:
    """One row: `values` by field, only of cells that are filled and could be read; `cells` are all as they stand."""

    number: int
    values: dict[str, Any]
    cells: dict[str, Cell]


@dataclass(frozen=True)
class Read:
    """A sheet as it was read. `letters` is {field: column letter} of the columns it has."""

    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[SheetRow, ...] = ()
    faults: tuple[Fault, ...] = ()
    letters: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        return any(fault.stops for fault in self.faults)

    def fault(self, row: int, name: str, text: str, *, stops: bool = True) -> Fault:
        """A fault that the caller found in the cell of a field: `with_faults` adds it."""
        heading = next((column.title for column in self.columns if column.field == name), "")
        return Fault(self.sheet, row, self.letters.get(name, ""), heading, text, stops)

    def with_faults(self, found: Iterable[Fault]) -> Read:
        faults = sorted([*self.faults, *found], key=lambda fault: (fault.row, len(fault.column), fault.column))
        return replace(self, faults=tuple(faults))
