"""What is hidden cannot be worked out again: asked of a solver that knows everything a reader knows."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import pytest
from ortools.linear_solver import pywraplp

from surveys.queries import suppression
from surveys.queries.suppression import is_small, one_way, overlapping, two_way


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 20, "b": 30}, {"a": 20, "b": 30}),
        ({"a": 20, "b": 0}, {"a": 20, "b": 0}),
        ({"a": 20, "b": 4, "c": 9, "d": 5}, {"a": 20, "b": None, "c": 9, "d": None}),
        # The next smallest goes too, until what is left is wide enough.
        ({"a": 20, "b": 1, "c": 2, "d": 9}, {"a": 20, "b": None, "c": None, "d": None}),
        ({"a": 20, "b": 4, "c": 4}, {"a": 20, "b": None, "c": None}),
        ({"a": 27, "b": 3, "c": 0}, {"a": None, "b": None, "c": 0}),
        # Five people and five answers: were the zero shown, each of the others would be 1.
        ({"a": 1, "b": 1, "c": 1, "d": 1, "e": 1, "f": 0}, dict.fromkeys("abcdef")),
        ({"a": 3, "b": 0}, {"a": None, "b": None}),
        ({}, {}),
        ({"a": 0}, {"a": 0}),
    ],
)
def test_the_counts_of_one_question(counts: dict[str, int], shown: dict[str, int | None]) -> None:
    assert one_way(counts) == shown


def test_no_hidden_count_of_one_question_can_be_told_to_within_one() -> None:
    for counts in product(range(8), repeat=4):
        shown = one_way(dict(enumerate(counts)))
        left = sum(counts) - sum(value or 0 for value in shown.values())
        hidden = [key for key, value in shown.items() if value is None]
        assert all(value is None or not is_small(value) for value in shown.values())
        if hidden and sum(counts) >= 5:
            least = 0 if len(hidden) == 4 else 1  # where nothing is shown, zeros are hidden too
            assert left - least * len(hidden) >= 3, counts


Table = dict[int, dict[int, int]]


def drawn(chance: random.Random, rows: int, columns: int) -> Table:
    """A table of groups and answers of very different size, as surveys give them."""
    wide = [chance.choice((0.3, 1, 3, 9)) for _ in range(columns)]
    long = [chance.choice((0.3, 1, 4, 8)) for _ in range(rows)]
    return {
        r: {c: max(0, round(chance.gauss(w * high, (w * high) ** 0.5))) for c, w in enumerate(wide)}
        for r, high in enumerate(long)
    }


def guarded(table: Table) -> tuple[dict[int, int | None], dict[int, int | None], dict[int, dict[int, int | None]]]:
    """The totals of the rows and of the columns and the cells, as they would be printed."""
    rows = one_way({row: sum(cells.values()) for row, cells in table.items()})
    columns = one_way({column: sum(cells[column] for cells in table.values()) for column in table[0]})
    cells = two_way(
        table,
        hidden_rows=[row for row, total in rows.items() if total is None],
        hidden_columns=[column for column, total in columns.items() if total is None],
    )
    return rows, columns, cells


def widths(table: Table, rows: Any, columns: Any, cells: Any) -> dict[tuple[int, int], float]:
    """{hidden cell of 1 to 4: how far apart its lowest and highest value are} for who knows all that is printed and how it is made."""
    empty = {("row", row) for row in rows if all(cells[row][column] is None for column in columns)}
    empty |= {("column", column) for column in columns if all(cells[row][column] is None for row in rows)}
    solver = pywraplp.Solver.CreateSolver("GLOP")
    unknown = {}
    for row, column in product(rows, columns):
        nothing_shown = bool({("row", row), ("column", column)} & empty)
        known = cells[row][column]
        low, high = (known, known) if known is not None else (0 if nothing_shown else 1, solver.infinity())
        unknown[row, column] = solver.NumVar(low, high, "")
    for row, total in rows.items():
        if total is not None:
            solver.Add(sum(unknown[row, column] for column in columns) == total)
    for column, total in columns.items():
        if total is not None:
            solver.Add(sum(unknown[row, column] for row in rows) == total)
    solver.Add(sum(unknown.values()) == sum(sum(each.values()) for each in table.values()))
    found = {}
    for (row, column), variable in unknown.items():
        if cells[row][column] is None and is_small(table[row][column]):
            ends = []
            for direct in (solver.Minimize, solver.Maximize):
                direct(variable)
                ends.append(variable.solution_value() if solver.Solve() == solver.OPTIMAL else 1e9)
            found[row, column] = abs(ends[1] - ends[0])
    return found


def printable(number: int) -> tuple[Table, Any, Any, Any]:
    chance = random.Random(number)
    table = drawn(chance, chance.randint(2, 8), chance.randint(2, 7))
    return table, *guarded(table)


@pytest.mark.trust("P5", "120 random tables, linear programming over all published totals")
def test_nothing_hidden_in_a_table_can_be_told_to_within_one(figures: Any):
    told = asked = 0
    for number in range(120):
        table, rows, columns, cells = printable(number)
        if sum(sum(each.values()) for each in table.values()) < 5:
            continue
        found = widths(table, rows, columns, cells)
        asked += len(found)
        told += sum(width < 2.999 for width in found.values())
        assert all(value is None or not is_small(value) for each in cells.values() for value in each.values())
    assert asked > 800
    assert told == 0
    figures("hidden cells attacked", asked)
    figures("told to within one", told)


@pytest.mark.trust("P5", "")
def test_control_the_threshold_alone_gives_numbers_away(monkeypatch: pytest.MonkeyPatch, figures: Any) -> None:
    monkeypatch.setattr(suppression._Mask, "protect", lambda mask: None)
    leaking = 0
    for number in range(40):
        table, rows, columns, cells = printable(number)
        leaking += any(width < 0.001 for width in widths(table, rows, columns, cells).values())
    assert leaking > 15
    figures.control("the second hiding: tables that give a number away", caught=leaking, of=leaking)


def test_numbers_that_are_safe_stay():
    """Of big groups little is hidden: a guard that hides everything would be safe as well."""
    table = {r: {c: 60 + 7 * r + c for c in range(6)} for r in range(5)}
    table[2][3] = 2
    _, _, cells = guarded(table)
    assert sum(value is None for each in cells.values() for value in each.values()) == 4


def test_groups_that_are_hidden_are_hidden_in_every_row():
    table = {"yes": {"a": 30, "b": 2, "c": 6}, "no": {"a": 20, "b": 1, "c": 3}}
    cells = two_way(table, hidden_columns=["b", "c"])
    assert all(cells[row][column] is None for row in cells for column in "bc")


def test_the_mask_does_not_depend_on_what_is_called_a_row():
    for number in range(30):
        table, rows, columns, _ = printable(number)
        turned = {column: {row: table[row][column] for row in rows} for column in columns}
        assert guarded(turned)[:2] == (columns, rows)


def crowd(number: int) -> tuple[list[tuple[str, frozenset[str]]], list[str], list[str]]:
    """People as (what they answered, the needs they have); most have the first need."""
    chance = random.Random(number)
    options, needs = ["agree", "neither", "disagree", ""], ["autism", "speech", "sensory", ""]
    made = []
    for _ in range(chance.choice((14, 40, 90, 300))):
        held = {need for need, part in zip(needs, (0.85, 0.4, 0.1), strict=False) if chance.random() < part}
        made.append((chance.choices(options, (8, 3, 2, 1))[0], frozenset(held or {""})))
    return made, options, needs


def test_a_total_less_a_group_that_overlaps_gives_nobody_away():
    """Needs overlap: everybody’s count less that of those with a need is the count of those without it."""
    seen = told = 0
    for number in range(80):
        people, options, needs = crowd(number)
        rows = {option: sum(given == option for given, _ in people) for option in options}
        columns = {need: sum(need in held for _, held in people) for need in needs}
        table = {o: {n: sum(given == o and n in held for given, held in people) for n in needs} for o in options}
        shown_rows, shown_columns = one_way(rows), one_way(columns, overlap_of=len(people))
        hidden_rows = [row for row, total in shown_rows.items() if total is None]
        hidden_columns = [column for column, total in shown_columns.items() if total is None]
        alone = two_way(table, hidden_rows=hidden_rows, hidden_columns=hidden_columns)
        common: Any = {"of": len(people), "hidden_rows": hidden_rows, "hidden_columns": hidden_columns}
        guarded = overlapping(table, rows=rows, columns=columns, rows_overlap=False, columns_overlap=True, **common)
        # Which way round the table stands makes no difference to what is safe.
        turned = overlapping(
            {need: {option: table[option][need] for option in options} for need in needs},
            rows=columns, columns=rows, of=len(people), rows_overlap=True, columns_overlap=False,
            hidden_rows=hidden_columns, hidden_columns=hidden_rows,
        )  # fmt: skip
        for need, total in shown_columns.items():
            assert total is None or not is_small(total)
            assert total is None or not is_small(len(people) - total)
            for option, everybody in shown_rows.items():
                if total is None or everybody is None:
                    continue
                one, other = guarded[option][need], turned[need][option]
                assert one is None or not is_small(everybody - one)
                assert other is None or not is_small(everybody - other)
                seen += one is not None
                without = alone[option][need]
                told += without is not None and is_small(everybody - without)
    assert seen > 100
    assert told > 20, "without the guard some would be told"


def test_where_rows_and_columns_overlap_no_rest_is_small():
    table = {"autism": {"clubs": 18, "school": 9}, "speech": {"clubs": 12, "school": 8}}
    shown = overlapping(
        table, rows={"autism": 20, "speech": 14}, columns={"clubs": 21, "school": 10}, of=30, rows_overlap=True,
        columns_overlap=True,
    )  # fmt: skip
    # 20 - 18, 21 - 18 and 10 - 9 are few; so are 14 - 12 and 10 - 8.
    assert shown == {"autism": {"clubs": None, "school": None}, "speech": {"clubs": None, "school": None}}


def test_a_count_that_nearly_everybody_shares_is_hidden():
    assert one_way({"autism": 53, "speech": 20, "": 0}, overlap_of=55) == {"autism": None, "speech": 20, "": 0}
    assert one_way({"autism": 55, "speech": 20, "": 0}, overlap_of=55) == {"autism": 55, "speech": 20, "": 0}
