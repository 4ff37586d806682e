"""Sustained, not spiky: what the run rule says of a measure's values."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.run_rules import RUN, Standing, judge, step, trend

AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=2)
VALUES = st.lists(AMOUNTS, max_size=24)
BASELINE = st.lists(AMOUNTS, min_size=1, max_size=8)


def said(values, baseline=(10,), higher=True):
    return judge([Decimal(v) for v in baseline], [Decimal(v) for v in values], higher_is_better=higher)


@pytest.mark.parametrize(
    ("values", "standing", "words"),
    [
        ([], "too_few", "Too few values to say: none since the baseline, 6 are needed."),
        ([11, 12, 13], "too_few", "Too few values to say: 3 values since the baseline, 6 are needed."),
        ([11, 12, 13, 12, 14, 15], "sustained", "The last 6 values are all better than the baseline median: sustained."),
        ([9, 12, 13, 12, 14, 15, 11], "sustained", "The last 6 values are all better than the baseline median: sustained."),
        ([9, 8, 9, 7, 9, 5], "sustained_worse", "The last 6 values are all worse than the baseline median: no progress."),
        ([11, 9, 11, 9, 11, 9], "spiky", "Up and down: some values are better than the baseline median, the next not: not sustained yet."),
        ([9, 9, 9, 11, 11, 11], "not_yet",
         "The last 3 values are better than the baseline median; 6 in a row are needed: not sustained yet."),
        ([9, 11, 11, 11, 11, 11], "not_yet",
         "The last 5 values are better than the baseline median; 6 in a row are needed: not sustained yet."),
        ([11, 11, 11, 11, 11, 9], "not_yet", "The newest value is worse than the baseline median; progress has been lost."),
        ([11, 11, 11, 11, 11, 10], "not_yet", "The newest value is the same as the baseline median: not sustained yet."),
    ],
)  # fmt: skip
def test_what_it_says(values, standing, words):
    flag = said(values)
    assert (flag.standing, flag.words) == (standing, words)


def test_without_a_baseline_it_says_so():
    assert said([1] * 9, baseline=()).standing == Standing.NO_BASELINE


def test_fewer_is_better_for_those_who_wait():
    assert said([1500, 900, 400, 200, 80, 24], baseline=[1875], higher=False).is_sustained


@given(BASELINE, VALUES)
def test_measures_that_should_fall_are_judged_as_those_that_should_rise_turned_over(baseline, values):
    up = judge(baseline, values, higher_is_better=True)
    down = judge([-v for v in baseline], [-v for v in values], higher_is_better=False)
    assert up == down


@given(BASELINE, VALUES, AMOUNTS)
def test_adding_the_same_to_every_value_changes_nothing(baseline, values, more):
    shifted = judge([v + more for v in baseline], [v + more for v in values], higher_is_better=True)
    assert shifted == judge(baseline, values, higher_is_better=True)


@given(BASELINE, VALUES)
def test_sustained_is_said_only_of_six_that_are_better_and_always_of_them(baseline, values):
    ordered = sorted(baseline)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    six_better = len(values) >= RUN and all(value > middle for value in values[-RUN:])
    assert judge(baseline, values, higher_is_better=True).is_sustained == six_better


@given(BASELINE, VALUES)
def test_values_before_the_run_do_not_change_what_is_sustained(baseline, values):
    flag = judge(baseline, values, higher_is_better=True)
    if flag.is_sustained:
        assert judge(baseline, values[-RUN:], higher_is_better=True).is_sustained


@given(VALUES)
def test_the_trend_turns_over_with_the_wished_direction(values):
    assert trend(values, higher_is_better=True) == -trend(values, higher_is_better=False)


def test_a_sharp_step_is_told_and_a_usual_move_is_not():
    assert "sharp step" in step([Decimal(v) for v in (10, 11, 10, 11, 20)])
    assert step([Decimal(v) for v in (10, 11, 10, 11, 12)]) == ""
    assert step([Decimal(v) for v in (10, 20)]) == ""
