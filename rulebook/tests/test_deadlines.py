from __future__ import annotations

from datetime import date, timedelta

import pytest

from rulebook.calendar import WorkingCalendar
from rulebook.deadlines import latest_reminded, rungs, standing
from rulebook.frameworks.shared import PLAN_LADDER, SHORT_LADDER


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("today", "code", "left", "words"),
    [
        ("2022-02-22", "upcoming", 70, "70 working days left"),
        ("2022-05-26", "upcoming", 6, "6 working days left"),
        ("2022-05-27", "due_soon", 5, "5 working days left"),
        ("2022-06-06", "due_soon", 1, "1 working day left"),
        ("2022-06-07", "due_today", 0, "Due today"),
        ("2022-06-08", "overdue", -1, "1 working day overdue"),
        ("2022-06-14", "overdue", -5, "5 working days overdue"),
    ],
)
def test_an_open_deadline(calendar: WorkingCalendar, today: str, code: str, left: int, words: str) -> None:
    found = standing(day("2022-06-07"), None, day(today), calendar)
    assert (found.code, found.working_days_left, found.words, found.exact) == (code, left, words, True)


def test_a_weekend_counts_for_nothing_either_side(calendar: WorkingCalendar) -> None:
    friday, saturday, sunday, monday = (date(2024, 6, number) for number in (7, 8, 9, 10))
    assert standing(friday, None, saturday, calendar).words == "Overdue"
    assert standing(friday, None, monday, calendar).words == "1 working day overdue"
    assert standing(sunday, None, saturday, calendar).words == "Due on Sunday 9 June 2024"
    assert standing(sunday, None, saturday, calendar).code == "due_soon"


def test_a_deadline_met(calendar: WorkingCalendar) -> None:
    due = day("2022-06-07")
    early = standing(due, day("2022-06-01"), day("2022-07-01"), calendar)
    assert (early.code, early.working_days_left, early.words) == ("met", 0, "Met on 1 June 2022")
    assert standing(due, due, day("2022-07-01"), calendar).code == "met"
    late = standing(due, day("2022-06-09"), day("2022-07-01"), calendar)
    assert (late.code, late.working_days_left, late.words) == (
        "met_late",
        -2,
        "Met 2 working days late, on 9 June 2022",
    )
    weekend = standing(day("2024-06-07"), day("2024-06-08"), day("2024-07-01"), calendar)
    assert weekend.words == "Met late, on 8 June 2024"


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ("2031-11-20", "About 5 years left"),
        ("2029-02-01", "About 2 years left"),
        ("2031-01-01", "About 4 years left"),
    ],
)
def test_a_deadline_past_the_bank_holidays_known_still_shows(calendar: WorkingCalendar, due: str, words: str) -> None:
    found = standing(day(due), None, day("2026-11-20"), calendar)
    assert (found.code, found.exact) == ("upcoming", False)
    assert found.working_days_left > 500
    assert found.words == words


def test_close_to_the_end_of_the_coverage(calendar: WorkingCalendar) -> None:
    today = day("2028-12-29")
    near = standing(day("2029-01-03"), None, today, calendar)
    assert (near.code, near.working_days_left, near.words, near.exact) == ("due_soon", 3, "About 5 days left", False)
    months = standing(day("2029-06-29"), None, today, calendar)
    assert (months.code, months.words) == ("upcoming", "About 6 months left")
    late = standing(day("2028-12-29"), None, day("2029-01-08"), calendar)
    assert (late.code, late.working_days_left, late.words, late.exact) == ("overdue", -6, "Overdue", False)
    met_late = standing(day("2028-12-29"), day("2029-01-02"), day("2029-01-08"), calendar)
    assert (met_late.words, met_late.exact) == ("Met late, on 2 January 2029", False)


def test_the_ladder_of_a_plan(calendar: WorkingCalendar) -> None:
    assert [(rung.code, rung.on.isoformat()) for rung in rungs(PLAN_LADDER, day("2017-03-14"), calendar)] == [
        ("20", "2017-02-14"),
        ("10", "2017-02-28"),
        ("5", "2017-03-07"),
        ("1", "2017-03-13"),
        ("0", "2017-03-14"),
        ("overdue", "2017-03-15"),
    ]


def test_a_ladder_steps_over_holidays_and_weekends(calendar: WorkingCalendar) -> None:
    found = {rung.code: rung.on for rung in rungs(SHORT_LADDER, day("2024-05-03"), calendar)}
    assert found == {"1": day("2024-05-02"), "0": day("2024-05-03"), "overdue": day("2024-05-07")}


def test_a_rule_without_reminders_has_no_rungs(calendar: WorkingCalendar) -> None:
    assert rungs((), day("2024-05-03"), calendar) == ()


def test_the_order_reminders_are_written_in_does_not_matter(calendar: WorkingCalendar) -> None:
    assert [rung.code for rung in rungs((0, 5, 1, 5), day("2024-05-03"), calendar)] == ["5", "1", "0", "overdue"]


def test_rungs_the_calendar_does_not_reach_are_left_out(calendar: WorkingCalendar) -> None:
    assert rungs(PLAN_LADDER, day("2031-11-20"), calendar) == ()
    assert [rung.code for rung in rungs(PLAN_LADDER, day("2028-12-29"), calendar)] == ["20", "10", "5", "1", "0"]


def test_no_rung_has_come_for_a_date_later_than_the_latest_reminded(calendar: WorkingCalendar) -> None:
    for number in range(400):
        today = date(2023, 12, 1) + timedelta(days=number)
        latest = latest_reminded(today, calendar)
        assert rungs(PLAN_LADDER, latest, calendar)[0].on <= today
        for after in range(1, 8):
            assert rungs(PLAN_LADDER, latest + timedelta(days=after), calendar)[0].on > today


def test_near_the_end_of_the_calendar_all_that_it_knows_is_looked_through(calendar: WorkingCalendar) -> None:
    assert latest_reminded(calendar.last_on, calendar) == calendar.last_on
    assert latest_reminded(calendar.last_on + timedelta(days=1), calendar) == calendar.last_on
