"""The report hides nothing: what failed, what no test provokes and what a control did not catch stand in it."""

from __future__ import annotations

import pytest

from tests.trust.page import page
from tests.trust.plugin import Figures


def told(row: str, outcome: str = "passed", **more: object) -> dict[str, object]:
    plain = {
        "row": row,
        "test": "a",
        "provoked": "by hand",
        "outcome": outcome,
        "cause": "",
        "figures": {},
        "controls": [],
    }
    return plain | more


def test_rows_that_held_failed_and_were_not_provoked_are_counted() -> None:
    text = page([told("R1", figures={"lost": "0"}), told("R2", "failed", cause="2 lost")], "a machine")
    assert "1 rows held, 1 failed" in text
    assert "lost: 0" in text
    assert "**2 lost**" in text
    assert text.count("| not provoked |") > 80


def test_rows_asked_at_another_commit_are_named() -> None:
    text = page([told("R1", commit="aaa"), told("R2", commit="aaa"), told("K1", commit="bbb")], "A machine.")
    assert "A machine. Rows asked: 2 at commit aaa; K1 at bbb." in text


def test_one_failed_test_fails_its_row() -> None:
    assert "FAILED" in page([told("R1"), told("R1", "failed")], "")


def test_a_control_that_was_not_caught_fails_its_test() -> None:
    figures = Figures()
    figures.control("no key", caught=8, of=8)
    with pytest.raises(AssertionError, match="only 7 of 8"):
        figures.control("no lock", caught=7, of=8)
    controls = [told("R1", controls=figures.controls)]
    assert "caught 15 of 16" in page(controls, "")
