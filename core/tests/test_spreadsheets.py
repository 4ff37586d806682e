"""A workbook opens, holds real dates, and runs nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from core.spreadsheets import ABOUT, Mark, Sheet, neutral, workbook


def opened(*sheets: Sheet, **more: Any) -> Any:
    return load_workbook(BytesIO(workbook(list(sheets), **more)))


def test_the_header_is_frozen_filtered_and_dates_are_dates():
    book = opened(
        Sheet("Index", ["Number", "Given on", "Due"], [["A1.1", date(2026, 3, 2), datetime(2026, 7, 1, 8, tzinfo=UTC)]])
    )
    page = book["Index"]
    assert (page.freeze_panes, page.auto_filter.ref) == ("A2", "A1:C2")
    assert (page["B2"].value.date(), page["B2"].is_date) == (date(2026, 3, 2), True)
    assert page["C2"].value.isoformat() == "2026-07-01T09:00:00"  # as clocks in London show it
    assert page["A2"].alignment.wrap_text
    assert book.sheetnames == ["Index", ABOUT]


@pytest.mark.parametrize("risky", ["=1+1", "+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(1)", "\t=1", "\n=1", "|calc", "＝1"])
def test_text_like_a_formula_is_text(risky: str) -> None:
    cell = opened(Sheet("S", ["=A"], [[risky]]))["S"]["A2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'")


@pytest.mark.parametrize("fine", ["-3", "+44 20 7946 0000", "A12.3", "a=b", "10:30"])
def test_harmless_text_is_left_alone(fine: str) -> None:
    assert neutral(fine) == fine


def test_characters_xml_cannot_hold_are_left_out_and_titles_are_made_to_fit():
    title = "A/B: a very long title for one sheet"
    book = opened(Sheet(title, ["x"], [["a\x00b\ufffe"]]), Sheet(title, ["x"], []))
    assert book.worksheets[0]["A2"].value == "ab"
    assert len(set(book.sheetnames)) == 3 and all(len(name) <= 31 for name in book.sheetnames)


def test_cells_can_be_marked():
    page = opened(Sheet("S", ["x"], [["a"], ["b"]], marks={(1, 0): Mark("Enter a date")}))["S"]
    assert page["A3"].comment.text == "Enter a date"
    assert page["A3"].fill.fgColor.rgb == "00F8D7DA"
    assert page["A2"].comment is None
