"""A bank holiday announced late: 19 September 2022, proclaimed nine days before."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.choices import Role
from accounts.models import Notice
from audit.models import Entry
from core.clock import LONDON, travelled_to
from core.errors import Refused
from core.models import OutboxRow
from inspections.models import AddedBankHoliday, Deadline, Inspection
from inspections.queries.calendar import working_calendar
from inspections.services import timeline
from inspections.services.calendar import add_bank_holiday, preview_bank_holiday
from tests import factories as make

pytestmark = pytest.mark.django_db
FUNERAL = date(2022, 9, 19)
NAME = "State Funeral of Queen Elizabeth II"
WHY = "Proclaimed on 10 September 2022."
AUGUST_2022 = Path(__file__).parent / "data" / "bank_holidays_2022_08.json"


@pytest.fixture(autouse=True)
def _before_the_proclamation(settings: Any) -> Any:
    settings.BANK_HOLIDAYS_PATH = str(AUGUST_2022)
    with travelled_to(datetime(2022, 9, 12, 10, tzinfo=LONDON)):
        yield


@pytest.fixture
def inspection() -> Inspection:
    """A statement of action due in October, received in July 2022, and the dates counted back from it."""
    made = make.InspectionFactory.create(
        regime_2016=True,
        edition_code="2021-03",
        state="published",
        outcome="wsoa-required",
        onsite_end_on=date(2022, 5, 13),
        report_received_on=date(2022, 7, 4),
        published_on=date(2022, 7, 11),
    )
    timeline.lay_out(inspection=made, by=None, scope="plan", extra_anchors={"plan_due_on": date(2022, 10, 11)})
    return made


def due(code: str) -> Deadline:
    return Deadline.objects.get(rule_code=code)


def test_the_file_of_august_does_not_know_it_and_the_sum_counts_it(inspection: Inspection) -> None:
    assert working_calendar().is_working_day(FUNERAL)
    assert (due("wsoa-due").due_on, due("committee-approval").due_on) == (date(2022, 10, 11), date(2022, 9, 27))


def test_the_preview_lists_old_and_new_and_changes_nothing(inspection: Inspection) -> None:
    shifts = preview_bank_holiday(FUNERAL, NAME)
    assert [(shift.deadline.rule_code, shift.old_due_on, shift.new_due_on, shift.moves) for shift in shifts] == [
        ("committee-approval", date(2022, 9, 27), date(2022, 9, 28), True),
        ("wsoa-due", date(2022, 10, 11), date(2022, 10, 12), True),
    ]
    deadline, old, new = shifts[1]
    assert (deadline, old, new) == (due("wsoa-due"), date(2022, 10, 11), date(2022, 10, 12))
    assert due("wsoa-due").due_on == date(2022, 10, 11)
    assert not AddedBankHoliday.objects.exists()


@pytest.mark.trust("D4", "a bank holiday announced late, confirmed by a person")
def test_confirmed_it_moves_them_records_why_and_tells_each_owner_once(inspection: Inspection) -> None:
    administrator = make.national(Role.ADMINISTRATOR)
    dcs, lano = make.member(inspection.partnership, Role.DCS), make.member(inspection.partnership, Role.LANO)
    add_bank_holiday(by=administrator, day=FUNERAL, name=NAME, reason=WHY)
    moved = due("wsoa-due")
    assert (moved.due_on, moved.original_due_on, moved.moved_by) == (
        date(2022, 10, 12),
        date(2022, 10, 11),
        administrator,
    )
    assert moved.moved_reason == f"{NAME} on Monday 19 September 2022 is a bank holiday. {WHY}"
    assert moved.calendar_edition == "govuk-2022-08+2022-09-19"
    assert (due("committee-approval").due_on, due("committee-approval").anchor_on) == (
        date(2022, 9, 28),
        date(2022, 10, 12),
    )
    assert not working_calendar().is_working_day(FUNERAL)
    entries = Entry.objects.filter(verb="deadline.shifted")
    assert entries.count() == 2
    assert {entry.actor for entry in entries} == {administrator}
    assert Entry.objects.filter(verb="calendar.bank_holiday_added").count() == 1
    notices = Notice.objects.filter(kind="bank_holiday")
    assert {notice.person for notice in notices} == {dcs, lano}
    assert notices.count() == OutboxRow.objects.filter(kind="notice_email").count() == 2
    notice = notices.first()
    assert notice is not None
    assert "Wednesday 12 October 2022 (was Tuesday 11 October 2022)" in notice.body
    assert timeline.lay_out(inspection=inspection, by=None, scope="plan") == [], "a later look agrees with the move"


def test_a_deadline_moved_by_hand_is_listed_and_stays(inspection: Inspection) -> None:
    timeline.change_date(by=None, deadline=due("wsoa-due"), due_on=date(2022, 10, 31), reason="Agreed")
    shifts = {
        shift.deadline.rule_code: shift for shift in add_bank_holiday(by=None, day=FUNERAL, name=NAME, reason=WHY)
    }
    assert not shifts["wsoa-due"].moves
    assert (due("wsoa-due").due_on, due("wsoa-due").moved_reason) == (date(2022, 10, 31), "Agreed")


def test_what_is_met_cancelled_or_counted_otherwise_is_not_touched(inspection: Inspection) -> None:
    timeline.mark_met(by=None, deadline=due("wsoa-due"), met_on=date(2022, 9, 9))
    Deadline.objects.filter(rule_code="committee-approval").update(unit="calendar_days")
    other = make.InspectionFactory.create(
        regime_2016=True, edition_code="2021-03", state="cancelled", notified_on=date(2022, 9, 12)
    )
    timeline.lay_out(inspection=other, by=None)
    before = make.InspectionFactory.create(regime_2016=True, edition_code="2021-03", notified_on=date(2022, 9, 5))
    timeline.lay_out(inspection=before, by=None)
    assert due_of(before, "onsite-start").due_on == date(2022, 9, 12)
    assert preview_bank_holiday(FUNERAL, NAME) == []


def due_of(inspection: Inspection, code: str) -> Deadline:
    return Deadline.objects.get(inspection=inspection, rule_code=code)


def test_a_deadline_of_the_day_itself_moves(inspection: Inspection) -> None:
    other = make.InspectionFactory.create(regime_2016=True, edition_code="2021-03", notified_on=date(2022, 9, 12))
    timeline.lay_out(inspection=other, by=None)
    assert due_of(other, "onsite-start").due_on == FUNERAL
    add_bank_holiday(by=None, day=FUNERAL, name=NAME, reason=WHY)
    assert due_of(other, "onsite-start").due_on == date(2022, 9, 20)


@pytest.mark.parametrize(
    ("day", "name", "reason", "field", "text"),
    [
        (date(2022, 8, 29), NAME, WHY, "day", "is a bank holiday already"),
        (date(2022, 9, 18), NAME, WHY, "day", "is at the weekend"),
        (date(2031, 9, 19), NAME, WHY, "day", "outside the bank holidays known"),
        (FUNERAL, " ", WHY, "name", "Enter the name"),
        (FUNERAL, NAME, "", "reason", "Say why"),
    ],
)
def test_a_day_that_cannot_be_added_is_refused(
    inspection: Inspection, day: date, name: str, reason: str, field: str, text: str
) -> None:
    with pytest.raises(Refused, match=text) as caught:
        add_bank_holiday(by=None, day=day, name=name, reason=reason)
    assert [found.field for found in caught.value.reasons] == [field]
    assert not AddedBankHoliday.objects.exists()
    assert due("wsoa-due").due_on == date(2022, 10, 11)


def test_the_same_day_twice_is_refused(inspection: Inspection) -> None:
    add_bank_holiday(by=None, day=FUNERAL, name=NAME, reason=WHY)
    with pytest.raises(Refused, match="is a bank holiday already"):
        add_bank_holiday(by=None, day=FUNERAL, name=NAME, reason=WHY)
    assert due("wsoa-due").due_on == date(2022, 10, 12)


def test_a_new_file_that_has_the_day_agrees_with_the_row(settings: Any) -> None:
    add_bank_holiday(by=None, day=FUNERAL, name=NAME, reason=WHY)
    settings.BANK_HOLIDAYS_PATH = ""
    assert "+" not in working_calendar().edition
    assert working_calendar().holiday_name(FUNERAL) is not None


def test_the_preview_costs_the_same_for_one_and_for_three(
    django_assert_num_queries: Any, inspection: Inspection
) -> None:
    with django_assert_num_queries(2):
        assert len(preview_bank_holiday(FUNERAL, NAME)) == 2
    for _ in range(2):
        other = make.InspectionFactory.create(regime_2016=True, edition_code="2021-03", notified_on=date(2022, 9, 12))
        timeline.lay_out(inspection=other, by=None)
    with django_assert_num_queries(2):
        assert len(preview_bank_holiday(FUNERAL, NAME)) == 4
