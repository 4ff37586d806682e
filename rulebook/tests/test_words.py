from __future__ import annotations

from datetime import date

import pytest

from rulebook import words


def test_dates() -> None:
    assert words.weekday(date(2023, 4, 17)) == "Monday 17 April 2023"
    assert words.day(date(2018, 3, 5)) == "5 March 2018"


@pytest.mark.parametrize(("number", "text"), [(0, "0 days"), (1, "1 day"), (-1, "-1 day"), (2, "2 days")])
def test_counts(number: int, text: str) -> None:
    assert words.count(number, "day") == text


def test_irregular_plural() -> None:
    assert words.count(2, "body", "bodies") == "2 bodies"


def test_lists() -> None:
    assert words.listed([]) == ""
    assert words.listed(["a"]) == "a"
    assert words.listed(["a", "b"]) == "a and b"
    assert words.listed(["a", "b", "c"]) == "a, b and c"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (13, "13th"), (21, "21st"), (31, "31st")],
)
def test_ordinals(number: int, text: str) -> None:
    assert words.ordinal(number) == text
