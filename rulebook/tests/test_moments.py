"""When a survey opens and closes, counted from the dates of an inspection."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.frameworks.surveys import Moment
from rulebook.frameworks.surveys_2016 import CLOSES as REVISIT_CLOSES
from rulebook.frameworks.surveys_2016 import OPENS as REVISIT_OPENS
from rulebook.frameworks.surveys_2023 import CLOSES, OPENS
from rulebook.moments import described, instant

CALENDAR = WorkingCalendar.load()
LONDON = ZoneInfo("Europe/London")


def test_open_the_day_after_the_call_and_closed_a_week_after_it() -> None:
    anchors: dict[str, date | None] = {"notified_on": date(2026, 2, 16)}
    assert instant(OPENS, anchors, CALENDAR, LONDON) == datetime(2026, 2, 17, 12, tzinfo=LONDON)
    assert instant(CLOSES, anchors, CALENDAR, LONDON) == datetime(2026, 2, 23, 9, tzinfo=LONDON)


def test_bank_holidays_are_no_working_days() -> None:
    anchors: dict[str, date | None] = {"notified_on": date(2024, 4, 29)}
    assert instant(CLOSES, anchors, CALENDAR, LONDON) == datetime(2024, 5, 7, 9, tzinfo=LONDON), (
        "6 May 2024 was a bank holiday"
    )


@pytest.mark.parametrize("onsite", [date(2021, 5, 24), date(2021, 5, 26)])
def test_cheshire_east_2021_was_asked_in_the_week_before(onsite: date) -> None:
    assert instant(REVISIT_OPENS, {"onsite_start_on": onsite}, CALENDAR, LONDON) == datetime(
        2021, 5, 17, 12, tzinfo=LONDON
    )
    assert instant(REVISIT_CLOSES, {"onsite_start_on": onsite}, CALENDAR, LONDON) == datetime(
        2021, 5, 21, 12, tzinfo=LONDON
    )


def test_nothing_without_the_date_it_is_counted_from() -> None:
    assert instant(REVISIT_OPENS, {"onsite_start_on": None}, CALENDAR, LONDON) is None
    assert instant(OPENS, {}, CALENDAR, LONDON) is None
    with pytest.raises(NotCovered):
        instant(OPENS, {"notified_on": date(2150, 1, 1)}, CALENDAR, LONDON)


def test_in_words() -> None:
    assert described(OPENS) == "12pm, 1 working day after the call was made"
    assert described(CLOSES) == "9am, 5 working days after the call was made"
    assert described(REVISIT_CLOSES) == "12pm on Friday of the week before inspectors come on site"
    assert described(Moment("onsite_start_on", 0, weeks=2)) == "12am on Monday of 2 weeks after inspectors come on site"
    assert described(Moment("notified_on", 8, weekday=1)) == "8am on Tuesday of the week when the call was made"
