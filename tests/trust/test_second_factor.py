"""The second factor: no page without it, and no code twice."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import timezone
from django.views import defaults

from accounts.choices import Role
from accounts.middleware import ALLOWED, TwoFactorMiddleware
from accounts.models import NationalRole, User
from accounts.services.forgotten import link_for
from core import clock
from tests.trust.leaves import BriefRefusals, leaves

pytestmark = pytest.mark.django_db
RIGHT = "tulip canyon marble"
SECRET = generate_totp_secret()


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")


def password(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": person.email, "password": RIGHT})
    return client


def code(at: int = 0) -> str:
    return format_hotp_value(hotp_value(SECRET, int(timezone.now().timestamp()) // 30 + at))


def signs_in(client: Client, with_code: str) -> bool:
    client.post(reverse("mfa_authenticate"), {"code": with_code})
    return "_auth_user_id" in client.session


@pytest.mark.prove
@pytest.mark.trust(
    "S6",
    "every address by GET and POST, the password given and the code not; and a factor required but none set up",
)
def test_no_page_without_it(ada, settings, figures, monkeypatch):
    monkeypatch.setattr(defaults, "loader", BriefRefusals)
    settings.ACCOUNT_RATE_LIMITS = False
    NationalRole.objects.create(user=ada, role=Role.ADMINISTRATOR, starts_on=clock.today())
    TOTP.activate(ada, SECRET)
    half = password(ada, Client(raise_request_exception=False))
    waiting = half.cookies[settings.SESSION_COOKIE_NAME].value
    reached = []
    for name, path in leaves():
        for ask in (half.get, half.post):
            half.cookies[settings.SESSION_COOKIE_NAME] = waiting
            if ask(path).wsgi_request.user.is_authenticated:
                reached.append(name)
    half.cookies[settings.SESSION_COOKIE_NAME] = password(ada).cookies[settings.SESSION_COOKIE_NAME].value
    assert signs_in(half, code()), "until then it was the code that lacked"

    ada.authenticator_set.all().delete()
    settings.REQUIRE_TWO_FACTOR = True
    bare = Client(raise_request_exception=False)
    bare.force_login(ada)
    session = bare.session.session_key
    asked = 0
    for name, path in leaves():
        if name in ALLOWED:
            continue
        for ask in (bare.get, bare.post):
            asked += 1
            answer = ask(path)
            if answer.status_code != 302 or answer.url != reverse("mfa_activate_totp"):
                reached.append(name)
    assert bare.session.session_key == session
    figures("addresses", len(leaves()))
    figures("pages reached without the second factor", len(reached))
    assert reached == []

    settings.REQUIRE_TWO_FACTOR = False
    wanted = [
        path
        for name, path in leaves()
        if name in ("dashboard:notices", "accounts:person-list", "inspections:inspection-list")
    ]
    figures.control(
        "the middleware asks for nothing", caught=sum(bare.get(path).status_code == 200 for path in wanted), of=3
    )


@pytest.mark.trust(
    "S6",
    "a code used twice: in another session, after a failed try, after Redis forgot it; the one before and after",
)
def test_no_code_is_taken_twice(ada, settings, figures):
    settings.ACCOUNT_RATE_LIMITS = False
    TOTP.activate(ada, SECRET)
    twice = 0
    with time_machine.travel(timezone.now(), tick=False) as travel:
        assert not signs_in(password(ada), code(-1)), "the half minute before"
        assert not signs_in(password(ada), code(1)), "the half minute to come"
        now = code()
        assert signs_in(password(ada), now)
        twice += signs_in(password(ada), now)
        half = password(ada)
        assert not signs_in(half, "000000" if now != "000000" else "111111")
        twice += signs_in(half, now)
        cache.delete(f"allauth.mfa.totp.used?user={ada.pk}&code={now}")
        twice += signs_in(password(ada), f" {now[:3]} {now[3:]} ")
        figures("codes taken twice", twice)
        assert twice == 0
        travel.shift(31)
        assert signs_in(password(ada), code()), "the next one is good"
        cache.delete(f"allauth.mfa.totp.used?user={ada.pk}&code={code()}")
        settings.MFA_FORMS = {}
        figures.control("only the cache remembers, and forgot", caught=int(signs_in(password(ada), code())), of=1)


@pytest.mark.trust("S6", "the code that proved the phone at set-up is used to sign in")
def test_the_code_of_the_set_up_is_used_up(ada, figures):
    with time_machine.travel(timezone.now(), tick=False):
        here = password(ada)
        here.post(reverse("account_reauthenticate"), {"password": RIGHT})
        found = re.search(r"app-code[^>]*>\s*([A-Z2-7]+)", here.get(reverse("mfa_activate_totp")).content.decode())
        assert found
        made = format_hotp_value(hotp_value(found.group(1), int(timezone.now().timestamp()) // 30))
        here.post(reverse("mfa_activate_totp"), {"code": made})
        assert Authenticator.objects.filter(user=ada, type="totp").exists()
        taken = signs_in(password(ada), made)
    figures("codes taken twice", int(taken))
    assert not taken


@pytest.mark.trust("S6", "a recovery code used twice; a new password by mail with the factor on")
def test_recovery_codes_and_new_passwords(ada, figures):
    TOTP.activate(ada, SECRET)
    RecoveryCodes.activate(ada)
    spare = Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()[0]
    assert signs_in(password(ada), spare)
    figures("recovery codes taken twice", int(signs_in(password(ada), spare)))
    assert not signs_in(password(ada), spare)

    found = link_for(ada.email)
    assert found
    thief = Client()
    form = thief.get("/" + found[1].split("/", 3)[3], follow=True).request["PATH_INFO"]
    thief.post(form, {"password1": "walnut ferry lantern", "password2": "walnut ferry lantern"})
    inside = "_auth_user_id" in thief.session
    thief.post(reverse("account_login"), {"login": ada.email, "password": "walnut ferry lantern"})
    inside |= "_auth_user_id" in thief.session
    figures("in by a new password alone", int(inside))
    assert not inside


def test_a_factor_can_be_set_up_after_a_password_by_mail(ada, settings):
    """Asking for a new password leaves a row of allauth's that says the address is not proved."""
    link_for(ada.email)
    assert EmailAddress.objects.filter(user=ada, verified=False).exists()
    settings.REQUIRE_TWO_FACTOR = True
    here = password(ada)
    here.post(reverse("account_reauthenticate"), {"password": RIGHT})
    assert here.get(reverse("mfa_activate_totp")).status_code == 200


@pytest.mark.trust("S6", "wrong codes after the right password: how many are looked at")
def test_codes_are_not_guessed(ada):
    TOTP.activate(ada, SECRET)
    with time_machine.travel(timezone.now(), tick=False):
        half = password(ada)
        for n in range(6):
            assert not signs_in(half, f"{n:06}")
        assert not signs_in(half, code()), "even the right one is not looked at any more"


@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust("S6", "8 sessions race with one code, 5 times")
def test_sessions_race_with_one_code(settings, figures):
    settings.ACCOUNT_RATE_LIMITS = False
    won = []
    begins = timezone.now()
    for turn in range(5):
        person = User.objects.create_user(f"ada{turn}@example.org", RIGHT, name="Ada Osei")
        TOTP.activate(person, SECRET)
        clients = [password(person) for _ in range(8)]
        start = threading.Barrier(len(clients))

        def race(client: Client, start: threading.Barrier = start) -> bool:
            start.wait()
            try:
                return signs_in(client, format_hotp_value(hotp_value(SECRET, int(begins.timestamp()) // 30)))
            finally:
                connection.close()

        with time_machine.travel(begins, tick=False), ThreadPoolExecutor(len(clients)) as pool:
            won.append(sum(pool.map(race, clients)))
    figures("sessions opened by one code", max(won))
    assert won == [1] * 5


def test_control_the_middleware_sends_everybody_on(ada, settings, rf: Any):
    settings.REQUIRE_TWO_FACTOR = True
    request = rf.get(reverse("dashboard:home"))
    request.user = ada
    assert resolve(request.path).view_name not in ALLOWED
    assert TwoFactorMiddleware(lambda _: None)(request).status_code == 302  # type: ignore[arg-type, return-value]
