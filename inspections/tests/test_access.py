"""Who reaches which inspection, before and after each stage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.choices import Activity, Permission, Role
from inspections.models import Inspection
from inspections.queries.inspections import visible_to
from tests import factories as make

pytestmark = pytest.mark.django_db
P = Permission
DAY = date(2024, 6, 1)
NEXT = date(2024, 6, 2)


def reaches(user: Any, permission: Permission, on: date = DAY) -> list[str]:
    return list(Inspection.objects.permitted(user, permission, on).values_list("reference", flat=True))


@pytest.fixture
def inspection() -> Inspection:
    return make.InspectionFactory.create(reference="here")


@pytest.fixture
def elsewhere() -> Inspection:
    return make.InspectionFactory.create(
        reference="elsewhere",
        out=True,
        partnership__region=make.RegionFactory.create(code="E12000001", name="North East"),
        published_on=None,
        state="finalised",
    )


def test_everywhere(inspection: Inspection, elsewhere: Inspection) -> None:
    manager = make.national(Role.INSPECTION_MANAGER)
    assert set(reaches(manager, P.INSPECTION_VIEW)) == {"here", "elsewhere"}
    assert reaches(manager, P.FINDINGS_VIEW) == []


def test_a_national_role_holds_only_on_its_days(inspection: Inspection) -> None:
    manager = make.national(Role.INSPECTION_MANAGER, starts_on=DAY, ends_on=DAY)
    assert reaches(manager, P.INSPECTION_VIEW, DAY) == ["here"]
    assert reaches(manager, P.INSPECTION_VIEW, NEXT) == []
    assert reaches(manager, P.INSPECTION_VIEW, date(2024, 5, 31)) == []


def test_the_team_of_one_inspection_on_the_days_of_the_place(inspection: Inspection, elsewhere: Inspection) -> None:
    lead = make.team(inspection, Role.LEAD_INSPECTOR, starts_on=DAY, ends_on=DAY)
    assert reaches(lead, P.FINDINGS_EDIT) == ["here"]
    assert reaches(lead, P.FINDINGS_EDIT, NEXT) == []


def test_a_team_role_gives_only_its_own_rights(inspection: Inspection) -> None:
    inspector = make.team(inspection, Role.CQC_INSPECTOR)
    assert reaches(inspector, P.FINDINGS_EDIT) == ["here"]
    assert reaches(inspector, P.INSPECTION_NOTIFY) == []


@pytest.mark.parametrize(
    ("role", "permission", "field"),
    [
        (Role.LANO, P.INSPECTION_VIEW, "notified_on"),
        (Role.LANO, P.FINDINGS_VIEW, "findings_shared_on"),
        (Role.LANO, P.LETTER_VIEW, "letter_issued_on"),
        (Role.PCF, P.INSPECTION_VIEW, "notified_on"),
        (Role.LEAD_MEMBER, P.LETTER_VIEW, "letter_issued_on"),
    ],
)
def test_what_an_area_sees_opens_with_a_date(role: Role, permission: Permission, field: str) -> None:
    inspection = make.InspectionFactory.create(reference="here")
    person = make.member(inspection.partnership, role)
    assert reaches(person, permission) == []
    setattr(inspection, field, NEXT)
    inspection.save()
    assert reaches(person, permission, DAY) == [], "not before the day"
    assert reaches(person, permission, NEXT) == ["here"]


def test_another_area_stays_closed(elsewhere: Inspection) -> None:
    stranger = make.member(make.PartnershipFactory.create(), Role.DCS)
    assert reaches(stranger, P.INSPECTION_VIEW, date(2024, 7, 10)) == []


def test_an_area_sees_its_plan_rights_at_any_stage(inspection: Inspection) -> None:
    assert reaches(make.member(inspection.partnership, Role.LANO), P.PLAN_VIEW) == ["here"]


def test_a_membership_that_ended_gives_nothing() -> None:
    inspection = make.InspectionFactory.create(reference="here", notified_on=date(2024, 4, 29))
    lano = make.member(inspection.partnership, Role.LANO, ends_on=DAY)
    assert reaches(lano, P.INSPECTION_VIEW, DAY) == ["here"]
    assert reaches(lano, P.INSPECTION_VIEW, NEXT) == []


def test_advisers_see_their_regions_once_the_letter_is_issued(inspection: Inspection, elsewhere: Inspection) -> None:
    day = date(2024, 7, 9)
    adviser = make.national(Role.DFE_ADVISER, region_code="E12000001")
    assert reaches(adviser, P.LETTER_VIEW, date(2024, 7, 8)) == []
    assert reaches(adviser, P.LETTER_VIEW, day) == ["elsewhere"]
    assert reaches(make.national(Role.DFE_ADVISER, region_code="E12000008"), P.LETTER_VIEW, day) == []
    assert reaches(adviser, P.PLAN_REVIEW, DAY) == ["elsewhere"], "plans at any stage, in the region"


def test_an_adviser_without_a_region_covers_england(elsewhere: Inspection) -> None:
    assert reaches(make.national(Role.NHSE_ADVISER), P.LETTER_VIEW, date(2024, 7, 9)) == ["elsewhere"]


@pytest.mark.parametrize(
    ("activity", "permission", "before", "after"),
    [
        (Activity.KEEP_IN_TOUCH, P.INSPECTION_VIEW, None, "notified_on"),
        (Activity.FACTUAL_ACCURACY, P.LETTER_RESPOND, "notified_on", "findings_shared_on"),
        (Activity.FACTUAL_ACCURACY, P.FINDINGS_VIEW, "notified_on", "findings_shared_on"),
        (Activity.PLAN, P.PLAN_EDIT, None, "notified_on"),
    ],
)
def test_a_delegate_acts_within_the_activity_and_the_stage(
    activity: Activity, permission: Permission, before: str | None, after: str
) -> None:
    inspection = make.InspectionFactory.create(reference="here")
    chief = make.member(inspection.partnership, Role.ICB_EXECUTIVE)
    person = make.delegate(chief, inspection.partnership, activity)
    if before:
        setattr(inspection, before, DAY)
        inspection.save()
    assert reaches(person, permission) == []
    for field in {before or after, after}:
        setattr(inspection, field, DAY)
    inspection.save()
    assert reaches(person, permission) == ["here"]
    assert reaches(person, P.INSPECTION_NOMINATE) == [], "nothing beyond the activity"


def test_a_delegation_ends_with_its_days_and_with_the_office(inspection: Inspection) -> None:
    inspection.notified_on = date(2024, 4, 29)
    inspection.save()
    chief = make.member(inspection.partnership, Role.ICB_EXECUTIVE, ends_on=DAY)
    person = make.delegate(chief, inspection.partnership, Activity.KEEP_IN_TOUCH)
    brief = make.delegate(chief, inspection.partnership, Activity.KEEP_IN_TOUCH, ends_on=date(2024, 5, 31))
    assert reaches(person, P.INSPECTION_VIEW, DAY) == ["here"]
    assert reaches(person, P.INSPECTION_VIEW, NEXT) == []
    assert reaches(brief, P.INSPECTION_VIEW, DAY) == []


def test_published_history_without_dates_is_open_to_its_area() -> None:
    old = make.InspectionFactory.create(
        reference="old",
        regime_2016=True,
        state="published",
        onsite_start_on=date(2016, 10, 17),
        published_on=date(2016, 12, 8),
    )
    lano = make.member(old.partnership, Role.LANO)
    assert reaches(lano, P.INSPECTION_VIEW) == ["old"]
    assert reaches(lano, P.LETTER_VIEW) == ["old"]
    assert reaches(lano, P.LETTER_VIEW, date(2016, 12, 7)) == []


def test_strangers_and_closed_accounts_reach_nothing(inspection: Inspection) -> None:
    manager = make.national(Role.INSPECTION_MANAGER)
    assert reaches(manager, P.INSPECTION_VIEW) == ["here"]
    manager.is_active = False
    manager.save()
    assert reaches(manager, P.INSPECTION_VIEW) == []
    assert reaches(AnonymousUser(), P.INSPECTION_VIEW) == []


def test_everyone_sees_the_published_and_only_insiders_the_rest(inspection: Inspection, elsewhere: Inspection) -> None:
    make.InspectionFactory.create(reference="out", out=True)
    make.InspectionFactory.create(reference="notes", regime_2016=True, state="published", source="ofsted-notes")

    def seen(user: Any) -> set[str]:
        return set(visible_to(user, DAY).values_list("reference", flat=True))

    assert seen(AnonymousUser()) == {"out", "notes"}
    assert seen(make.team(inspection, Role.CQC_LEAD)) == {"out", "notes", "here"}
    assert seen(make.national(Role.ADMINISTRATOR)) == {"out", "notes"}


def test_the_number_of_statements_does_not_grow_with_the_inspections(django_assert_max_num_queries: Any) -> None:
    first = make.InspectionFactory.create(notified_on=DAY)
    lano = make.member(first.partnership, Role.LANO)
    # One for the rows and one for each kind of place a person may hold.
    with django_assert_max_num_queries(5):
        assert len(reaches(lano, P.INSPECTION_VIEW)) == 1
    for other in make.InspectionFactory.create_batch(2, notified_on=DAY):
        make.member(other.partnership, Role.LANO, lano)
    with django_assert_max_num_queries(5):
        assert len(reaches(lano, P.INSPECTION_VIEW)) == 3
