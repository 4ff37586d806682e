"""What an administrator does for somebody who lost phone and codes, and how a person's sessions are seen and ended."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.models import Session
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import NationalRole, Notice, User
from accounts.services import people, second_factor
from accounts.sessions import BEGAN, SEEN
from audit.models import Entry
from audit.record import record
from core import clock
from core.errors import Refused

pytestmark = pytest.mark.django_db
HOW = "Called back on the number in the council’s directory"


@pytest.fixture
def ada() -> User:
    person = User.objects.create_user("ada@example.org", "correct-horse-battery", name="Ada Osei")
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)
    return person


@pytest.fixture
def boss() -> User:
    person = User.objects.create_user("boss@example.org", "correct-horse-battery", name="Bea Boss")
    NationalRole.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=clock.today())
    return person


def browser(person: User) -> Client:
    client = Client()
    client.force_login(person)
    assert client.get(reverse("dashboard:notices")).status_code == 200
    return client


def is_in(client: Client) -> bool:
    return client.get(reverse("dashboard:notices")).status_code == 200


def test_a_lost_factor_is_taken_off_recorded_and_told(ada: User, boss: User) -> None:
    lost, chief = browser(ada), browser(boss)
    page = chief.get(reverse("accounts:person-detail", args=[ada.pk])).content.decode()
    there = reverse("accounts:person-factor", args=[ada.pk])
    assert there in page
    answer = chief.post(there, {"reason": HOW}, follow=True)
    assert "Two-step sign-in taken off" in answer.content.decode() and there not in answer.content.decode()
    assert not Authenticator.objects.filter(user=ada).exists(), "the recovery codes too"
    assert not is_in(lost) and is_in(chief)
    entry = Entry.objects.get(verb="person.second_factor_taken_off")
    assert (entry.actor, entry.subject_id, entry.reason) == (boss, str(ada.pk), HOW)
    told = Notice.objects.get(person=ada)
    assert "taken off" in told.subject and "Bea Boss" in told.body and HOW not in told.body


def test_without_a_reason_nothing_changes(ada: User, boss: User) -> None:
    lost, chief = browser(ada), browser(boss)
    answer = chief.post(reverse("accounts:person-factor", args=[ada.pk]), {"reason": "  "})
    assert "Enter how you made sure who asked" in answer.content.decode()
    assert Authenticator.objects.filter(user=ada).count() == 2 and is_in(lost)


def test_one_s_own_and_none_are_refused(ada: User, boss: User) -> None:
    with pytest.raises(Refused, match="your own"):
        second_factor.take_off(by=ada, user=ada, reason=HOW)
    with pytest.raises(Refused, match="has no two-step sign-in"):
        second_factor.take_off(by=ada, user=boss, reason=HOW)
    assert Authenticator.objects.filter(user=ada).count() == 2
    assert not Entry.objects.filter(verb="person.second_factor_taken_off").exists()


def test_where_two_steps_are_required_they_are_set_up_anew(ada: User, boss: User, settings: Any) -> None:
    second_factor.take_off(by=boss, user=ada, reason=HOW)
    settings.REQUIRE_TWO_FACTOR = True
    client = Client()
    client.force_login(ada)
    assert client.get(reverse("dashboard:notices")).url == reverse("mfa_activate_totp")  # type: ignore[attr-defined]


def test_an_administrator_signs_somebody_out_everywhere(ada: User, boss: User) -> None:
    phone, desk, chief = browser(ada), browser(ada), browser(boss)
    chief.post(reverse("accounts:person-sign-out", args=[ada.pk]))
    assert (is_in(phone), is_in(desk), is_in(chief)) == (False, False, True)
    entry = Entry.objects.get(verb="person.signed_out_everywhere")
    assert (entry.actor, entry.subject_id, entry.changes["sessions ended"][1]) == (boss, str(ada.pk), 2)


def test_a_person_sees_where_they_are_signed_in_and_ends_the_rest(ada: User, boss: User) -> None:
    phone, desk, chief = browser(ada), browser(ada), browser(boss)
    page = desk.get(reverse("accounts:sign-ins"))
    assert [each.here for each in page.context["sign_ins"]] == [True, False], "nobody else’s"
    answer = desk.post(reverse("accounts:sign-out-elsewhere"), follow=True)
    assert "Signed out in 1 other browser" in answer.content.decode()
    assert "signed in nowhere else" in answer.content.decode()
    assert (is_in(phone), is_in(desk), is_in(chief)) == (False, True, True)
    assert Entry.objects.get(verb="person.signed_out_everywhere").actor == ada


def test_sessions_whose_time_is_over_are_not_shown(ada: User) -> None:
    browser(ada)
    Session.objects.update(expire_date=clock.now().replace(year=2020))
    assert [each.here for each in browser(ada).get(reverse("accounts:sign-ins")).context["sign_ins"]] == [True]


def test_whose_factor_is_taken_off_while_they_wait_for_the_code_begins_anew(ada: User, boss: User) -> None:
    half, right = Client(), {"login": ada.email, "password": "correct-horse-battery"}
    wanted = reverse("accounts:sign-ins")
    assert half.post(f"{reverse('account_login')}?next={wanted}", right | {"next": wanted}).url == reverse(
        "mfa_authenticate"
    )  # type: ignore[attr-defined]
    second_factor.take_off(by=boss, user=ada, reason=HOW)
    answer = half.get(reverse("mfa_authenticate"), follow=True)
    assert answer.status_code == 200 and answer.redirect_chain == [
        (f"{reverse('account_login')}?next=%2Fsign-ins%2F", 302)
    ]
    assert "Two-step sign-in was taken off your account" in answer.content.decode()
    assert half.post(reverse("account_login"), right | {"next": wanted}).url == wanted  # type: ignore[attr-defined]
    # So it is where the code is sent.
    TOTP.activate(ada, generate_totp_secret())
    half = Client()
    half.post(reverse("account_login"), right)
    second_factor.take_off(by=boss, user=ada, reason=HOW)
    assert half.post(reverse("mfa_authenticate"), {"code": "123456"}, follow=True).status_code == 200
    assert "account_login" not in half.session


@pytest.mark.parametrize("minutes", [{SEEN: 16}, {BEGAN: 13 * 60, SEEN: 1}], ids=str)
def test_a_session_that_only_waits_to_be_ended_is_neither_shown_nor_counted(ada: User, minutes: dict[str, int]) -> None:
    left, desk = browser(ada), browser(ada)
    session = left.session
    session.update({name: timezone.now().timestamp() - 60 * ago for name, ago in minutes.items()})
    session.save()
    page = desk.get(reverse("accounts:sign-ins"))
    assert [each.here for each in page.context["sign_ins"]] == [True]
    assert "signed in nowhere else" in page.content.decode()
    answer = desk.post(reverse("accounts:sign-out-elsewhere"), follow=True)
    assert "You were signed in nowhere else" in answer.content.decode()
    assert not Session.objects.filter(session_key=session.session_key).exists()


def test_there_is_no_form_where_there_is_nothing_to_take_off(ada: User, boss: User) -> None:
    chief = browser(boss)
    TOTP.activate(boss, generate_totp_secret())

    def form(person: User) -> str:
        there = reverse("accounts:person-factor", args=[person.pk])
        return chief.get(there, follow=True).content.decode()

    page = form(ada)
    assert (
        "is signed out everywhere and told by e-mail" in page and "Cancel" in page and "govuk-button--warning" in page
    )
    assert "Turn off your own two-step sign-in on the page of your account" in form(boss)
    Authenticator.objects.filter(user=ada).delete()
    assert "Ada Osei has no two-step sign-in" in form(ada)
    TOTP.activate(ada, generate_totp_secret())
    people.close_account(by=boss, user=ada)
    assert "The account of Ada Osei is closed" in form(ada)
    with pytest.raises(Refused, match="is closed"):
        second_factor.take_off(by=boss, user=ada, reason=HOW)


def test_where_nothing_was_to_be_done_it_is_said_and_not_recorded(ada: User, boss: User) -> None:
    browser(ada)
    chief = browser(boss)

    def press(button: str) -> str:
        return chief.post(reverse(f"accounts:person-{button}", args=[ada.pk]), follow=True).content.decode()

    assert "Signed out on every device" in press("sign-out") and "was signed in nowhere" in press("sign-out")
    assert "Account closed" in press("close") and "was closed before" in press("close")
    assert "was signed in nowhere" in press("sign-out")
    done = Entry.objects.filter(subject_id=str(ada.pk)).values_list("verb", flat=True)
    assert sorted(done) == ["person.account_closed", "person.signed_out_everywhere"]


def test_the_page_of_a_person_tells_what_was_done_with_the_account(ada: User, boss: User) -> None:
    chief = browser(boss)
    assert (
        "What was done with this account"
        not in chief.get(reverse("accounts:person-detail", args=[ada.pk])).content.decode()
    )
    second_factor.take_off(by=boss, user=ada, reason=HOW)
    people.grant_national(by=boss, user=ada, role=Role.DFE_ADVISER, region_code="E12000007")
    with transaction.atomic():
        record(actor=ada, verb="person.signed_in", subject=ada)
        record(actor=ada, verb="person.signed_in", subject=boss)
    page = chief.get(reverse("accounts:person-detail", args=[ada.pk]))
    told = [(each["title"], each["by"], each["text"], each["reason"]) for each in page.context["history"]]
    role = f"Role: {Role.DFE_ADVISER.label} London"
    assert told == [
        ("Gave a national role", "Bea Boss", role, ""),
        ("Took the second factor off an account", "Bea Boss", "", HOW),
    ]
    assert HOW in page.content.decode()
