"""Days near midnight, the nights the clocks change, and leap days (D1 and D2)."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone

from accounts.choices import Role
from config.celery import app
from core import clock
from inspections.services import inspections as services
from tests import factories as make
from tests.test_house_rules import hits
from tests.trust.due_dates import BY_HAND, due_dates

LONDON = ZoneInfo("Europe/London")
# Half past midnight of the next day in London.
LATE = datetime(2025, 7, 14, 23, 30, tzinfo=UTC)
NEXT_DAY = date(2025, 7, 15)


@pytest.mark.trust("D1", "every date rule of both frameworks at 23:30 UTC in July, which is the next day in London")
@pytest.mark.parametrize(("code", "year"), [("area-send-2023", 2025), ("local-area-send-2016", 2019)])
def test_every_date_rule_near_midnight_in_summer(code: str, year: int, figures: Any) -> None:
    late, next_day = LATE.replace(year=year), NEXT_DAY.replace(year=year)
    expected = due_dates(code, next_day)
    with time_machine.travel(late, tick=False):
        told = due_dates(code, clock.today())
        naive = due_dates(code, timezone.now().date())  # what the lint below forbids
    short = {name.rpartition(" ")[2]: on for name, on in told.items()}
    assert {name: short[name] for name in BY_HAND[code]} == BY_HAND[code]
    figures(f"rules of {code}", len(told))
    figures("mismatches", sum(told[name] != on for name, on in expected.items()))
    assert told == expected
    wrong = sum(naive[name] != on for name, on in expected.items() if name in naive)
    # A few rules count to a Monday or a month's end and come out the same a day earlier.
    figures.control("timezone.now().date() in place of London's day", caught=int(wrong > len(expected) / 2), of=1)


@pytest.mark.django_db
@pytest.mark.trust("D1", "what services write as today, at 23:30 UTC in July")
def test_services_write_london_s_day() -> None:
    row = make.InspectionFactory.create(edition_code="2025-07-07", planned_for_on=NEXT_DAY)
    lano = make.member(row.partnership, Role.LANO)
    with time_machine.travel(LATE, tick=False):
        services.record_notification(by=None, inspection=row, notified_on=NEXT_DAY)
        services.nominate_lano(by=None, inspection=row, lano=lano)
        services.make_move(by=None, inspection=row, move="set_up")
    row.refresh_from_db()
    assert row.setup_on == NEXT_DAY
    assert set(row.deadlines.values_list("laid_on", flat=True)) == {NEXT_DAY}
    assert row.deadlines.get(rule_code="lano-named").met_on == NEXT_DAY


UTC_DAY = r"\.now\(\)\.date\(\)|date\.today\(\)|datetime\.now\(|utcnow|timezone\.now\(|[a-z]_at\.date\(\)|[a-z]_at:%"
# The clock itself; the audit, which stands below it and keeps an instant; how long a session lasts and the name of an archive, in UTC;
# what shows a moment that was made in London.
READ_HERE = (
    "core/clock.py",
    "audit/record.py",
    "audit/redact.py",
    "surveys/demonstration.py",
    "accounts/services/invitations.py",
    "accounts/queries.py",
    "accounts/services/sessions.py",
    "accounts/middleware.py",
    "core/backups/taking.py",
)


@pytest.mark.trust("D1", "a search for the day of another zone in all sources")
def test_nothing_reads_the_day_of_another_zone(figures: Any) -> None:
    found = hits(UTC_DAY, exempt=READ_HERE)
    figures("reads of another zone's day", len(found))
    assert found == []
    figures.control("the files that may", caught=int(len(hits(UTC_DAY)) >= 3), of=1)


# --- D2: the nights on which the clocks change, and leap days

CHANGES = {
    2024: ((3, 31), (10, 27)), 2025: ((3, 30), (10, 26)), 2026: ((3, 29), (10, 25)), 2027: ((3, 28), (10, 31)),
    2028: ((3, 26), (10, 29)), 2029: ((3, 25), (10, 28)), 2030: ((3, 31), (10, 27)), 2031: ((3, 30), (10, 26)),
    2032: ((3, 28), (10, 31)),
}  # fmt: skip
NIGHTS = [date(year, *day) for year, days in CHANGES.items() for day in days] + [
    date(year, 2, 29) for year in (2024, 2028, 2032)
]


def runs_of(name: str, start: datetime, hours: int) -> list[datetime]:
    """When the scheduler starts one job of ours, asked every minute."""
    schedule = app.conf.beat_schedule[name]["schedule"]
    told: list[datetime] = []
    with time_machine.travel(start, tick=False) as travel:
        last = start
        for step in range(hours * 60):
            now = start + timedelta(minutes=step)
            travel.move_to(now)
            if schedule.is_due(last.astimezone(LONDON)).is_due:
                told.append(now)
                last = now
    return told


@pytest.mark.trust("D2", "each job of the scheduler over both change nights and leap days of 2024 to 2032")
@pytest.mark.prove
def test_jobs_in_the_nights_the_clocks_change(figures: Any) -> None:
    wanted = {
        "warn and sum up in the morning": [7, 8, 9, 10, 11],
        "look whether published plans are where the areas said": [5, 6, 7, 8, 9],
    }
    missed = doubled = 0
    gap = timedelta()
    for night in NIGHTS:
        start = datetime.combine(night, time(0, 0, 15), UTC) - timedelta(hours=2)
        for name, hours in wanted.items():
            told = Counter(at.astimezone(LONDON).hour for at in runs_of(name, start, 14))
            missed += len(set(hours) - set(told))
            doubled += sum(number - 1 for number in told.values()) + len(set(told) - set(hours))
        # In every hour of London's clock once; where an hour comes twice, so much later.
        swept = runs_of("sweep the deadlines", start, 14)
        hours_swept = Counter((at.astimezone(LONDON).date(), at.astimezone(LONDON).hour) for at in swept)
        begin, end = start + timedelta(hours=1), start + timedelta(hours=14)
        asked = {
            (at.astimezone(LONDON).date(), at.astimezone(LONDON).hour)
            for at in (
                begin + timedelta(minutes=30 * half) for half in range(int((end - begin).total_seconds() // 1800) - 1)
            )
        }
        missed += len(asked - set(hours_swept))
        doubled += sum(number - 1 for number in hours_swept.values())
        gap = max(gap, *(later - earlier for earlier, later in pairwise(swept)))
    figures("nights", len(NIGHTS))
    figures("missed", missed)
    figures("doubled", doubled)
    figures("longest time between two sweeps", gap)
    assert (missed, doubled) == (0, 0)
    assert gap <= timedelta(hours=2)


@pytest.mark.trust("D2", "midnight, 5pm and the days around each of those nights")
def test_days_and_hours_keep_their_place(figures: Any) -> None:
    moved = 0
    for night in NIGHTS:
        for hour in (0, 1, 2, 12, 23):
            at = datetime.combine(night, time(hour, 30), UTC)
            with time_machine.travel(at, tick=False):
                moved += clock.today() != at.astimezone(LONDON).date()
        five = datetime.combine(night, time(17), clock.LONDON)
        moved += (five + timedelta(days=1)).astimezone(UTC).astimezone(LONDON).hour != 17
        moved += clock.midnight(night).astimezone(UTC).astimezone(LONDON).date() != night
    figures("moved", moved)
    assert moved == 0
    # What our own code must not do: a day as twenty-four hours.
    late = [
        datetime.combine(night - timedelta(days=1), time(17), LONDON).astimezone(UTC)
        for night in NIGHTS
        if night.month != 2
    ]
    caught = sum((at + timedelta(hours=24)).astimezone(LONDON).hour != 17 for at in late)
    figures.control("a day counted as 24 hours in UTC", caught=caught, of=len(late))
