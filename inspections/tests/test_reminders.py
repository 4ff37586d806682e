"""The sweep: exactly once, however often, however late, and from however many at once."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from accounts.choices import Role
from accounts.models import Notice, SentMail, User
from core import outbox
from core.clock import travelled_to
from core.models import OutboxRow
from inspections.models import Deadline, Inspection, Reminder
from inspections.queries.calendar import working_calendar
from inspections.services import inspections as services
from inspections.services import timeline
from inspections.services.reminders import _remind, sweep
from rulebook.deadlines import Rung
from tests import factories as make

RECEIVED = date(2016, 12, 1)
DUE = date(2017, 3, 14)


@pytest.fixture
def surrey() -> Inspection:
    """Surrey's statement of action: received 1 December 2016, due 14 March 2017."""
    made = make.InspectionFactory.create(
        reference="surrey-2016",
        regime_2016=True,
        state="published",
        outcome="wsoa-required",
        onsite_end_on=date(2016, 10, 21),
        report_received_on=RECEIVED,
        published_on=date(2016, 12, 8),
    )
    with travelled_to(RECEIVED):
        timeline.lay_out(inspection=made, by=None, scope="plan")
    return made


@pytest.fixture
def dcs(surrey: Inspection) -> User:
    return make.member(surrey.partnership, Role.DCS)


def sent() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("subject", flat=True))


def counts(**given: int) -> dict[str, int]:
    return {"deadlines": 1, "sent": 0, "covered": 0, "already": 0, "unowned": 0} | given


@pytest.mark.trust("D5", "three months day by day, each day twice")
@pytest.mark.django_db
def test_the_ladder_of_a_plan_day_by_day_sends_each_rung_once(surrey: Inspection, dcs: User) -> None:
    told: list[date] = []
    day = date(2017, 1, 2)
    while day < date(2017, 4, 1):
        with travelled_to(day):
            if sweep(today=day)["sent"]:
                told.append(day)
            assert sweep(today=day)["sent"] == 0, "the same day again"
        day += timedelta(days=1)
    # 20, 10, 5 and 1 working days before, on the day, and the working day after.
    assert told == [
        date(2017, 2, 14), date(2017, 2, 28), date(2017, 3, 7), date(2017, 3, 13), DUE, date(2017, 3, 15),
    ]  # fmt: skip
    assert sent()[-3:] == [
        f"Written statement of action due, {surrey.partnership}: 1 working day left",
        f"Written statement of action due, {surrey.partnership}: due today",
        f"Written statement of action due, {surrey.partnership}: 1 working day overdue",
    ]
    assert OutboxRow.objects.filter(kind="notice_email").count() == 6
    assert outbox.relay() == 6
    assert SentMail.objects.filter(to=dcs.email).count() == 6


@pytest.mark.trust("D6", "several reminders missed")
@pytest.mark.django_db
def test_after_missed_days_only_the_latest_rung_is_sent_and_the_others_are_covered(
    surrey: Inspection, dcs: User
) -> None:
    assert sweep(today=date(2017, 3, 10)) == counts(sent=1, covered=2)
    assert sent() == [f"Written statement of action due, {surrey.partnership}: 2 working days left"]
    assert dict(Reminder.objects.values_list("rung", "covered")) == {"20": True, "10": True, "5": False}
    assert sweep(today=date(2017, 3, 1)) == counts(already=1), "an earlier day replayed sends no stale reminder"
    assert sweep(today=DUE) == counts(sent=1, covered=1)
    assert Notice.objects.count() == OutboxRow.objects.count() == 2


@pytest.mark.django_db
def test_a_rung_before_the_deadline_existed_is_not_sent(dcs: User, surrey: Inspection) -> None:
    Deadline.objects.update(laid_on=date(2017, 3, 1))
    assert sweep(today=date(2017, 3, 6)) == counts()
    assert sweep(today=date(2017, 2, 20)) == counts(deadlines=0)
    assert sweep(today=date(2017, 3, 7)) == counts(sent=1)


@pytest.mark.django_db
def test_a_deadline_that_moves_starts_its_ladder_again(surrey: Inspection, dcs: User) -> None:
    assert sweep(today=date(2017, 3, 7))["sent"] == 1
    with travelled_to(date(2017, 3, 8)):
        deadline = Deadline.objects.get(rule_code="wsoa-due")
        timeline.change_date(by=None, deadline=deadline, due_on=date(2017, 3, 28), reason="Agreed")
    assert sweep(today=date(2017, 3, 8))["sent"] == 0, "the rungs of the new date before the change are not sent"
    assert sweep(today=date(2017, 3, 14))["sent"] == 1, "ten working days before the new date"
    assert sweep(today=date(2017, 3, 21))["sent"] == 1, "five before it, though five before the old one was sent"


@pytest.mark.django_db
def test_everyone_who_owns_it_is_told_and_nobody_else(surrey: Inspection, dcs: User) -> None:
    lano = make.member(surrey.partnership, Role.LANO)
    make.member(surrey.partnership, Role.PCF)
    make.member(surrey.partnership, Role.ICB_EXECUTIVE, make.UserFactory.create(is_active=False))
    assert sweep(today=date(2017, 2, 14))["sent"] == 2
    assert {notice.person for notice in Notice.objects.all()} == {dcs, lano}


@pytest.mark.django_db
def test_nobody_to_tell_is_counted_not_forgotten(surrey: Inspection) -> None:
    assert sweep(today=date(2017, 2, 14)) == counts(unowned=1)
    dcs = make.member(surrey.partnership, Role.DCS)
    assert sweep(today=date(2017, 2, 15)) == counts(sent=1)
    assert Notice.objects.get().person == dcs


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["met", "closed", "cancelled"])
def test_only_open_deadlines_of_inspections_that_go_on(surrey: Inspection, dcs: User, how: str) -> None:
    if how == "cancelled":
        Inspection.objects.update(state="cancelled")
    else:
        Deadline.objects.update(**{f"{how}_on": date(2017, 1, 9)})
    assert sweep(today=date(2017, 2, 14)) == counts(deadlines=0)


@pytest.mark.django_db
def test_while_an_inspection_is_paused_only_the_pause_itself_reminds() -> None:
    from inspections.tests import walk

    inspection = walk.to("start_on_site")
    lead = make.team(inspection, Role.LEAD_INSPECTOR)
    with walk.at(date(2024, 5, 15)):
        services.pause(by=None, inspection=inspection, reason="A death in the area")
    sweep(today=date(2024, 5, 17))
    assert not Notice.objects.filter(person=lead, subject__startswith="Final feedback").exists()
    sweep(today=date(2024, 6, 6))
    assert list(Notice.objects.filter(person=lead, kind="deadline").values_list("subject", flat=True)) == [
        f"Last day of a pause, {inspection.partnership}: due today"
    ]


@pytest.mark.django_db
def test_published_history_has_no_deadlines_and_sends_nothing() -> None:
    make.InspectionFactory.create_batch(2, out=True, source="ofsted-reports-2023-on")
    assert sweep(today=date(2027, 1, 18)) == counts(deadlines=0)


@pytest.mark.django_db
def test_the_statements_of_a_sweep_grow_with_batches_not_rows(
    django_assert_num_queries: Any, surrey: Inspection, dcs: User
) -> None:
    sweep(today=date(2017, 2, 14))
    # The calendar, the keys of those begun, their rows, four for the owners, one for what was told.
    with django_assert_num_queries(8) as asked:
        assert sweep(today=date(2017, 2, 14))["already"] == 1
    first = Deadline.objects.get(rule_code="wsoa-due")
    for occurrence in (2, 3):
        first.pk, first.occurrence = None, occurrence
        first.save()
    sweep(today=date(2017, 2, 14))
    with django_assert_num_queries(len(asked)):
        assert sweep(today=date(2017, 2, 14))["already"] == 3


@pytest.mark.django_db
def test_deadlines_whose_ladder_has_not_begun_are_not_looked_at(
    django_assert_num_queries: Any, surrey: Inspection, dcs: User
) -> None:
    with django_assert_num_queries(2):
        assert sweep(today=date(2017, 2, 13)) == counts(deadlines=0)


@pytest.mark.django_db
def test_somebody_who_comes_to_own_it_later_is_told_too(surrey: Inspection, dcs: User) -> None:
    assert sweep(today=date(2017, 2, 14))["sent"] == 1
    lano = make.member(surrey.partnership, Role.LANO)
    assert sweep(today=date(2017, 2, 15)) == counts(sent=1, already=1)
    assert Notice.objects.latest("pk").person == lano


@pytest.mark.django_db
def test_the_command_replays_a_missed_day_and_prints_json_alone(surrey: Inspection, dcs: User) -> None:
    out = StringIO()
    call_command("sweep_deadlines", "--today", "2017-03-01", "--json", stdout=out)
    assert json.loads(out.getvalue()) == counts(sent=1, covered=1)
    call_command("sweep_deadlines", "--today", "2017-03-01", stdout=(again := StringIO()))
    assert again.getvalue() == "1 deadlines, 0 sent, 0 covered, 1 already, 0 unowned\n"
    for bad in ("2017-02-30", "yesterday"):
        with pytest.raises(CommandError, match="is not a date written YYYY-MM-DD"):
            call_command("sweep_deadlines", "--today", bad)


@pytest.mark.django_db
@pytest.mark.parametrize("mistyped", ["1917-03-01", "9999-12-31"])
def test_a_day_no_calendar_covers_is_refused_and_uses_up_no_reminder(
    surrey: Inspection, dcs: User, mistyped: str
) -> None:
    with pytest.raises(CommandError, match="is outside the bank holidays known"):
        call_command("sweep_deadlines", "--today", mistyped)
    assert not Reminder.objects.exists()


@pytest.mark.django_db
def test_the_scheduled_task_sweeps_today(surrey: Inspection, dcs: User) -> None:
    from inspections.tasks import sweep_deadlines

    with travelled_to(date(2017, 2, 14)):
        assert sweep_deadlines()["sent"] == 1


@pytest.mark.django_db
def test_of_two_sweeps_that_both_found_a_rung_untold_one_sends(surrey: Inspection, dcs: User) -> None:
    row = Deadline.objects.select_related("inspection__partnership").get(rule_code="wsoa-due")
    rung, today = Rung("20", date(2017, 2, 14)), date(2017, 2, 14)
    answers = [_remind(row, dcs, rung, [], today, working_calendar()) for _ in range(2)]
    assert answers == [True, False]
    assert Notice.objects.count() == OutboxRow.objects.count() == Reminder.objects.count() == 1


def database_for_others(folder: Path) -> str:
    """The address under which another process finds what this test has written."""
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(folder / "copy.sqlite3")
        connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{folder / 'copy.sqlite3'}"
    held = connection.settings_dict
    password = f":{held['PASSWORD']}" if held["PASSWORD"] else ""
    return f"postgres://{held['USER']}{password}@{held['HOST']}:{held['PORT']}/{held['NAME']}"


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_in_two_processes_at_once_send_one(surrey: Inspection, dcs: User, tmp_path: Path) -> None:
    url = database_for_others(tmp_path)
    started = [
        subprocess.Popen(
            [sys.executable, "manage.py", "sweep_deadlines", "--today", "2017-02-14", "--json", "--skip-checks"],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {"DATABASE_URL": url, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    answers = [process.communicate(timeout=60) for process in started]
    assert [process.returncode for process in started] == [0, 0], answers
    totals = [json.loads(out) for out, _ in answers]
    assert sorted(found["sent"] for found in totals) == [0, 1]
    assert sorted(found["already"] for found in totals) == [0, 1]
