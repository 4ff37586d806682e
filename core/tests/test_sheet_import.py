"""Sheets as people really keep them: moved columns, merged cells, text dates, formulas, wrong types, each told by its place."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook

from core import sheet_cells, sheet_import
from core.errors import Refused
from core.sheet_import import Cell, Column, Noted, Wrong, as_day, as_typed, as_yes, number, one_of, read_text
from core.spreadsheets import Sheet, workbook

COLUMNS = (
    Column("Name", "name", needed=True, filled=True, longest=20),
    Column("Date", "day", as_day),
    Column("Value", "value", as_typed, needed=True),
    Column("Kind", "kind", one_of({"Small": "s", "Large": "l"})),
)


def told(read: sheet_import.Read) -> list[str]:
    return [str(fault) for fault in read.faults]


def book(*rows, change=None, title="Values"):
    made = Workbook()
    page = made.active
    page.title = title
    for row in rows:
        page.append(row)
    if change:
        change(page)
    content = io.BytesIO()
    made.save(content)
    return content


def read(*rows, change=None, **limits) -> sheet_import.Read:
    return sheet_import.read_workbook(book(*rows, change=change), {"Values": COLUMNS}, **limits)["Values"]


HEAD = ["Name", "Date", "Value", "Kind"]
GOOD = ["First", date(2026, 3, 1), 12.5, "small"]


def test_a_good_sheet_is_read_with_real_dates_and_no_fault() -> None:
    found = read(["A title above the table"], HEAD, GOOD, [None] * 4, ["Second", None, 3, None])
    assert found.faults == ()
    assert [(row.number, row.values) for row in found.rows] == [
        (3, {"name": "First", "day": date(2026, 3, 1), "value": "12.5", "kind": "s"}),
        (5, {"name": "Second", "value": "3"}),
    ]


def test_moved_unknown_missing_and_doubled_columns_are_told() -> None:
    moved = read(["Value", "Name", "Date", "Notes"], [1, "One", None, "x"])
    assert told(moved) == [
        "Values, row 1, column A (Value): the column Value was moved: it is read by its name",
        "Values, row 1, column D: ‘Notes’ is not a column we read: it is left out",
    ]
    assert not moved.stops
    assert moved.rows[0].values == {"name": "One", "value": "1"}
    bad = read(["Name", "name", "Date"], ["One", "Two", None])
    assert bad.stops
    assert told(bad) == [
        "Values, row 1: there is no column called Value",
        "Values, row 1, column B: there are two columns called Name; the other one is column A",
    ]


def test_a_date_held_as_text_is_read_and_told_and_one_that_is_none_stops() -> None:
    found = read(HEAD, ["One", "1 March 2026", 1, None], ["Two", "31/2/2026", 1, None], ["Three", "Q3", 1, None])
    assert told(found) == [
        "Values, row 2, column B (Date): is text, not a date: read as 1 March 2026",
        "Values, row 3, column B (Date): must be a date, like 17/4/2026 (it is ‘31/2/2026’)",
        "Values, row 4, column B (Date): must be a date, like 17/4/2026 (it is ‘Q3’)",
    ]
    assert [fault.stops for fault in found.faults] == [False, True, True]


@pytest.mark.parametrize(
    "text",
    ["1/9/2026", "01.09.2026", "1 September 2026", "Tuesday 1st Sept 2026", "1 Sep 2026", "2026-09-01", "1-Sep-2026"],
)
def test_dates_as_people_write_them(text: str) -> None:
    assert sheet_cells.day_of(text) == date(2026, 9, 1)


@pytest.mark.parametrize("text", ["9/31/2026", "1 Sepulchre 2026", "1 Sx 2026", "45000", "", "1/9/26"])
def test_what_is_no_date(text: str) -> None:
    assert sheet_cells.day_of(text) is None


def test_a_formula_is_told_with_its_result_and_one_without_a_result_stops() -> None:
    # openpyxl writes no results; a spreadsheet program writes them beside the formula.
    found = read(HEAD, ["One", None, "=1+1", None])
    assert told(found) == ["Values, row 2, column C (Value): holds a formula without a result: type the value"]
    content = book(HEAD, ["One", None, "=1+1", None])
    computed = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(computed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>"))
    found = sheet_import.read_workbook(computed, {"Values": COLUMNS})["Values"]
    assert told(found) == ["Values, row 2, column C (Value): holds a formula: its last result, 2, is read"]
    assert found.rows[0].values["value"] == "2" and not found.stops


def test_an_error_in_a_cell_stops() -> None:
    assert told(read(HEAD, ["One", None, "#REF!", None])) == ["Values, row 2, column C (Value): holds the error #REF!"]


def test_merged_cells_are_told_where_they_are_read_and_only_there() -> None:
    def merge(page) -> None:
        page.merge_cells("A1:D1")  # a title above the table
        page.merge_cells("A3:A5")
        page.merge_cells("H3:H9")  # beside it

    found = read(["Title"], HEAD, GOOD, [None, None, 2, None], [None, None, 3, None], change=merge)
    assert [text for text in told(found) if "merged" in text] == [
        "Values, row 3, column A (Name): the cells A3:A5 are merged: split them and fill each one"
    ]
    assert found.stops


def test_a_merge_of_the_whole_sheet_takes_no_memory() -> None:
    content = book(HEAD, GOOD)
    huge = io.BytesIO()
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(huge, "w") as new:
        for name in old.namelist():
            new.writestr(
                name,
                old.read(name).replace(
                    b"</sheetData>", b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
                ),
            )
    found = sheet_import.read_workbook(huge, {"Values": COLUMNS})["Values"]
    assert "A1:XFD1048576 are merged" in told(found)[0]


def test_wrong_types_empty_cells_and_long_texts_stop() -> None:
    found = read(HEAD, [None, None, date(2026, 1, 5), "Medium"], ["x" * 21, None, True, None])
    assert told(found) == [
        "Values, row 2, column A (Name): must not be empty",
        "Values, row 2, column C (Value): must be a number; the spreadsheet holds it as 5 January 2026 (it is ‘5 January 2026’)",
        "Values, row 2, column D (Kind): must be one of: Small, Large (it is ‘Medium’)",
        "Values, row 3, column A (Name): must be 20 characters or fewer; it has 21",
        "Values, row 3, column C (Value): must be a number, not Yes or No (it is ‘Yes’)",
    ]


def test_a_number_shown_as_a_percentage_is_what_the_person_sees() -> None:
    def shown(page) -> None:
        page["C2"].number_format = "0.0%"

    assert read(HEAD, ["One", None, 0.117, None], change=shown).rows[0].values["value"] == "11.7%"
    with pytest.raises(Wrong, match="holds it as 11.7%"):
        number(places=2)(Cell(0.117, percent=True))


def test_a_sheet_without_its_headings_or_rows_is_told() -> None:
    assert told(read(["Something", "else"])) == [
        "Values: has no row of headings: there must be columns called Name and Value"
    ]
    assert told(read(HEAD)) == ["Values: has no rows below the headings"]


def test_limits_of_rows_and_faults() -> None:
    rows = [["One", "1 May 2026", 1, None] for _ in range(120)]
    found = read(HEAD, *rows)
    assert len(found.faults) == sheet_import.MOST_FAULTS + 1
    assert told(found)[0] == "Values: 20 more things like these were assumed"
    assert not found.stops
    few = read(HEAD, *([GOOD] * 4), most_rows=3)
    assert told(few) == ["Values, row 5: a sheet may have 3 rows at most"]
    assert len(few.rows) == 3


def test_stopping_faults_are_told_although_many_things_were_assumed() -> None:
    rows = [["One", "1 May 2026", 1, None] for _ in range(120)]
    assert any("must not be empty" in text for text in told(read(HEAD, *rows, [None, None, 1, None])))


def test_what_is_no_workbook_or_lacks_the_sheet_is_refused() -> None:
    with pytest.raises(Refused, match="cannot be read"):
        sheet_import.read_workbook(io.BytesIO(b"name,value"), {"Values": COLUMNS})
    with pytest.raises(Refused, match="no sheet called Values"):
        sheet_import.read_workbook(book(HEAD, title="Other"), {"Values": COLUMNS, "More": COLUMNS}, needed=["Values"])
    with pytest.raises(Refused, match="smaller than 2MB"):
        sheet_import.read_workbook(io.BytesIO(b"x" * (sheet_import.MOST_BYTES + 1)), {"Values": COLUMNS})


def test_the_only_sheet_is_read_whatever_it_is_called() -> None:
    assert sheet_import.read_workbook(book(HEAD, GOOD, title="Sheet1"), {"Values": COLUMNS})["Values"].rows


def test_what_we_write_is_read_back_the_same() -> None:
    rows = [("=SUM(A1)", date(2026, 3, 1), 12.5, "Large"), ("-3 or so", None, 1875, "Small")]
    content = workbook([Sheet("Values", HEAD, rows)])
    found = sheet_import.read_workbook(io.BytesIO(content), {"Values": COLUMNS})["Values"]
    assert found.faults == ()
    assert [row.values for row in found.rows] == [
        {"name": "=SUM(A1)", "day": date(2026, 3, 1), "value": "12.5", "kind": "l"},
        {"name": "-3 or so", "value": "1875", "kind": "s"},
    ]


def test_pasted_rows_are_read_the_same_and_nothing_is_said_of_dates_as_text() -> None:
    found = read_text("Name\tDate\tValue\nOne\t1/3/2026\t1,875\nTwo\t3rd\t", COLUMNS)
    assert [row.values for row in found.rows] == [
        {"name": "One", "day": date(2026, 3, 1), "value": "1,875"},
        {"name": "Two"},
    ]
    assert told(found) == ["Row 3, column B (Date): must be a date, like 17/4/2026 (it is ‘3rd’)"]


def test_the_callers_own_faults_have_their_place() -> None:
    found = read(HEAD, GOOD)
    more = found.with_faults([found.fault(2, "value", "is above 100")])
    assert told(more) == ["Values, row 2, column C (Value): is above 100"]
    assert more.stops and not found.stops


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("a", "must be a whole number"),
        ("1.5", "must be a whole number"),
        ("101", "between 0 and 100"),
        ("nan", "between"),
    ],
)
def test_numbers_say_what_they_must_be(value: str, words: str) -> None:
    with pytest.raises(Wrong, match=words):
        number(least=0, most=100)(Cell(value))


def test_readers_of_numbers_and_answers() -> None:
    assert number(places=2)(Cell("1,875.25")) == Decimal("1875.25")
    assert number(places=1)(Cell(0.1 + 0.2)) == Decimal("0.3")
    assert as_yes(Cell("YES")) is True
    assert as_day(Cell("1/3/2026")) == Noted(date(2026, 3, 1), "is text, not a date: read as 1 March 2026")
    with pytest.raises(Wrong, match="Yes or No"):
        as_yes(Cell("maybe"))
