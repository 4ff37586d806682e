"""No deadline stays that was counted from a date that has changed, and none depends on the zone of the server (D4 and D7)."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.choices import Role
from audit.models import Entry
from core import clock
from inspections.services import inspections as services
from inspections.services.calendar import working_calendar
from rulebook import frameworks
from rulebook.calendar import WorkingCalendar
from rulebook.timeline import resolve
from tests import factories as make
from tests.trust.due_dates import BY_HAND, notified

ROOT = Path(__file__).resolve().parent.parent.parent


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
from tests.trust.due_dates import due_dates
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
