"""Which numbers of a result may be shown. Pure: tables in, tables with None for what is hidden out. The only place this is decided.

A count of 1 to 4 is hidden, and beside it as many others as it takes so that sums and differences leave at least four values
that it could have. Hidden numbers all read alike: to tell which of them are small would tell too much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import product
from typing import Any, TypeVar

Key = TypeVar("Key", bound=Hashable)
Column = TypeVar("Column", bound=Hashable)

LEAST = 5
# How far apart the lowest and the highest value must be that a hidden small number could have: wider than "give or take one".
ROOM = 3
WORDS = "Hidden"
EXPLAINED = "Hidden: fewer than 5, or a number from which one fewer than 5 could be worked out."


def is_small(count: int) -> bool:
    return 0 < count < LEAST


def one_way(counts: Mapping[Key, int], *, overlap_of: int | None = None) -> dict[Key, int | None]:
    """The counts of one question, or the sizes of the groups of one dimension, whose sum is known to the reader.

    `overlap_of` is how many people there are where somebody may count several times: a count that all but 1 to 4 of them share is
    hidden too, since the total less the count is those few.
    """
    shown = _one_way(counts)
    if overlap_of is None:
        return shown
    return {key: None if is_small(overlap_of - count) else shown[key] for key, count in counts.items()}


def _one_way(counts: Mapping[Key, int]) -> dict[Key, int | None]:
    hidden = [key for key, count in counts.items() if is_small(count)]
    if not hidden:
        return dict(counts)
    if sum(counts.values()) < LEAST:
        return dict.fromkeys(counts)
    others = sorted((key for key in counts if counts[key] >= LEAST), key=lambda key: counts[key])
    while others and not _is_safe([counts[key] for key in hidden]):
        hidden.append(others.pop(0))
    if not _is_safe([counts[key] for key in hidden]):
        return dict.fromkeys(counts)  # the zeros too, so that not even they tell how many numbers share the sum
    return {key: None if key in hidden else count for key, count in counts.items()}


def _is_safe(hidden: Collection[int]) -> bool:
    """Each of these is at least 1 and their sum is known, so one of them can be anything from 1 to the sum less one for each other."""
    return len(hidden) > 1 and sum(hidden) - len(hidden) >= ROOM


def two_way(
    table: Mapping[Key, Mapping[Column, int]],
    *,
    hidden_rows: Collection[Key] = (),
    hidden_columns: Collection[Column] = (),
) -> dict[Key, dict[Column, int | None]]:
    """The answers to one question (rows) by group (columns), where the reader knows the totals of both.

    Rows and columns whose total is hidden are hidden whole. What they hold together still follows from the totals, so it is
    guarded like a row or column of its own that is never printed.
    """
    rows: list[Key | None] = [row for row in table if row not in hidden_rows]
    every = list(dict.fromkeys(column for cells in table.values() for column in cells))
    columns: list[Column | None] = [column for column in every if column not in hidden_columns]
    values = [[table[row].get(column, 0) for column in columns] for row in rows]  # type: ignore[arg-type, index]
    if len(columns) < len(every):
        for row, line in zip(rows, values, strict=True):
            line.append(sum(table[row].get(column, 0) for column in hidden_columns))  # type: ignore[index, misc]
        columns.append(None)
    if len(rows) < len(table):
        total = [sum(table[row].get(column, 0) for row in hidden_rows) for column in columns if column is not None]
        if None in columns:
            total.append(sum(table[row].get(column, 0) for row in hidden_rows for column in hidden_columns))
        rows.append(None)
        values.append(total)
    mask = _Mask(values)
    mask.protect()
    return {
        row: {
            column: None
            if row in hidden_rows or column in hidden_columns
            else mask.shown(rows.index(row), columns.index(column))
            for column in every
        }
        for row in table
    }


# Those who are not in the one row or column that is looked at.
_REST = object()


def overlapping(
    table: Mapping[Key, Mapping[Column, int]],
    *,
    rows: Mapping[Key, int],
    columns: Mapping[Column, int],
    of: int,
    rows_overlap: bool,
    columns_overlap: bool,
    hidden_rows: Collection[Key] = (),
    hidden_columns: Collection[Column] = (),
) -> dict[Key, dict[Column, int | None]]:
    """As two_way, where somebody may stand in several rows or several columns, so that these do not add up to the totals.

    `rows` and `columns` are the totals, `of` how many people there are. Each row that overlaps is guarded together with all who are
    not in it, and each column likewise: a total less a count is a count of people too.
    """
    shown = two_way(table, hidden_rows=hidden_rows, hidden_columns=hidden_columns)
    many = [[row] for row in table if row not in hidden_rows] if rows_overlap else [list(table)]
    wide = [[column] for column in columns if column not in hidden_columns] if columns_overlap else [list(columns)]
    for some_rows, some_columns in product(many, wide) if rows_overlap or columns_overlap else ():
        part: dict[Any, dict[Any, int]] = {
            row: {column: table[row].get(column, 0) for column in some_columns} for row in some_rows
        }
        whole: dict[Any, int] = {column: columns[column] for column in some_columns}
        if columns_overlap:
            for row, line in part.items():
                line[_REST] = rows[row] - sum(line.values())
            whole[_REST] = of - sum(whole.values())
        if rows_overlap:
            part[_REST] = {column: size - sum(line[column] for line in part.values()) for column, size in whole.items()}
        guarded = two_way(part, hidden_rows=hidden_rows, hidden_columns=hidden_columns)
        for row, column in product(some_rows, some_columns):
            if guarded[row][column] is None:
                shown[row][column] = None
    return shown


Cell = tuple[int, int]  # row, column
Node = tuple[bool, int]  # (is a row, which)


class _Mask:
    """A table with totals and what is hidden of it.

    What a reader can work out about a hidden cell is exact here: the cell can rise by as much as can flow back from its column
    to its row through other hidden cells, each of which can fall to its lowest value and rise freely, and fall likewise the
    other way. Whole numbers suffice, since such a system has whole corners. A hidden number is at least 1, since every 0 is
    shown; only in `lines`, rows and columns of which nothing is shown, it may be 0.
    """

    def __init__(self, values: list[list[int]]) -> None:
        self.values = values
        self.cells = [(r, c) for r, line in enumerate(values) for c in range(len(line))]
        self.small = [cell for cell in self.cells if is_small(self.value(cell))]
        self.hidden = set(self.small)
        self.lines: set[Node] = set()

    def value(self, cell: Cell) -> int:
        return self.values[cell[0]][cell[1]]

    def shown(self, row: int, column: int) -> int | None:
        return None if (row, column) in self.hidden else self.values[row][column]

    def lowest(self, cell: Cell) -> int:
        return 0 if (True, cell[0]) in self.lines or (False, cell[1]) in self.lines else 1

    def protect(self) -> None:
        """Hide as few cells of 5 and more as make the small ones safe. Where they do not suffice, a line is hidden whole."""
        while True:
            self.hidden = set(self.small) | {cell for cell in self.cells if not self.lowest(cell)}
            for cell in sorted(self.small, key=lambda cell: (self.value(cell), cell)):
                self._protect(cell)
            told = [cell for cell in self.small if self.room(cell) < ROOM]
            lines = Counter(line for r, c in told for line in ((False, c), (True, r)) if line not in self.lines)
            if not lines:
                return
            self.lines.add(max(lines, key=lambda line: (lines[line], not line[0], line)))

    def room(self, cell: Cell) -> int:
        """How far apart the lowest and highest value are that a hidden cell could have, counted up to ROOM."""
        fall = self._flow(cell, rising=False, wanted=ROOM, may_hide=False)
        return fall + self._flow(cell, rising=True, wanted=ROOM - fall, may_hide=False)

    def _protect(self, cell: Cell) -> None:
        if (missing := ROOM - self.room(cell)) > 0:
            fall = ROOM - missing
            rise = self._flow(cell, rising=True, wanted=ROOM, may_hide=True)
            if fall + rise < ROOM:
                self._flow(cell, rising=False, wanted=ROOM, may_hide=True)

    def _flow(self, cell: Cell, *, rising: bool, wanted: int, may_hide: bool) -> int:
        """By how much, up to `wanted`, the cell can rise or fall. With `may_hide`, cells on the cheapest way are hidden for it."""
        start, end = ((False, cell[1]), (True, cell[0])) if rising else ((True, cell[0]), (False, cell[1]))
        if not rising:
            wanted = min(wanted, self.value(cell) - self.lowest(cell))
        moved: dict[Cell, int] = {}  # what the other cells changed by on the way
        done = 0
        while done < wanted:
            way = self._way(start, end, cell, moved, may_hide)
            if way is None:
                break
            step = min([wanted - done, *(self._can_fall(each, moved) for each, up in way if not up)])
            for each, up in way:
                moved[each] = moved.get(each, 0) + (step if up else -step)
                self.hidden.add(each)
            done += step
        return done

    def _can_fall(self, cell: Cell, moved: Mapping[Cell, int]) -> int:
        return self.value(cell) + moved.get(cell, 0) - self.lowest(cell)

    def _way(
        self, start: Node, end: Node, without: Cell, moved: Mapping[Cell, int], may_hide: bool
    ) -> list[tuple[Cell, bool]] | None:
        """The cheapest way of (cell, whether it rises) from node to node: a hidden cell costs next to nothing, another its value."""
        best: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, Cell, bool]] = {}
        queue: list[tuple[int, Node]] = [(0, start)]
        while queue:
            cost, node = heappop(queue)
            if node == end:
                way = []
                while node != start:
                    node, cell, up = came[node]
                    way.append((cell, up))
                return way
            if cost > best[node]:
                continue
            for other, cell, up in self._arcs(node):
                if cell == without or (cell not in self.hidden and not (may_hide and self.value(cell) >= LEAST)):
                    continue
                if not up and self._can_fall(cell, moved) <= 0:
                    continue
                price = cost + (1 if cell in self.hidden else 1000 + self.value(cell))
                if price < best.get(other, price + 1):
                    best[other] = price
                    came[other] = (node, cell, up)
                    heappush(queue, (price, other))
        return None

    def _arcs(self, node: Node) -> Iterable[tuple[Node, Cell, bool]]:
        """From a row a cell rises, from a column a cell falls."""
        is_row, at = node
        if is_row:
            for column in range(len(self.values[at])):
                yield (False, column), (at, column), True
        else:
            for row in range(len(self.values)):
                yield (True, row), (row, at), False
