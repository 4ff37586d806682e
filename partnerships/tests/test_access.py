"""Who reaches which partnership, on which day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts import policy
from accounts.access import Holdings, can
from accounts.choices import PARTNERSHIP_ROLES, Activity, Permission, Reach, Role
from accounts.models import NationalRole
from core import clock
from partnerships.models import Delegation, Partnership
from partnerships.services import members
from partnerships.tests.conftest import TODAY

ONE_DAY = timedelta(days=1)
OF_PARTNERSHIPS = (Permission.PARTNERSHIP_VIEW, Permission.MEMBERS_VIEW, Permission.MEMBERS_MANAGE)


@pytest.fixture(autouse=True)
def _today():
    with clock.travelled_to(TODAY):
        yield


def reached(person, permission=Permission.PARTNERSHIP_VIEW, on=TODAY):
    return sorted(Partnership.objects.permitted(person, permission, on).values_list("slug", flat=True))


@pytest.mark.parametrize("role", PARTNERSHIP_ROLES)
@pytest.mark.parametrize("permission", OF_PARTNERSHIPS)
def test_a_member_has_what_the_table_says_in_their_own_area_only(small, role, permission):
    person = small.member("Ada", role).user
    assert reached(person, permission) == (["seaborough"] if (role, permission) in policy.TABLE else [])


def test_one_person_may_hold_roles_in_two_areas(small):
    first = small.member("Ada", Role.LANO)
    small.there.memberships.create(user=first.user, role=Role.PCF, starts_on=TODAY)
    assert reached(first.user) == ["fellside", "seaborough"]
    assert reached(first.user, Permission.MEMBERS_MANAGE) == ["seaborough"]


def test_a_membership_holds_on_its_first_and_last_day_and_not_beside_them(small):
    person = small.member("Ada", Role.LANO, starts_on=date(2024, 4, 1), ends_on=date(2024, 4, 30)).user
    days = (date(2024, 3, 31), date(2024, 4, 1), date(2024, 4, 30), date(2024, 5, 1))
    assert [bool(reached(person, on=day)) for day in days] == [False, True, True, False]


def test_an_ended_membership_bites_at_once(small):
    membership = small.member("Ada", Role.LANO)
    boss = small.person("Boss")
    assert can(membership.user, Permission.PARTNERSHIP_VIEW, small.here)
    members.end_membership(by=boss, membership=membership)
    assert not can(membership.user, Permission.PARTNERSHIP_VIEW, small.here)


def test_a_membership_of_today_can_be_ended_today(small):
    membership = small.member("Ada", Role.LANO, starts_on=TODAY)
    members.end_membership(by=small.person("Boss"), membership=membership)
    assert reached(membership.user) == []


def test_a_closed_account_reaches_nothing(small):
    person = small.member("Ada", Role.LANO).user
    person.is_active = False
    person.save()
    assert reached(person) == []


def test_strangers_reach_nothing(small):
    assert reached(small.person("Nobody")) == []
    assert reached(AnonymousUser()) == []


@pytest.mark.parametrize("role", [Role.INSPECTION_MANAGER, Role.QUALITY_ASSURER, Role.ADMINISTRATOR])
def test_a_role_over_england_reaches_every_area(small, role):
    person = small.person("Ada")
    NationalRole.objects.create(user=person, role=role, starts_on=TODAY)
    assert reached(person) == ["fellside", "seaborough"]
    assert reached(person, on=TODAY - ONE_DAY) == []


@pytest.mark.parametrize("role", [Role.DFE_ADVISER, Role.NHSE_ADVISER])
def test_an_adviser_reaches_their_regions(small, role):
    person = small.person("Ada")
    given = NationalRole.objects.create(user=person, role=role, region_code="E12000008", starts_on=TODAY)
    assert reached(person, Permission.MEMBERS_VIEW) == ["seaborough"]
    assert reached(person, Permission.MEMBERS_MANAGE) == []
    given.region_code = "E12000001"
    given.save()
    assert reached(person) == ["fellside"]


def test_reaches_that_speak_of_an_inspection_cover_no_partnership(small):
    person = small.member("Ada", Role.LANO).user
    for reach in set(Reach) - {Reach.ALL, Reach.REGION, Reach.OWN_PARTNERSHIP}:
        found = Partnership.objects.filter(
            Partnership.objects.all().reached(Holdings(person, TODAY), reach, frozenset(Role))
        )
        assert not found.exists(), reach


def test_no_right_over_partnerships_rests_on_such_a_reach():
    mine = {Reach.ALL, Reach.REGION, Reach.OWN_PARTNERSHIP}
    resting = {(role, held): reach for (role, held), reach in policy.TABLE.items() if held in OF_PARTNERSHIPS}
    assert len(resting) > 10
    assert {pair for pair, reach in resting.items() if reach not in mine} == set()


# --- delegates


@pytest.fixture
def handed(small):
    chief = small.member("Chief", Role.ICB_EXECUTIVE)
    return Delegation.objects.create(
        membership=chief,
        delegate=small.person("Delegate"),
        activity=Activity.KEEP_IN_TOUCH,
        starts_on=date(2024, 4, 29),
        ends_on=date(2024, 5, 17),
    )


def test_a_delegate_reaches_the_area_from_the_first_day_to_the_last(handed):
    days = (date(2024, 4, 28), date(2024, 4, 29), date(2024, 5, 17), date(2024, 5, 18))
    assert [reached(handed.delegate, on=day) for day in days] == [[], ["seaborough"], ["seaborough"], []]


def test_a_delegate_has_only_what_the_activity_carries(handed):
    assert reached(handed.delegate, Permission.MEMBERS_VIEW) == []
    assert reached(handed.delegate, Permission.PLAN_VIEW) == []
    handed.activity = Activity.PLAN
    handed.save()
    assert reached(handed.delegate, Permission.PLAN_VIEW) == ["seaborough"]
    assert reached(handed.delegate, Permission.PLAN_SUBMIT) == []


def test_a_delegation_ends_with_the_office_it_came_from(handed):
    handed.membership.ends_on = TODAY - ONE_DAY
    handed.membership.save()
    assert reached(handed.delegate) == []


def test_taking_an_activity_back_bites_at_once(handed, small):
    members.end_delegation(by=small.person("Boss"), delegation=handed)
    assert reached(handed.delegate) == []


def test_nobody_hands_over_more_than_they_hold():
    for role in Role:
        held = {permission for holder, permission in policy.TABLE if holder == role}
        for activity in members.activities_of(role):
            assert policy.DELEGABLE[activity] <= held
    assert [role for role in PARTNERSHIP_ROLES if members.activities_of(role)] == [
        Role.LANO,
        Role.DCS,
        Role.ICB_EXECUTIVE,
    ]
    assert members.activities_of(Role.ADMINISTRATOR) == ()


@pytest.mark.parametrize("number", [1, 3])
def test_the_question_costs_the_same_for_one_area_and_for_three(small, django_assert_num_queries, number):
    person = small.member("Ada", Role.LANO).user
    for extra in range(number - 1):
        area = small.area(f"Area{extra}", f"88{extra}", small.south)
        area.memberships.create(user=person, role=Role.LANO, starts_on=TODAY)
    with django_assert_num_queries(2):  # everything the person holds: one; the areas: one
        assert len(reached(person, Permission.MEMBERS_MANAGE)) == number
