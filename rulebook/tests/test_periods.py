"""Periods: typed, kept by a key that sorts in order of time, and said."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulebook.periods import Every, NotAPeriod, between, containing, from_key, read

DAYS = st.dates(min_value=date(1991, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    ("every", "text", "key", "words"),
    [
        ("year", "2018", "2018", "2018"),
        ("term", "spring term 2026", "2026-T1", "Spring 2026"),
        ("term", "Autumn 2026", "2026-T3", "Autumn 2026"),
        ("quarter", "q3 2026", "2026-Q3", "Q3 2026"),
        ("quarter", "2026 Q3", "2026-Q3", "Q3 2026"),
        ("month", "Sep 2026", "2026-09", "September 2026"),
        ("month", "9/2026", "2026-09", "September 2026"),
        ("day", "15/9/2026", "2026-09-15", "15 September 2026"),
        ("day", "15 Sep 2026", "2026-09-15", "15 September 2026"),
    ],
)
def test_periods_as_people_type_them(every, text, key, words):
    found = read(every, text)
    assert (found.key, found.words) == (key, words)


@pytest.mark.parametrize(
    ("every", "text"),
    [("year", "18"), ("year", "2018/19"), ("term", "Winter 2026"), ("quarter", "Q5 2026"), ("month", "13/2026"), ("month", "Ma 2026"),
     ("day", "31/2/2026"), ("day", "2026"), ("year", "1900"), ("year", "")],
)  # fmt: skip
def test_what_is_no_period_is_refused_in_words(every, text):
    with pytest.raises(NotAPeriod, match="Enter a"):
        read(every, text)


@given(st.sampled_from(Every), DAYS)
def test_every_day_lies_in_its_period_and_the_key_leads_back(every, on):
    found = containing(every, on)
    assert found.starts_on <= on <= found.ends_on
    assert from_key(every, found.key) == found
    assert read(every, found.words) == found


@given(st.sampled_from(Every), DAYS)
def test_the_next_period_begins_the_day_after_and_its_key_sorts_after(every, on):
    found = containing(every, on)
    after = containing(every, found.ends_on + timedelta(days=1))
    assert after.starts_on == found.ends_on + timedelta(days=1)
    assert after.key > found.key


def test_the_periods_between_two_are_all_of_them():
    first, last = read("month", "November 2025"), read("month", "February 2026")
    assert [one.key for one in between(first, last)] == ["2025-11", "2025-12", "2026-01", "2026-02"]
    assert between(first, first) == [first]
    one, other = read("day", "1/1/2026"), read("day", "1/1/2027")
    assert between(one, other) == [one, other]
