"""Days near midnight, the nights the clocks change, leap days, a clock that jumps, and what was missed meanwhile."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from accounts.models import Notice, SentMail
from audit.models import Entry
from config.celery import app
from core import clock, outbox
from inspections.models import Deadline, Reminder
from inspections.services import inspections as services
from inspections.services.calendar import working_calendar
from inspections.services.reminders import sweep
from rulebook import frameworks
from rulebook.calendar import NotCovered, WorkingCalendar
from rulebook.deadlines import rungs
from rulebook.timeline import resolve
from tests import factories as make
from tests.test_house_rules import hits

ROOT = Path(__file__).resolve().parent.parent.parent
LONDON = ZoneInfo("Europe/London")
# Half past midnight of the next day in London.
LATE = datetime(2025, 7, 14, 23, 30, tzinfo=UTC)
NEXT_DAY = date(2025, 7, 15)
# By hand, from a printed calendar, for a call and every other date on Tuesday 15 July 2025; the late summer bank holiday is 25 August.
BY_HAND = {
    "area-send-2023": {
        "lano-named": date(2025, 7, 16), "onsite-start": date(2025, 7, 29), "pap-due": date(2025, 9, 3),
        "factual-accuracy-comments": date(2025, 7, 22),
    },
    "local-area-send-2016": {"onsite-start": date(2019, 7, 22), "wsoa-due": date(2019, 10, 22), "lano-named": date(2019, 7, 16)},
}  # fmt: skip
EVERY_ANCHOR = (
    "notified_on", "setup_on", "cases_selected_on", "fieldwork_start_on", "onsite_start_on", "onsite_end_on", "draft_sent_on",
    "draft_received_on", "report_received_on", "published_on", "paused_on", "plan_submitted_on", "plan_returned_on",
    "plan_accepted_on", "plan_due_on", "improvement_notice_on", "national_report_on",
)  # fmt: skip


def due_dates(code: str, day: date) -> dict[str, date]:
    """Of every rule of every kind, when every date it may be counted from is this day."""
    found: dict[str, date] = {}
    for edition in frameworks.get(code).editions:
        for kind in edition.kinds:
            for outcome in [one.code for one in edition.kind(kind).outcome_scale.outcomes] or [None]:
                for scope in ("inspection", "plan"):
                    try:
                        milestones = resolve(
                            edition,
                            kind,
                            dict.fromkeys(EVERY_ANCHOR, day),
                            WorkingCalendar.load(),
                            outcome=outcome,
                            scope=scope,
                        )  # type: ignore[arg-type]
                    except NotCovered:
                        continue
                    found |= {f"{edition.code} {kind} {outcome} {one.rule.code}": one.due_on for one in milestones}
    return found


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


# --- D5 and D6: a clock that jumps, and a service that was down


def notified() -> Any:
    """An inspection whose deadlines have owners."""
    row = make.InspectionFactory.create(edition_code="2024-04-05", planned_for_on=date(2024, 4, 29))
    make.member(row.partnership, Role.DCS)
    make.member(row.partnership, Role.LANO)
    make.team(row, Role.LEAD_INSPECTOR)
    make.team(row, Role.CQC_LEAD)
    with clock.travelled_to(date(2024, 4, 29)):
        services.record_notification(
            by=None, inspection=row, notified_on=date(2024, 4, 29), onsite_start_on=date(2024, 5, 13)
        )
    return row


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


# --- D4: nothing stays that was counted from a date that has changed


def stale(row: Any) -> list[str]:
    """Open deadlines that would come out otherwise if they were laid out today, from the rules alone."""
    wanted = {
        (one.rule.code, one.due_on)
        for one in resolve(row.edition, row.kind, row.anchors, working_calendar(), outcome=None, scope="inspection")
    }
    held = row.deadlines.open().filter(scope="inspection", shifted_days=0, moved_by=None, moved_reason="")
    codes = {code for code, _ in wanted}
    return [one.rule_code for one in held if one.rule_code in codes and (one.rule_code, one.due_on) not in wanted]


MOVES = {
    "dates corrected": {"onsite_start_on": date(2024, 5, 20), "onsite_end_on": date(2024, 5, 24)},
    "called earlier": {"notified_on": date(2024, 4, 26)},
    "ends later": {"onsite_end_on": date(2024, 5, 22)},
}


@pytest.mark.django_db
@pytest.mark.trust(
    "D4", "dates corrected in three ways, and a bank holiday announced late, then laid out from the rules alone"
)
@pytest.mark.parametrize("how", [*MOVES, "a bank holiday"])
def test_no_deadline_is_stale(how: str, figures: Any) -> None:
    from inspections.services.calendar import add_bank_holiday

    row = notified()
    administrator = make.national(Role.ADMINISTRATOR)
    assert stale(row) == []
    entries = Entry.objects.count()
    with clock.travelled_to(date(2024, 4, 29)):
        if how in MOVES:
            services.set_dates(by=None, inspection=row, reason="A slip", **MOVES[how])
        else:
            add_bank_holiday(by=administrator, day=date(2024, 5, 8), name="A day of thanks", reason="Announced late")
    row.refresh_from_db()
    figures(f"{how}: stale", len(stale(row)))
    assert stale(row) == []
    assert Entry.objects.count() > entries
    # Control: the same change past the services leaves what was counted from the old date.
    type(row).objects.filter(pk=row.pk).update(onsite_start_on=date(2024, 6, 3), onsite_end_on=date(2024, 6, 7))
    row.refresh_from_db()
    figures.control("the dates changed without laying out again", caught=int(bool(stale(row))), of=1)


# --- D7: properties

DAYS = st.dates(min_value=date(2017, 1, 1), max_value=date(2026, 6, 30))


@pytest.mark.trust("D7", "drawn starts for every working-day rule: later starts end no earlier, none ends on a day off")
def test_due_dates_keep_their_order_and_fall_on_working_days(figures: Any) -> None:
    calendar = WorkingCalendar.load()
    rules = {
        (rule.offset, rule.unit): rule
        for code in BY_HAND
        for edition in frameworks.get(code).editions
        for kind in edition.kinds
        for rule in edition.rules_for(kind)
        if rule.unit == "working_days" and rule.offset
    }
    offsets = sorted(offset for offset, _ in rules)
    asked = 0

    @settings(max_examples=300, deadline=None, database=None)
    @given(DAYS, DAYS, st.sampled_from(offsets))
    def each(one: date, other: date, offset: int) -> None:
        nonlocal asked
        asked += 1
        first, second = sorted((one, other))
        due, later = calendar.add_working_days(first, offset), calendar.add_working_days(second, offset)
        assert due <= later
        assert calendar.is_working_day(due)
        assert calendar.is_working_day(later)

    each()
    figures("working-day offsets", len(offsets))
    figures("drawn", asked)
    figures("counter-examples", 0)


SAID = """
import django; django.setup()
from datetime import date
from core import clock
from tests.trust.test_clock import due_dates
import hashlib, time_machine
from datetime import datetime, UTC
with time_machine.travel(datetime(2025, 7, 14, 23, 30, tzinfo=UTC), tick=False):
    told = sorted(due_dates("area-send-2023", clock.today()).items())
print(clock.LONDON, hashlib.sha256(repr(told).encode()).hexdigest())
"""


@pytest.mark.prove
@pytest.mark.trust("D7", "the same question on servers in Kiritimati, Los Angeles and UTC")
def test_the_zone_of_the_server_changes_nothing(figures: Any) -> None:
    told = {}
    for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
        environment = os.environ | {"TZ": zone, "DJANGO_SETTINGS_MODULE": "config.settings_for_tests"}
        done = subprocess.run(
            [sys.executable, "-c", SAID],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        told[zone] = done.stdout.strip()
    figures("zones of the server", len(told))
    figures("different answers", len(set(told.values())) - 1)
    assert len(set(told.values())) == 1
    assert re.fullmatch(r"Europe/London [0-9a-f]{64}", told["UTC"])
