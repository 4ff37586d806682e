"""Services for members and delegates."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.choices import Activity, Role
from accounts.models import Notice, User
from audit.models import Entry
from core import clock
from core.errors import Refused
from core.models import OutboxRow
from partnerships.models import Delegation, Membership
from partnerships.services import members
from partnerships.tests.conftest import TODAY

ONE_DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _today():
    with clock.travelled_to(TODAY):
        yield


@pytest.fixture
def boss(small):
    return small.member("Boss", Role.DCS).user


def verbs_of(subject_type):
    return list(
        Entry.objects.filter(subject_type=f"partnerships.{subject_type}").order_by("pk").values_list("verb", flat=True)
    )


def fields(refused):
    return [reason.field for reason in refused.value.reasons]


def test_add_member(small, boss):
    ada = small.person("Ada")
    made = members.add_member(by=boss, partnership=small.here, user=ada, role=Role.LANO, office=" Head of SEND ")
    assert (made.starts_on, made.ends_on, made.office) == (TODAY, None, "Head of SEND")
    entry = Entry.objects.get(verb="membership.added")
    assert (entry.actor, entry.partnership_ref) == (boss, "seaborough")
    assert Notice.objects.get(person=ada).subject == "You are a member of the Seaborough local area partnership"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"role": Role.ADMINISTRATOR}, "role"),
        ({"role": Role.LEAD_INSPECTOR}, "role"),
        ({"role": "king"}, "role"),
        ({"starts_on": TODAY, "ends_on": TODAY - ONE_DAY}, "ends_on"),
    ],
)
def test_add_member_refuses(small, boss, answers, field):
    with pytest.raises(Refused) as refused:
        members.add_member(
            **{"by": boss, "partnership": small.here, "user": small.person("Ada"), "role": Role.LANO} | answers
        )
    assert fields(refused) == [field]
    assert Membership.objects.count() == 1
    assert not Entry.objects.exists()
    assert not Notice.objects.exists()


def test_no_member_of_an_area_that_is_no_more(small, boss):
    small.here.valid_to = TODAY - ONE_DAY
    small.here.save()
    with pytest.raises(Refused, match="ended on 30 April 2024"):
        members.add_member(by=boss, partnership=small.here, user=small.person("Ada"), role=Role.LANO)


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "allowed"),
    [
        (date(2024, 6, 1), None, False),
        (date(2024, 5, 31), date(2024, 6, 1), False),
        (date(2024, 7, 1), None, True),
        (date(2024, 1, 1), date(2024, 5, 30), True),
    ],
)
def test_one_role_once_at_a_time(small, boss, starts_on, ends_on, allowed):
    held = small.member("Ada", Role.LANO, starts_on=date(2024, 5, 31), ends_on=date(2024, 6, 30))
    given = {
        "by": boss,
        "partnership": small.here,
        "user": held.user,
        "role": Role.LANO,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    if allowed:
        members.add_member(**given)
    else:
        with pytest.raises(Refused, match="already holds this role"):
            members.add_member(**given)


def test_one_person_may_be_both_officer_and_lano(small, boss):
    held = small.member("Ada", Role.PARTNERSHIP_OFFICER)
    assert members.add_member(by=boss, partnership=small.here, user=held.user, role=Role.LANO).pk


def test_a_person_without_an_account_is_invited_and_gets_one_message(small, boss):
    made = members.invite_member(
        by=boss, partnership=small.here, email="New@Example.org", name="Nia New", employer="council", role=Role.PCF
    )
    assert (made.user.email, made.user.is_active, made.user.organisation) == ("new@example.org", False, "council")
    assert list(OutboxRow.objects.values_list("kind", flat=True)) == ["invitation_email"]
    assert Notice.objects.filter(person=made.user).count() == 1


def test_a_person_with_an_account_keeps_it(small, boss):
    ada = small.person("Ada")
    made = members.invite_member(
        by=boss, partnership=small.here, email="ADA@example.org", name="Somebody Else", employer="icb", role=Role.PCF
    )
    assert made.user == ada
    assert made.user.name == "Ada"
    assert list(OutboxRow.objects.values_list("kind", flat=True)) == ["notice_email"]


def test_an_impossible_address_invites_nobody(small, boss):
    people = User.objects.count()
    with pytest.raises(Refused) as refused:
        members.invite_member(by=boss, partnership=small.here, email="nowhere", name="X", employer="icb", role=Role.PCF)
    assert fields(refused) == ["email"]
    assert User.objects.count() == people


def test_a_refused_member_is_not_invited(small, boss):
    with pytest.raises(Refused):
        members.invite_member(
            by=boss,
            partnership=small.here,
            email="new@example.org",
            name="Nia",
            employer="icb",
            role=Role.ADMINISTRATOR,
        )
    assert not User.objects.filter(email="new@example.org").exists()
    assert not OutboxRow.objects.exists()


# --- ending


def test_end_membership_with_a_last_day(small, boss):
    held = small.member("Ada", Role.LANO)
    members.end_membership(by=boss, membership=held, ends_on=TODAY + ONE_DAY, reason="New post")
    held.refresh_from_db()
    assert held.ends_on == TODAY + ONE_DAY
    assert Entry.objects.get(verb="membership.ended").reason == "New post"


def test_end_membership_at_once(small, boss):
    held = small.member("Ada", Role.LANO)
    members.end_membership(by=boss, membership=held)
    held.refresh_from_db()
    assert held.ends_on == TODAY - ONE_DAY


def test_a_membership_that_never_held_goes_but_its_record_stays(small, boss):
    ada = small.person("Ada")
    held = members.add_member(by=boss, partnership=small.here, user=ada, role=Role.LANO)
    members.end_membership(by=boss, membership=held)
    assert not Membership.objects.filter(user=ada).exists()
    assert verbs_of("membership") == ["membership.added", "membership.ended"]


@pytest.mark.parametrize("ends_on", [TODAY - ONE_DAY, date(2024, 6, 30)])
def test_end_membership_refuses_a_day_that_has_passed_or_is_later_than_the_end(small, boss, ends_on):
    held = small.member("Ada", Role.LANO, ends_on=date(2024, 5, 31))
    with pytest.raises(Refused) as refused:
        members.end_membership(by=boss, membership=held, ends_on=ends_on)
    assert fields(refused) == ["ends_on"]
    held.refresh_from_db()
    assert held.ends_on == date(2024, 5, 31)


def test_end_membership_refuses_a_day_before_the_first(small, boss):
    held = small.member("Ada", Role.LANO, starts_on=TODAY + 9 * ONE_DAY)
    with pytest.raises(Refused, match="the same as or after the first"):
        members.end_membership(by=boss, membership=held, ends_on=TODAY + ONE_DAY)


def test_a_membership_that_is_over_cannot_be_ended_again(small, boss):
    held = small.member("Ada", Role.LANO, ends_on=date(2024, 3, 31))
    with pytest.raises(Refused, match="ended on 31 March 2024 already"):
        members.end_membership(by=boss, membership=held)


# --- delegates


@pytest.fixture
def chief(small):
    return small.member("Chief", Role.ICB_EXECUTIVE, ends_on=date(2024, 12, 31))


def handing(small, boss, chief, **answers):
    given = {
        "by": boss,
        "membership": chief,
        "activity": Activity.KEEP_IN_TOUCH,
        "starts_on": TODAY,
        "ends_on": TODAY + 20 * ONE_DAY,
    } | answers
    given.setdefault("delegate", User.objects.filter(name="Del").first() or small.person("Del"))
    return members.delegate(**given)


def test_delegate(small, boss, chief):
    handed = handing(small, boss, chief)
    entry = Entry.objects.get(verb="delegation.made")
    assert entry.changes["delegate"] == ["", "Del"]
    assert entry.partnership_ref == "seaborough"
    assert Notice.objects.get(person=handed.delegate).subject == "You act for Chief in Seaborough"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"activity": "everything"}, "activity"),
        ({"ends_on": TODAY - ONE_DAY}, "ends_on"),
        ({"starts_on": date(2024, 2, 1), "ends_on": date(2024, 2, 2)}, "ends_on"),
        ({"starts_on": date(2023, 12, 31)}, "starts_on"),
        ({"ends_on": date(2025, 1, 1)}, "ends_on"),
    ],
)
def test_delegate_refuses(small, boss, chief, answers, field):
    with pytest.raises(Refused) as refused:
        handing(small, boss, chief, **answers)
    assert fields(refused) == [field]
    assert not Delegation.objects.exists()
    assert not Entry.objects.exists()


def test_nobody_delegates_to_themselves(small, boss, chief):
    with pytest.raises(Refused, match="cannot hand this to themselves"):
        handing(small, boss, chief, delegate=chief.user)


def test_a_forum_representative_hands_nothing_over(small, boss):
    with pytest.raises(Refused, match="may hand over"):
        handing(small, boss, small.member("Pat", Role.PCF))


def test_one_activity_is_handed_to_a_person_once_at_a_time(small, boss, chief):
    handing(small, boss, chief)
    with pytest.raises(Refused, match="handed this already"):
        handing(small, boss, chief, starts_on=TODAY + 20 * ONE_DAY, ends_on=TODAY + 30 * ONE_DAY)
    handing(small, boss, chief, starts_on=TODAY + 21 * ONE_DAY, ends_on=TODAY + 30 * ONE_DAY)
    handing(small, boss, chief, activity=Activity.NOTIFICATION_CALL)
    assert Delegation.objects.count() == 3


def test_ending_a_membership_ends_what_it_handed_over(small, boss, chief):
    running = handing(small, boss, chief, starts_on=TODAY - ONE_DAY)
    later = handing(small, boss, chief, activity=Activity.PLAN, starts_on=TODAY + 15 * ONE_DAY)
    members.end_membership(by=boss, membership=chief, ends_on=TODAY + 10 * ONE_DAY)
    running.refresh_from_db()
    assert running.ends_on == TODAY + 10 * ONE_DAY
    assert not Delegation.objects.filter(pk=later.pk).exists()
    assert verbs_of("delegation").count("delegation.ended") == 2


def test_end_delegation(small, boss, chief):
    handed = handing(small, boss, chief, starts_on=TODAY - 5 * ONE_DAY)
    members.end_delegation(by=boss, delegation=handed)
    handed.refresh_from_db()
    assert handed.ends_on == TODAY - ONE_DAY
    with pytest.raises(Refused, match="already"):
        members.end_delegation(by=boss, delegation=handed)
