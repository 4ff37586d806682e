"""Deadlines: laid out, changed by hand, met."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accounts.choices import Role
from audit.models import Entry
from core.errors import Conflict, Refused
from inspections.models import Deadline, Inspection
from inspections.queries import timeline as rows
from inspections.queries.calendar import working_calendar
from inspections.queries.deadlines import open_for
from inspections.services import timeline
from inspections.services.owners import owners_of
from inspections.tests import walk
from inspections.tests.test_moves import due, reasons
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 7)


@pytest.fixture
def inspection() -> Inspection:
    return walk.to("notify")


def test_laying_out_again_changes_nothing_and_records_nothing(inspection: Inspection) -> None:
    before = list(Deadline.objects.order_by("pk").values())
    entries = Entry.objects.count()
    assert timeline.lay_out(inspection=inspection, by=None) == []
    assert (list(Deadline.objects.order_by("pk").values()), Entry.objects.count()) == (before, entries)


def test_each_row_keeps_its_rule_as_it_stood(inspection: Inspection) -> None:
    row = due(inspection, "information-request")
    assert (row.name, row.owner, row.anchor, row.confirmed) == (
        "Other Annex A information shared",
        "LANO",
        "notified_on",
        False,
    )
    assert (row.reminders, row.laid_on, row.original_due_on) == ([1, 0], date(2024, 4, 29), date(2024, 5, 7))
    assert row.counted(working_calendar()) == row.due_on
    assert row.rule.code == row.rule_code


def test_what_was_met_or_moved_by_hand_is_never_touched(inspection: Inspection) -> None:
    with walk.at(DAY):
        timeline.change_date(
            by=None, deadline=due(inspection, "draft-report"), due_on=date(2024, 6, 21), reason="Agreed"
        )
        timeline.mark_met(by=None, deadline=due(inspection, "person-level-lists"), met_on=date(2024, 5, 2))
    inspection.notified_on, inspection.onsite_end_on = date(2024, 4, 30), date(2024, 5, 16)
    inspection.save()
    timeline.lay_out(inspection=inspection, by=None)
    assert due(inspection, "draft-report").due_on == date(2024, 6, 21)
    assert due(inspection, "person-level-lists").due_on == date(2024, 5, 1)
    assert due(inspection, "publication").due_on == date(2024, 7, 17)


def test_another_outcome_takes_away_what_no_longer_applies() -> None:
    inspection = make.InspectionFactory.create(out=True, outcome="outcome-1")
    timeline.lay_out(inspection=inspection, by=None)
    assert due(inspection, "next-full-outcome-1").due_on == date(2029, 7, 16)
    inspection.outcome = "outcome-2"
    inspection.save()
    timeline.lay_out(inspection=inspection, by=None)
    assert not Deadline.objects.filter(rule_code="next-full-outcome-1").exists()
    assert due(inspection, "next-full-outcome-2-or-3").due_on == date(2027, 7, 16)


def test_a_duty_that_tells_the_outcome_waits_for_publication() -> None:
    inspection = make.InspectionFactory.create(
        out=True, edition_code="2025-06-06", state="finalised", published_on=None
    )
    timeline.lay_out(inspection=inspection, by=None)
    assert not Deadline.objects.filter(rule_code="monitoring-inspection-due").exists()
    inspection.state, inspection.published_on = "published", date(2024, 7, 16)
    timeline.lay_out(inspection=inspection, by=None)
    assert due(inspection, "monitoring-inspection-due").due_on == date(2026, 1, 9)


def test_a_sum_beyond_the_calendar_is_refused_and_nothing_is_laid_out() -> None:
    inspection = make.InspectionFactory.create(onsite_end_on=date(2028, 12, 1))
    with pytest.raises(Refused, match="outside the bank holidays known"):
        timeline.lay_out(inspection=inspection, by=None)
    assert not Deadline.objects.exists()


def test_a_date_is_changed_with_a_reason_that_is_kept(inspection: Inspection) -> None:
    person = make.UserFactory.create()
    with walk.at(DAY):
        timeline.change_date(
            by=person,
            deadline=due(inspection, "publication"),
            due_on=date(2024, 8, 1),
            reason="A complaint is answered first",
        )
    row = due(inspection, "publication")
    assert (row.due_on, row.original_due_on, row.hand_moved) == (date(2024, 8, 1), date(2024, 7, 18), True)
    assert (row.moved_by, row.moved_reason) == (person, "A complaint is answered first")
    entry = Entry.objects.get(verb="deadline.date_changed")
    assert (entry.changes, entry.reason) == ({"due_on": ["2024-07-18", "2024-08-01"]}, row.moved_reason)
    assert entry.inspection_ref == inspection.reference


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"due_on": date(2024, 7, 18)}, "due_on"),
        ({"due_on": date(2024, 5, 16)}, "due_on"),
        ({"due_on": date(2031, 5, 16)}, "due_on"),
    ],
)
def test_a_change_that_cannot_be_is_refused(inspection: Inspection, given: dict[str, Any], field: str) -> None:
    row = due(inspection, "publication")
    with walk.at(DAY), pytest.raises(Refused) as caught:
        timeline.change_date(by=None, deadline=row, **({"due_on": date(2024, 8, 1), "reason": "Agreed"} | given))
    assert list(reasons(caught)) == [field]
    assert due(inspection, "publication").due_on == date(2024, 7, 18)


def test_a_date_of_years_may_lie_beyond_the_known_bank_holidays() -> None:
    inspection = make.InspectionFactory.create(out=True, outcome="outcome-1")
    timeline.lay_out(inspection=inspection, by=None)
    with walk.at(DAY):
        timeline.change_date(
            by=None, deadline=due(inspection, "next-full-outcome-1"), due_on=date(2031, 1, 6), reason="Programme"
        )
    assert due(inspection, "next-full-outcome-1").due_on == date(2031, 1, 6)


def test_two_people_moving_one_deadline_the_second_is_told(inspection: Inspection) -> None:
    mine, theirs = due(inspection, "publication"), due(inspection, "publication")
    with walk.at(DAY):
        timeline.change_date(by=None, deadline=theirs, due_on=date(2024, 8, 1), reason="a")
        with pytest.raises(Conflict) as caught:
            timeline.change_date(by=None, deadline=mine, due_on=date(2024, 8, 2), reason="b")
    assert caught.value.current.due_on == date(2024, 8, 1)
    assert due(inspection, "publication").due_on == date(2024, 8, 1)


@pytest.mark.trust("D4", "a due date moved by hand")
def test_a_moved_plan_takes_with_it_what_is_counted_back_from_it() -> None:
    inspection = make.InspectionFactory.create(out=True)
    timeline.lay_out(inspection=inspection, by=None, scope="plan")
    plan = due(inspection, "pap-due", "plan")
    timeline.lay_out(inspection=inspection, by=None, scope="plan", extra_anchors={"plan_due_on": plan.due_on})
    assert due(inspection, "committee-approval", "plan").due_on == date(2024, 8, 13)
    with walk.at(DAY):
        timeline.change_date(by=None, deadline=plan, due_on=date(2024, 9, 11), reason="Agreed with the DfE")
    moved = due(inspection, "committee-approval", "plan")
    assert (plan.original_due_on, moved.anchor_on, moved.due_on) == (
        date(2024, 8, 28), date(2024, 9, 11), date(2024, 8, 28),
    )  # fmt: skip
    assert "was moved to Wednesday 11 September 2024" in moved.moved_reason


def test_met_is_a_day_from_the_start_of_the_clock_to_today_and_only_once(inspection: Inspection) -> None:
    row = due(inspection, "information-request")
    with walk.at(DAY):
        for met_on, text in (
            (date(2024, 5, 8), "today or in the past"),
            (date(2024, 4, 26), "cannot be before Monday 29"),
        ):
            with pytest.raises(Refused, match=text):
                timeline.mark_met(by=None, deadline=row, met_on=met_on)
        timeline.mark_met(by=None, deadline=row, met_on=date(2024, 5, 3))
        with pytest.raises(Refused, match="already"):
            timeline.mark_met(by=None, deadline=row, met_on=date(2024, 5, 3))
        with pytest.raises(Refused, match="not open any more"):
            timeline.change_date(by=None, deadline=row, due_on=date(2024, 6, 3), reason="Late")
    assert Entry.objects.filter(verb="deadline.met", subject_id=str(row.pk)).count() == 1


def test_rows_of_a_page_say_what_is_assumed_unconfirmed_and_moved(
    inspection: Inspection, django_assert_num_queries: Any
) -> None:
    inspection.assumed = ["notified_on"]
    with walk.at(DAY):
        timeline.change_date(by=None, deadline=due(inspection, "publication"), due_on=date(2024, 8, 1), reason="Agreed")
    calendar = working_calendar()
    with django_assert_num_queries(1):
        shown = {row.deadline.rule_code: row for row in rows.rows(inspection, today=DAY, calendar=calendar)}
    assert next(iter(shown)) == "lano-named"
    assert (shown["onsite-start"].assumed, shown["publication"].assumed) == (True, False)
    assert (shown["information-request"].unconfirmed, shown["onsite-start"].unconfirmed) == (True, False)
    assert (shown["publication"].moved, shown["publication"].approximate) == (True, True)
    assert shown["information-request"].standing.code == "due_today"
    assert "lano-named" not in {
        row.deadline.rule_code for row in rows.rows(inspection, today=DAY, calendar=calendar, only_open=True)
    }


@pytest.mark.parametrize(
    ("code", "scope", "roles"),
    [
        ("lano-named", "inspection", {Role.DCS, Role.ICB_EXECUTIVE}),
        ("information-request", "inspection", {Role.LANO}),
        ("timetable-agreed", "inspection", {Role.LANO, Role.LEAD_INSPECTOR}),
        ("onsite-start", "inspection", {Role.LEAD_INSPECTOR, Role.CQC_LEAD}),
        ("pap-due", "plan", {Role.LANO, Role.DCS, Role.ICB_EXECUTIVE}),
        ("first-stocktake", "plan", {Role.DFE_ADVISER, Role.NHSE_ADVISER}),
    ],
)
def test_who_must_act(code: str, scope: str, roles: set[Role]) -> None:
    inspection = make.InspectionFactory.create(out=True)
    timeline.lay_out(inspection=inspection, by=None)
    timeline.lay_out(inspection=inspection, by=None, scope="plan")
    area = inspection.partnership
    people = {role: make.member(area, role) for role in (Role.LANO, Role.DCS, Role.ICB_EXECUTIVE, Role.PCF)}
    people |= {role: make.team(inspection, role) for role in (Role.LEAD_INSPECTOR, Role.CQC_LEAD, Role.CQC_INSPECTOR)}
    people |= {role: make.national(role, region_code="E12000008") for role in (Role.DFE_ADVISER, Role.NHSE_ADVISER)}
    make.national(Role.DFE_ADVISER, region_code="E12000001")
    make.member(make.PartnershipFactory.create(), Role.DCS)
    assert set(owners_of(due(inspection, code, scope))) == {people[role] for role in roles}


def test_a_closed_account_a_delegate_of_the_plan_and_a_team_that_has_gone() -> None:
    inspection = make.InspectionFactory.create(out=True)
    timeline.lay_out(inspection=inspection, by=None)
    timeline.lay_out(inspection=inspection, by=None, scope="plan")
    dcs = make.member(inspection.partnership, Role.DCS)
    writer = make.delegate(dcs, inspection.partnership, "plan")
    make.member(inspection.partnership, Role.ICB_EXECUTIVE, make.UserFactory.create(is_active=False))
    assert owners_of(due(inspection, "pap-due", "plan")) == [dcs, writer]
    manager = make.national(Role.INSPECTION_MANAGER)
    assert owners_of(due(inspection, "monitoring-inspection-due")) == [manager]


def test_every_owner_of_every_rule_has_roles() -> None:
    from inspections.services.owners import ROLES
    from rulebook import frameworks

    owners = {rule.owner.name.lower() for one in frameworks.ALL for edition in one.editions for rule in edition.rules}
    assert owners <= set(ROLES)


def test_the_list_of_deadlines_costs_the_same_for_one_and_for_three(django_assert_num_queries: Any) -> None:
    manager = make.national(Role.INSPECTION_MANAGER)
    calendar = working_calendar()

    def cost(expected: int) -> int:
        with django_assert_num_queries(expected) as asked:
            shown = open_for(manager, today=DAY, calendar=calendar)
            assert [str(row.deadline) for row in shown]
        return len(asked)

    walk.to("notify")
    one = len(open_for(manager, today=DAY, calendar=calendar))
    first = cost(2)
    walk.to("notify")
    walk.to("notify")
    assert len(open_for(manager, today=DAY, calendar=calendar)) == 3 * one
    assert cost(first) == first
