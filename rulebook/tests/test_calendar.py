"""Worked examples of the working-day calendar. The vectors are real inspections and the awkward holidays since 2015."""

from __future__ import annotations

from datetime import date

import pytest

from rulebook.calendar import Holiday, NotCovered, Skipped, WorkingCalendar

VECTORS = [
    ("2018-03-05", 5, "2018-03-12", "notice, Cheshire East"),
    ("2026-01-05", 10, "2026-01-19", "notice, Essex"),
    ("2025-10-06", 10, "2025-10-20", "monitoring inspection, Hertfordshire"),
    ("2024-04-29", 10, "2024-05-14", "6 May breaks the Monday rule, Southampton"),
    ("2020-01-08", 10, "2020-01-22", "revisit from a Wednesday, Durham"),
    ("2019-02-13", 33, "2019-04-01", "revisit letter, Dorset"),
    ("2021-07-09", 33, "2021-08-25", "letter, Haringey"),
    ("2018-05-08", 70, "2018-08-15", "statement of action, Cheshire East"),
    ("2019-05-02", 70, "2019-08-12", "statement of action, Thurrock"),
    ("2022-02-22", 70, "2022-06-07", "statement of action, Bracknell, over the Jubilee"),
    ("2019-12-17", 70, "2020-03-27", "statement of action, Essex"),
    ("2021-11-09", 70, "2022-02-18", "statement of action, Slough"),
    ("2025-02-12", 35, "2025-04-02", "priority action plan, Lancashire"),
    ("2024-12-20", 35, "2025-02-12", "over Christmas"),
    ("2025-03-28", 35, "2025-05-21", "over Easter and May Day"),
    ("2022-09-14", 5, "2022-09-22", "State Funeral"),
    ("2023-05-03", 5, "2023-05-11", "Coronation"),
    ("2020-05-04", 5, "2020-05-12", "May Day moved to VE Day"),
    ("2025-08-22", 5, "2025-09-01", "August bank holiday"),
    ("2016-12-01", 70, "2017-03-14", "statement of action, Surrey, over Christmas"),
]


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.trust("D3", "published dates of real inspections, by hand")
@pytest.mark.parametrize(("start", "count", "due", "why"), VECTORS)
def test_the_real_dates(calendar: WorkingCalendar, start: str, count: int, due: str, why: str) -> None:
    assert calendar.add_working_days(day(start), count) == day(due), why
    assert calendar.working_days_between(day(start), day(due)) == count
    assert calendar.add_working_days(day(due), -count) == day(start)


@pytest.mark.parametrize(
    ("start", "due"),
    [
        ("2021-12-24", "2021-12-29"),  # Saturday Christmas and Sunday Boxing Day: Monday and Tuesday instead
        ("2016-12-23", "2016-12-28"),  # Sunday Christmas: Boxing Day stays on Monday, Tuesday instead
        ("2022-12-23", "2022-12-28"),
        ("2021-12-31", "2022-01-04"),  # Saturday New Year's Day: Monday instead
        ("2024-03-28", "2024-04-02"),  # Good Friday and Easter Monday
        ("2022-06-01", "2022-06-06"),  # Jubilee: Thursday and Friday
        ("2022-05-27", "2022-05-30"),  # the Monday the Spring bank holiday left
        ("2020-05-01", "2020-05-04"),  # the Monday May Day left
        ("2022-09-16", "2022-09-20"),
    ],
)
def test_the_next_working_day(calendar: WorkingCalendar, start: str, due: str) -> None:
    assert calendar.add_working_days(day(start), 1) == day(due)


@pytest.mark.parametrize("start", ["2024-05-04", "2024-05-05", "2024-05-06"])
def test_a_clock_that_starts_on_a_closed_day_counts_from_the_next_working_day(
    calendar: WorkingCalendar, start: str
) -> None:
    assert calendar.add_working_days(day(start), 1) == day("2024-05-07")
    assert calendar.add_working_days(day(start), -1) == day("2024-05-03")


def test_adding_nothing_stays_on_the_day_even_when_it_is_closed(calendar: WorkingCalendar) -> None:
    assert calendar.add_working_days(day("2024-05-06"), 0) == day("2024-05-06")


def test_between_counts_backwards_too(calendar: WorkingCalendar) -> None:
    assert calendar.working_days_between(day("2024-05-13"), day("2024-04-29")) == -9
    assert calendar.working_days_between(day("2024-04-29"), day("2024-05-13")) == 9
    assert calendar.working_days_between(day("2024-05-04"), day("2024-05-04")) == 0


def test_what_is_skipped_is_named(calendar: WorkingCalendar) -> None:
    skipped = calendar.skipped(day("2022-02-22"), day("2022-06-07"))
    assert skipped.weekend_days == 30
    assert [(holiday.date.isoformat(), holiday.name) for holiday in skipped.bank_holidays] == [
        ("2022-04-15", "Good Friday"),
        ("2022-04-18", "Easter Monday"),
        ("2022-05-02", "Early May bank holiday"),
        ("2022-06-02", "Spring bank holiday"),
        ("2022-06-03", "Platinum Jubilee bank holiday"),
    ]


def test_the_first_day_is_left_out_of_what_is_skipped_and_the_last_is_not(calendar: WorkingCalendar) -> None:
    holiday = (Holiday(day("2024-05-06"), "Early May bank holiday"),)
    assert calendar.skipped(day("2024-05-06"), day("2024-05-07")) == Skipped(0, ())
    assert calendar.skipped(day("2024-05-03"), day("2024-05-06")) == Skipped(2, holiday)
    assert calendar.skipped(day("2024-05-07"), day("2024-05-03")) == Skipped(2, holiday)
    assert calendar.skipped(day("2024-05-06"), day("2024-05-03")) == Skipped(2, ())


def test_days_and_names(calendar: WorkingCalendar) -> None:
    assert calendar.is_working_day(day("2024-05-07"))
    assert not calendar.is_working_day(day("2024-05-06"))
    assert not calendar.is_working_day(day("2024-05-04"))
    assert calendar.holiday_name(day("2022-09-19")) == "Bank Holiday for the State Funeral of Queen Elizabeth II"
    assert calendar.holiday_name(day("2022-09-20")) is None


@pytest.mark.trust("D3", "days beyond the bank holidays known")
@pytest.mark.parametrize("outside", ["2014-12-31", "2029-01-01"])
def test_a_day_outside_the_coverage_is_refused_everywhere(calendar: WorkingCalendar, outside: str) -> None:
    inside = day("2024-05-07")
    for ask in (
        lambda: calendar.is_working_day(day(outside)),
        lambda: calendar.holiday_name(day(outside)),
        lambda: calendar.add_working_days(day(outside), 1),
        lambda: calendar.add_working_days(day(outside), 0),
        lambda: calendar.working_days_between(day(outside), inside),
        lambda: calendar.working_days_between(inside, day(outside)),
        lambda: calendar.skipped(inside, day(outside)),
        lambda: calendar.with_added([Holiday(day(outside), "Invented")]),
    ):
        with pytest.raises(NotCovered, match=r"run from 1 January 2015 to 31 December 2028"):
            ask()
    assert not calendar.covers(day(outside))


def test_an_answer_outside_the_coverage_is_refused(calendar: WorkingCalendar) -> None:
    assert calendar.add_working_days(day("2028-12-28"), 1) == day("2028-12-29")
    with pytest.raises(NotCovered, match=r"2 working days after Thursday 28 December 2028"):
        calendar.add_working_days(day("2028-12-28"), 2)
    with pytest.raises(NotCovered, match=r"1 working day before Friday 2 January 2015"):
        calendar.add_working_days(day("2015-01-02"), -1)


@pytest.mark.trust("D3", "a holiday announced late")
def test_a_holiday_announced_late_moves_the_sum_and_names_itself_in_the_edition() -> None:
    full = WorkingCalendar.load()
    before = WorkingCalendar(
        edition="before",
        first_on=full.first_on,
        last_on=full.last_on,
        holidays=[Holiday(on, name) for on, name in full.holidays.items() if on != day("2022-09-19")],
    )
    assert before.add_working_days(day("2022-09-14"), 5) == day("2022-09-21")
    after = before.with_added([Holiday(day("2022-09-19"), "State Funeral")])
    assert after.add_working_days(day("2022-09-14"), 5) == day("2022-09-22")
    assert after.edition == "before+2022-09-19"
    assert before.add_working_days(day("2022-09-14"), 5) == day("2022-09-21"), "the older calendar is untouched"


def test_adding_a_holiday_already_held_changes_nothing(calendar: WorkingCalendar) -> None:
    assert calendar.with_added([Holiday(day("2022-09-19"), "Another name")]) is calendar
    assert calendar.with_added([]) is calendar


def test_a_holiday_added_on_a_weekend_is_still_only_a_weekend_day(calendar: WorkingCalendar) -> None:
    added = calendar.with_added([Holiday(day("2024-05-11"), "Saturday")])
    assert added.skipped(day("2024-05-10"), day("2024-05-13")) == Skipped(2, ())
    assert added.working_days_between(day("2024-05-10"), day("2024-05-13")) == 1


def test_the_calendar_cannot_be_changed(calendar: WorkingCalendar) -> None:
    with pytest.raises(AttributeError):
        calendar.edition = "mine"
    with pytest.raises(AttributeError):
        del calendar.edition
    with pytest.raises(TypeError):
        calendar.holidays[day("2024-05-07")] = "mine"  # type: ignore[index]
