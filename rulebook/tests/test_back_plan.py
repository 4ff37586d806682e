from datetime import date

import pytest

from rulebook import frameworks
from rulebook.back_plan import stages
from rulebook.calendar import WorkingCalendar

CALENDAR = WorkingCalendar.load()
OLD = frameworks.get("local-area-send-2016").edition("2016-04")
NEW = frameworks.get("area-send-2023").edition("2024-04-05")


def days(found):
    return [(stage.code, stage.working_day, stage.on) for stage in found]


def test_seventy_days_are_planned_back_from_the_due_date():
    found = stages(
        OLD, "full", "wsoa-required", start_on=date(2016, 12, 1), due_on=date(2017, 3, 14), calendar=CALENDAR
    )
    assert days(found) == [
        ("draft", 30, date(2017, 1, 17)),
        ("partners", 50, date(2017, 2, 14)),
        ("approval", 60, date(2017, 2, 28)),
        ("submit", 70, date(2017, 3, 14)),
    ]
    assert [stage.confirmed for stage in found] == [False, False, False, True]
    assert [stage.before for stage in found] == [40, 20, 10, 0]


def test_thirty_five_days_keep_their_order():
    found = stages(NEW, "full", "outcome-3", start_on=date(2024, 4, 17), due_on=date(2024, 6, 7), calendar=CALENDAR)
    assert [stage.working_day for stage in found] == [12, 20, 25, 35]
    assert sorted(stage.on for stage in found) == [stage.on for stage in found]


@pytest.mark.parametrize(
    ("edition", "outcome", "start_on", "due_on"),
    [
        (OLD, "no-wsoa", date(2016, 12, 1), date(2017, 3, 14)),
        (OLD, "wsoa-required", date(2017, 3, 1), date(2017, 3, 14)),
        (OLD, "wsoa-required", date(1990, 3, 1), date(2017, 3, 14)),
    ],
    ids=["no plan required", "too short a clock", "outside the calendar"],
)
def test_nothing_is_planned_back_where_it_would_mislead(edition, outcome, start_on, due_on):
    assert stages(edition, "full", outcome, start_on=start_on, due_on=due_on, calendar=CALENDAR) == ()
