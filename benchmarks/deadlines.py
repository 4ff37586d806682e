"""One due date, and the sweep of all open deadlines (goals 14 and 15): python -m benchmarks.deadlines"""

from __future__ import annotations

import bisect
import importlib.util
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks import place
from benchmarks.goals import Reading, at_least, at_most, in_turns, options, told

FIRST, LAST, LONGEST = date(2015, 1, 1), date(2027, 6, 30), 130
TIMES = 2000  # sums in one look, so that the clock is no part of it
PLAN_DAYS = 70


def ways() -> dict[str, Callable[[date, int], date]]:
    """Each way of counting working days that is here."""
    from rulebook.calendar import WorkingCalendar

    calendar = WorkingCalendar.load()
    start, end = calendar.first_on.toordinal(), calendar.last_on.toordinal()
    closed = {day.toordinal() for day in calendar.holidays}
    days = [number for number in range(start, end + 1) if (number - 1) % 7 < 5 and number not in closed]

    def bisected(day: date, number: int) -> date:
        return date.fromordinal(days[bisect.bisect_right(days, day.toordinal()) + number - 1])

    found = {"ours": calendar.add_working_days, "ours again": calendar.add_working_days, "bisect": bisected}
    import holidays as library

    england = library.country_holidays("GB", subdiv="ENG", years=range(FIRST.year, LAST.year + 2))
    found["holidays"] = england.get_nth_working_day
    if importlib.util.find_spec("workalendar"):
        from workalendar.europe import UnitedKingdom

        found["workalendar"] = UnitedKingdom().add_working_days
    return found


def one_date(looks: int) -> Iterator[Reading]:
    found = ways()
    days = [FIRST + timedelta(days=number * 7) for number in range(600)]

    def many(way: Callable[[date, int], date], times: int) -> Callable[[], None]:
        def look() -> None:
            for number in range(times):
                way(days[number % len(days)], PLAN_DAYS)

        return look

    slow = {name: many(way, TIMES // 100) for name, way in found.items() if name in ("holidays", "workalendar")}
    took = in_turns({name: many(way, TIMES) for name, way in found.items() if name not in slow} | slow, looks)
    each = {name: seconds / (TIMES // 100 if name in slow else TIMES) for name, seconds in took.items()}
    same = each["ours again"] / each["ours"]
    context = f"{each['ours'] * 1e9:.0f} ns"
    yield at_most(
        14, "one due date to a search in a sorted list", each["ours"] / each["bisect"], 2, same=same, context=context
    )
    for name in slow:
        yield at_least(
            14, f"one due date: how many times quicker than {name}", each[name] / each["ours"], 100, same=same
        )
    yield at_most(
        14,
        "due dates that differ between the ways",
        differing(found),
        0,
        counted=True,
        context=f"{TRIED:,} sums of each way",
    )


TRIED = 0


def differing(found: dict[str, Callable[[date, int], date]]) -> int:
    """Over all days of the years that all of them know, a handful of lengths."""
    global TRIED
    wrong = 0
    for number in range((LAST - FIRST).days):
        day = FIRST + timedelta(days=number)
        for length in (1, 5, 35, 70, LONGEST):
            answers = {way(day, length) for name, way in found.items() if name in ("ours", "bisect")}
            if number % 13 == 0:
                answers |= {way(day, length) for name, way in found.items() if name in ("holidays", "workalendar")}
            TRIED += 1
            wrong += len(answers) > 1
    return wrong


def swept(quick: bool) -> Iterator[Reading]:
    """The sweep as the scheduler runs it, over open deadlines of which one in a hundred is due a reminder."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from core import clock
    from inspections.services.reminders import sweep

    few, many = (1_000, 10_000) if quick else (2_000, 20_000)
    took: dict[int, float] = {}
    for number in (few, many):
        with transaction.atomic():
            deadlines(number)
            with CaptureQueriesContext(connection) as asked:
                began = time.perf_counter()
                sweep(today=clock.today())
                took[number] = time.perf_counter() - began
            first = len(asked)
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as again:
                sweep(today=clock.today())
            idle = time.perf_counter() - began
            transaction.set_rollback(True)
    context = f"{took[few]:.2f} and {took[many]:.2f} s"
    yield at_most(15, f"sweep of {many:,} open deadlines to {few:,}", took[many] / took[few], 13, context=context)
    yield at_most(
        15,
        "a second sweep with nothing to do",
        idle / took[many],
        0.1,
        context=f"{first:,} and {len(again):,} statements",
    )


def deadlines(number: int) -> None:
    """Open deadlines of inspections with a LANO, one in a hundred due tomorrow, the others in half a year."""
    from accounts.choices import Role
    from accounts.models import User
    from benchmarks.national_world import fill
    from core import clock
    from inspections.models import Deadline, Inspection, TeamPlace

    today = clock.today()
    fill(number // 20, actions=False)
    Deadline.objects.all().delete()
    made = list(Inspection.objects.filter(reference__startswith="new-"))
    lead = User.objects.create(email="lead@example.org", name="Lead")
    TeamPlace.objects.bulk_create(
        [TeamPlace(inspection=one, user=lead, role=Role.LEAD_INSPECTOR, starts_on=today) for one in made]
    )
    rows: list[Any] = []
    for at in range(number):
        due = today + timedelta(days=1 if at % 100 == 0 else 180)
        rows.append(
            Deadline(inspection=made[at % len(made)], scope="plan", rule_code=f"rule-{at // len(made)}", name="Due",
                     owner_code="lead_hmi", anchor="published_on", anchor_on=today, offset=5, unit="working_days",
                     due_on=due, original_due_on=due, calendar_edition="-", source="-", confirmed=False,
                     laid_on=today - timedelta(days=60), reminders=[5, 1])
        )  # fmt: skip
    Deadline.objects.bulk_create(rows, batch_size=2000)


def read(quick: bool) -> Iterator[Reading]:
    yield from one_date(15 if quick else 41)
    with place.database():
        yield from swept(quick)


if __name__ == "__main__":
    asked = options(__doc__)
    told(read(asked.quick), asked.readings)
