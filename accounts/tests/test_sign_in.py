"""Sign-in through the real pages: lock-out, two factors, recovery codes, invitations."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import is_mfa_enabled
from django.urls import reverse

from accounts.models import Invitation, SentMail, User
from accounts.services import invitations, people
from audit.models import Entry
from core import clock, outbox
from core.errors import Refused

pytestmark = pytest.mark.django_db
PASSWORD = "correct-horse-battery"


@pytest.fixture
def ada():
    return User.objects.create_user("ada@example.org", PASSWORD, name="Ada Osei")


def sign_in(client, password=PASSWORD, email="ada@example.org"):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def signed_in(client):
    return "_auth_user_id" in client.session


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_the_right_password_signs_in_and_is_recorded(client, ada):
    sign_in(client)
    assert signed_in(client)
    assert Entry.objects.filter(verb="person.signed_in", actor=ada).count() == 1


def test_a_whole_council_may_sign_in_from_one_address_in_a_minute(client, ada):
    for _ in range(60):
        client.logout()
        assert sign_in(client).status_code == 302
    assert signed_in(client)


def test_whoever_asks_too_often_is_told_to_wait_on_a_page_of_ours(client, ada, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client)
    client.logout()
    response = sign_in(client)
    assert response.status_code == 429
    assert "Wait a minute" in response.content.decode()
    assert "govuk-heading-l" in response.content.decode()


def test_the_address_may_be_typed_in_any_case(client, ada):
    sign_in(client, email="ADA@Example.org")
    assert signed_in(client)


def test_five_wrong_passwords_lock_the_account_for_a_while(client, ada):
    for _ in range(5):
        sign_in(client, password="wrong-wrong-wrong")
    answer = sign_in(client)
    assert not signed_in(client)
    assert "Too many" in answer.content.decode()


def test_control_four_wrong_passwords_do_not(client, ada):
    for _ in range(4):
        sign_in(client, password="wrong-wrong-wrong")
    sign_in(client)
    assert signed_in(client)


def test_a_stranger_and_a_wrong_password_get_the_same_words(client, ada):
    wrong = sign_in(client, password="wrong-wrong-wrong").content.decode()
    stranger = sign_in(client, email="nobody@example.org").content.decode()

    def words(page):
        return re.sub(r'(value|nonce)="[^"]*"', "", page)

    assert words(wrong) == words(stranger)


def test_a_wrong_password_is_one_line_without_the_name(client, ada, caplog):
    sign_in(client, password="wrong-wrong-wrong", email=" ADA@example.org")
    sign_in(client, password="wrong-wrong-wrong", email="nobody@example.org")
    lines = [one.getMessage() for one in caplog.records if "wrong_password" in one.getMessage()]
    assert len(lines) == 2
    assert all(one.levelname == "WARNING" for one in caplog.records if "wrong_password" in one.getMessage())
    assert all("127.0.0.1" in line for line in lines)
    told = " ".join(lines)
    assert not re.search("ada@|nobody@|wrong-wrong", told, re.IGNORECASE)
    # The same name is told from another, however it is typed, and by nobody without the key.
    marks = re.findall(r"account[^,]*?([0-9a-f]{24})", told)
    sign_in(client, password="wrong-wrong-wrong")
    again = re.findall(r"account[^,]*?([0-9a-f]{24})", caplog.records[-1].getMessage())
    assert len(set(marks)) == 2
    assert again == marks[:1]


def test_who_tries_too_often_is_a_line_and_who_signs_in_is_none(client, ada, caplog):
    sign_in(client)
    client.logout()
    assert not [one for one in caplog.records if "password" in one.getMessage()]
    for _ in range(7):
        sign_in(client, email="nobody@example.org", password="wrong-wrong-wrong")
    said = [one.getMessage() for one in caplog.records]
    assert sum("wrong_password" in line for line in said) == 5
    assert sum("too_many_passwords" in line for line in said) == 2


def test_a_wrong_code_is_a_line(client, ada, caplog):
    TOTP.activate(ada, generate_totp_secret())
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    said = [one.getMessage() for one in caplog.records if "wrong_code" in one.getMessage()]
    assert len(said) == 1
    assert "000000" not in said[0]


def test_nobody_signs_up(client):
    client.post(reverse("account_signup"), {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD})
    assert not User.objects.filter(email="new@example.org").exists()


def test_with_a_second_factor_the_password_alone_is_not_enough(client, ada):
    secret = generate_totp_secret()
    TOTP.activate(ada, secret)
    sign_in(client)
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert not signed_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    assert signed_in(client)


def test_a_recovery_code_works_once(client, ada):
    TOTP.activate(ada, generate_totp_secret())
    RecoveryCodes.activate(ada)
    code = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()[0]
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert signed_in(client)
    client.logout()
    sign_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert not signed_in(client)


def test_who_looks_again_while_setting_up_has_not_scanned_in_vain(client, ada):
    sign_in(client)
    page = reverse("mfa_activate_totp")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    shown = client.get(page).context["form"].secret
    assert client.get(page).context["form"].secret == shown
    wrong = client.post(page, {"code": "000000"})
    assert wrong.status_code == 200 and wrong.context["form"].secret == shown
    counter = next(yield_hotp_counters_from_time())
    client.post(page, {"code": format_hotp_value(hotp_value(shown, counter))})
    assert is_mfa_enabled(ada)


def test_where_two_factors_are_required_nothing_works_before_they_are_set_up(client, ada, settings):
    settings.REQUIRE_TWO_FACTOR = True
    client.force_login(ada)
    assert client.get(reverse("dashboard:home")).headers["Location"] == reverse("mfa_activate_totp")
    TOTP.activate(ada, generate_totp_secret())
    assert client.get(reverse("dashboard:home")).status_code == 200


# --- invitations


@pytest.fixture
def invited(ada):
    person = invitations.invite(by=ada, email="Bo@Example.org", name="Bo Adeyemi", organisation="council")
    outbox.relay()
    link = re.search(r"/invitations/[^/\s]+/", SentMail.objects.get(to="bo@example.org").body).group()
    return person, link


def choose(client, link, password=PASSWORD, again=PASSWORD):
    return client.post(link, {"password": password, "again": again})


def test_an_invited_person_chooses_a_password_and_signs_in(client, invited):
    _, link = invited
    assert client.get(link).status_code == 200
    assert choose(client, link).status_code == 302
    sign_in(client, email="bo@example.org")
    assert signed_in(client)


def test_a_link_works_once(client, invited):
    _, link = invited
    choose(client, link)
    assert client.get(link).status_code == 404


def test_a_link_runs_out_after_a_week(client, invited):
    _, link = invited
    with clock.travelled_to(clock.now() + timedelta(days=7, seconds=1)):
        assert client.get(link).status_code == 404
        assert choose(client, link).status_code == 404
    assert client.get(link).status_code == 200


def test_a_new_invitation_ends_the_earlier_one(client, invited, ada):
    person, link = invited
    invitations.send_invitation(by=ada, user=person)
    assert client.get(link).status_code == 404


def test_only_the_hash_of_the_link_is_kept(invited):
    _, link = invited
    token = link.split("/")[2]
    assert token not in str(list(Invitation.objects.values()))
    from core.models import OutboxRow

    assert token not in str(list(OutboxRow.objects.values()))


@pytest.mark.parametrize(
    ("password", "again", "words"),
    [
        ("short", "short", "too short"),
        ("password1234", "password1234", "too common"),
        (PASSWORD, "another-password-here", "must be the same"),
        ("", "", "Enter a password"),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_beside_its_field(client, invited, password, again, words):
    person, link = invited
    page = choose(client, link, password, again).content.decode()
    assert words in page and "There is a problem" in page
    person.refresh_from_db()
    assert not person.is_active


def test_an_impossible_address_is_refused(ada):
    with pytest.raises(Refused):
        invitations.invite(by=ada, email="not an address", name="X")


def test_inviting_somebody_with_an_account_changes_nothing(ada, invited):
    assert invitations.invite(by=ada, email="ada@example.org", name="Other") == ada
    ada.refresh_from_db()
    assert ada.name == "Ada Osei"


def test_closing_an_account_ends_its_sessions_at_once(client, ada):
    boss = User.objects.create_user("boss@example.org", PASSWORD, name="Boss")
    client.force_login(ada)
    people.close_account(by=boss, user=ada)
    assert client.get(reverse("dashboard:notices")).status_code == 302


def test_an_invitation_does_not_open_a_closed_account(ada):
    boss = User.objects.create_user("boss@example.org", PASSWORD, name="Boss")
    people.close_account(by=boss, user=ada)
    with pytest.raises(Refused, match="has been closed"):
        invitations.invite(by=boss, email="ada@example.org", name="Ada")
    assert not Invitation.objects.exists()


def test_an_administrator_opens_it_again_by_a_new_invitation(ada):
    boss = User.objects.create_user("boss@example.org", PASSWORD, name="Boss")
    people.close_account(by=boss, user=ada)
    invitations.accept(invitation=invitations.send_invitation(by=boss, user=ada), password="another-good-password")
    ada.refresh_from_db()
    assert ada.is_active
