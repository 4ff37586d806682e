"""A clock that jumps, and a service that was down: each reminder goes out once, late where it is late (D5 and D6)."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from accounts.models import Notice, SentMail
from core import clock, outbox
from inspections.models import Deadline, Reminder
from inspections.services.calendar import working_calendar
from inspections.services.reminders import sweep
from rulebook.deadlines import rungs
from tests.trust.due_dates import notified

LONDON = ZoneInfo("Europe/London")


def expected_rungs(until: date) -> set[tuple[int, str]]:
    """Of each open deadline that reminds: the rungs whose day has come and that are not before its clock."""
    calendar = working_calendar()
    return {
        (row.pk, rung.code)
        for row in Deadline.objects.open()
        for rung in rungs(row.reminders, row.due_on, calendar)
        if row.laid_on <= rung.on <= until
    }


def tick() -> None:
    sweep(today=clock.today())
    outbox.relay(limit=1000)


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.trust("D5", "the clock steps an hour and a day forwards and back while the scheduler ticks for six weeks")
@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(days=1)], ids=["an hour", "a day"])
def test_a_clock_that_jumps_reminds_once(step: timedelta, figures: Any) -> None:
    notified()
    at = datetime(2024, 4, 29, 6, 30, tzinfo=LONDON)
    for number in range(42):
        # Forwards, back, and right again, every third day.
        jumps = (timedelta(), step, -step, timedelta()) if number % 3 == 0 else (timedelta(),)
        for jump in jumps:
            with time_machine.travel(at + jump, tick=False):
                tick()
        at += timedelta(days=1)
    # Once more after the claims have lapsed and every retry is due.
    with time_machine.travel(at, tick=False):
        tick()
        told = expected_rungs(clock.today())
    kept = Counter(Reminder.objects.values_list("deadline", "rung", "person", "due_on"))
    figures("reminders", len(kept))
    figures("missed", len(told - {(deadline, rung) for deadline, rung, *_ in kept if (deadline, rung) in told}))
    figures("doubled", sum(number - 1 for number in kept.values()))
    owned = {deadline for deadline, *_ in kept}
    assert {one for one in told if one[0] in owned} <= {(deadline, rung) for deadline, rung, *_ in kept}
    assert max(kept.values()) == 1
    assert SentMail.objects.count() == Notice.objects.count() > 10
    assert outbox.waiting().count() == 0


@pytest.mark.django_db
@pytest.mark.trust("D6", "nothing runs from before a reminder's day until after it")
def test_what_was_missed_is_sent_late_once_and_says_so(figures: Any) -> None:
    row = notified()
    due = row.deadlines.get(rule_code="lano-named")
    assert due.due_on == date(2024, 4, 30)
    with time_machine.travel(datetime(2024, 5, 9, 7, tzinfo=LONDON), tick=False):
        for _ in range(3):
            tick()
    told = Notice.objects.filter(kind="deadline", key__startswith=f"deadline:{due.pk}:")
    people = set(told.values_list("person", flat=True))
    figures("reminders of the missed deadline", f"{told.count()} for {len(people)} people")
    assert told.count() == len(people) > 0
    for notice in told:
        assert "This reminder is late: it was due on Wednesday 1 May 2024." in notice.body
    figures("marked late", told.filter(body__contains="This reminder is late").count())
    assert SentMail.objects.filter(body__contains="This reminder is late").count() >= len(people)
    # On time, nothing is said of lateness.
    with time_machine.travel(datetime(2024, 5, 13, 7, tzinfo=LONDON), tick=False):
        tick()
    today = [one for one in Notice.objects.filter(kind="deadline") if "due today" in one.subject]
    assert today
    assert not any("is late:" in one.body for one in today)
