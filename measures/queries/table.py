"""The numbers of a comparison as rows: for the page, for Excel and for CSV, always the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from measures.queries.comparison import Comparison
from rulebook.periods import Every

# More periods than these stand below each other, not beside each other.
MOST_BESIDE = 8
CHANGE = {
    Every.YEAR: "Change from previous year",
    Every.TERM: "Change from previous term",
    Every.QUARTER: "Change from previous quarter",
    Every.MONTH: "Change from previous month",
    Every.DAY: "Change from previous value",
}


@dataclass(frozen=True)
class TableRow:
    """`values` for each period and `change`, rounded to the measure's decimals; None where there is no figure."""

    code: str
    name: str
    values: tuple[Decimal | None, ...]
    change: Decimal | None


@dataclass(frozen=True)
class Table:
    periods: tuple[str, ...]
    change: str
    rows: tuple[TableRow, ...]
    places: int

    @property
    def head(self) -> list[str]:
        return ["DfE code", "Area", *self.periods, self.change]

    @property
    def cells(self) -> list[Sequence[str | Decimal | None]]:
        return [(row.code, row.name, *row.values, row.change) for row in self.rows]

    @property
    def is_tall(self) -> bool:
        return len(self.periods) > MOST_BESIDE

    @property
    def down(self) -> list[tuple[str, tuple[Decimal | None, ...]]]:
        """A line for each period, for a tall table."""
        return [(period, tuple(row.values[at] for row in self.rows)) for at, period in enumerate(self.periods)]


def table(found: Comparison) -> Table:
    places = found.measure.places
    step = Decimal(1).scaleb(-places)

    def cut(value: Decimal | None) -> Decimal | None:
        return None if value is None else value.quantize(step)

    return Table(
        tuple(period.words for period in found.periods),
        _heading(found),
        tuple(
            TableRow(line.code, line.name, tuple(cut(value) for value in line.values), cut(found.change(line)))
            for line in found.lines
        ),
        places,
    )


def _heading(found: Comparison) -> str:
    """Which change it is, and of which period where that is not the last one shown."""
    text = CHANGE[Every(found.measure.every)]
    if found.newest is None or found.newest == len(found.periods) - 1:
        return text
    return f"{text}, {found.periods[found.newest].words}"
