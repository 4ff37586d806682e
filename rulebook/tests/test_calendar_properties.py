"""The calendar against numpy's, which was written by others, on dates and counts that nobody chose."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.calendar import WorkingCalendar

CALENDAR = WorkingCalendar.load()
HOLIDAYS = np.array(sorted(CALENDAR.holidays), dtype="datetime64[D]")
# Two years from either edge, so that every sum below stays inside the coverage.
DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2026, 12, 31))
# The same examples on every run, and no clock: the machine may be busy.
PLENTY = settings(max_examples=300, derandomize=True, deadline=None, database=None)
COUNTS = st.integers(min_value=1, max_value=400)


def numpy_add(start: date, count: int, roll: Literal["forward", "backward"]) -> date:
    found: date = np.busday_offset(np.datetime64(start), count, roll=roll, holidays=HOLIDAYS).astype(object)
    return found


@pytest.mark.trust("D3", "300 drawn sums against numpy")
@PLENTY
@given(DAYS, COUNTS)
def test_adding_agrees_with_numpy(start: date, count: int) -> None:
    # 'forward' would make a start on a closed day a day late: it lands on day 1 before it begins to count.
    assert CALENDAR.add_working_days(start, count) == numpy_add(start, count, "backward")


@PLENTY
@given(DAYS, COUNTS)
def test_subtracting_agrees_with_numpy(start: date, count: int) -> None:
    assert CALENDAR.add_working_days(start, -count) == numpy_add(start, -count, "forward")


@pytest.mark.trust("D3", "300 drawn counts against numpy")
@PLENTY
@given(DAYS, DAYS)
def test_counting_agrees_with_numpy(one: date, other: date) -> None:
    start, end = sorted((one, other))
    one_day = timedelta(days=1)
    expected = np.busday_count(np.datetime64(start + one_day), np.datetime64(end + one_day), holidays=HOLIDAYS)
    assert CALENDAR.working_days_between(start, end) == expected


@PLENTY
@given(DAYS, COUNTS.flatmap(lambda count: st.sampled_from([count, -count])))
def test_counting_undoes_adding(start: date, count: int) -> None:
    assert CALENDAR.working_days_between(start, CALENDAR.add_working_days(start, count)) == count


@PLENTY
@given(DAYS, COUNTS.flatmap(lambda count: st.sampled_from([count, -count])))
def test_days_counted_and_days_skipped_make_up_the_whole(start: date, count: int) -> None:
    due = CALENDAR.add_working_days(start, count)
    skipped = CALENDAR.skipped(start, due)
    assert abs(count) + skipped.weekend_days + len(skipped.bank_holidays) == abs((due - start).days)
    assert CALENDAR.is_working_day(due)


@pytest.mark.trust("D7", "drawn sums: more days end later")
@PLENTY
@given(DAYS, COUNTS, COUNTS)
def test_later_sums_fall_later(start: date, fewer: int, more: int) -> None:
    if fewer < more:
        assert CALENDAR.add_working_days(start, fewer) < CALENDAR.add_working_days(start, more)
