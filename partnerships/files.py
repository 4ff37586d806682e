"""Reading the reference files: comma-separated UTF-8 with a header row, every code as text. Any fault names the file and the line."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


class BadFile(ValueError):
    """A reference file is missing or broken; the text names the file, the line (the header is line 1) and the fault."""

    def __init__(self, name: str, line: int | None, why: str) -> None:
        super().__init__(f"{name}, line {line}: {why}" if line else f"{name}: {why}")


@dataclass(frozen=True)
class Row:
    """One line of a file. Every getter raises BadFile when the cell does not hold what is asked for."""

    file: str
    line: int
    cells: Mapping[str, str]

    def fault(self, why: str) -> BadFile:
        return BadFile(self.file, self.line, why)

    def text(self, column: str) -> str:
        """The cell, "" when empty."""
        return self.cells[column]

    def needed(self, column: str) -> str:
        if not self.cells[column]:
            raise self.fault(f"{column} is empty")
        return self.cells[column]

    def day(self, column: str) -> date | None:
        try:
            return date.fromisoformat(self.cells[column]) if self.cells[column] else None
        except ValueError as error:
            raise self.fault(f"{column} must be a date like 2022-07-01, not {self.cells[column]!r}") from error

    def needed_day(self, column: str) -> date:
        self.needed(column)
        day = self.day(column)
        assert day is not None
        return day

    def whole(self, column: str) -> int:
        text = self.needed(column)
        if not (text.isascii() and text.isdigit() and len(text) < 6):
            raise self.fault(f"{column} must be a whole number, not {text!r}")
        return int(text)

    def number(self, column: str) -> Decimal | None:
        """The cell in hundredths, None when empty; below 1,000 as every figure here is per cent."""
        text = self.cells[column]
        try:
            value = Decimal(text).quantize(Decimal("0.01")) if text else None
        except InvalidOperation as error:
            raise self.fault(f"{column} must be a number, not {text!r}") from error
        if value is not None and not (value.is_finite() and abs(value) < 1000):
            raise self.fault(f"{column} must be a number under 1000, not {text!r}")
        return value

    def flag(self, column: str) -> bool:
        return self.one_of(column, ("true", "false")) == "true"

    def one_of(self, column: str, allowed: Collection[str]) -> str:
        if self.cells[column] not in allowed:
            raise self.fault(f"{column} must be one of {', '.join(allowed)}, not {self.cells[column]!r}")
        return self.cells[column]

    def found(self, column: str, known: Mapping[str, T]) -> T:
        """What a code stands for; a code no other file knows is a fault."""
        if self.cells[column] not in known:
            raise self.fault(f"{column} {self.cells[column]!r} is not known")
        return known[self.cells[column]]


@dataclass(frozen=True)
class ReferenceFile:
    name: str
    content: bytes
    sha256: str

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """Its lines, which must have these columns among others. Raises BadFile for a broken file or one without lines."""
        try:
            text = self.content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = self.content.count(b"\n", 0, error.start) + 1
            raise BadFile(self.name, line, "the text is not UTF-8") from error
        if "\x00" in text:
            raise BadFile(self.name, text.count("\n", 0, text.index("\x00")) + 1, "there is a null character")
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        try:
            header = next(reader, [])
            if missing := [column for column in columns if column not in header]:
                raise BadFile(self.name, 1, f"no column {', '.join(missing)}")
            empty = True
            for cells in reader:
                if len(cells) != len(header):
                    raise BadFile(self.name, reader.line_num, f"{len(cells)} cells where the header has {len(header)}")
                empty = False
                yield Row(self.name, reader.line_num, dict(zip(header, (cell.strip() for cell in cells), strict=True)))
        except csv.Error as error:
            raise BadFile(self.name, reader.line_num, f"not comma-separated text: {error}") from error
        if empty:
            raise BadFile(self.name, 1, "there is no line after the header")


def read(folder: Path, name: str) -> ReferenceFile:
    """One file with its digest. Raises BadFile when it cannot be read."""
    try:
        content = (folder / name).read_bytes()
    except OSError as error:
        raise BadFile(name, None, (error.strerror or "cannot be read").lower()) from error
    return ReferenceFile(name, content, hashlib.sha256(content).hexdigest())
