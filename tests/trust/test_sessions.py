"""Sessions: a new one at each sign-in, none that outlives its right or its time, and nothing typed lost when one ends."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import NationalRole, User
from accounts.services import people
from core import clock

pytestmark = pytest.mark.django_db
RIGHT = "tulip canyon marble"
NOTICES = "/notices/"


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")


@pytest.fixture
def boss() -> User:
    return User.objects.create_user("boss@example.org", RIGHT, name="Boss")


def sign_in(person: User, client: Client | None = None) -> Client:
    client = client or Client()
    client.post(reverse("account_login"), {"login": person.email, "password": RIGHT})
    return client


def alive(*clients: Client) -> int:
    return sum(client.get(reverse("dashboard:notices")).status_code == 200 for client in clients)


def code_for(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


@pytest.mark.trust("S5", "a session planted before signing in is watched: its key must be worth nothing afterwards")
def test_a_planted_session_is_worth_nothing(ada, settings, figures):
    victim = Client()
    victim.get(reverse("account_login"))
    session = victim.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    victim.cookies[settings.SESSION_COOKIE_NAME] = planted
    sign_in(ada, victim)
    assert victim.cookies[settings.SESSION_COOKIE_NAME].value != planted
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    figures("planted sessions alive", alive(thief))
    assert alive(victim) == 1
    assert alive(thief) == 0


def change_password(here: Client, ada: User, boss: User) -> None:
    here.post(
        reverse("account_change_password"),
        {"oldpassword": RIGHT, "password1": "walnut ferry lantern", "password2": "walnut ferry lantern"},
    )


def set_up_factor(here: Client, ada: User, boss: User) -> None:
    here.post(reverse("account_reauthenticate"), {"password": RIGHT})
    page = here.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"app-code[^>]*>\s*([A-Z2-7]+)", page)
    assert secret, page
    here.post(reverse("mfa_activate_totp"), {"code": code_for(secret.group(1))})
    assert Authenticator.objects.filter(user=ada).exists()


def remove_factor(here: Client, ada: User, boss: User) -> None:
    here.post(reverse("account_reauthenticate"), {"password": RIGHT})
    here.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.filter(user=ada).exists()


def new_password_by_mail(here: Client, ada: User, boss: User) -> None:
    from accounts.services.forgotten import link_for

    found = link_for(ada.email)
    assert found
    elsewhere = Client()
    form = elsewhere.get(urlsplit(found[1]).path, follow=True).request["PATH_INFO"]
    elsewhere.post(form, {"password1": "walnut ferry lantern", "password2": "walnut ferry lantern"})


def sign_out(here: Client, ada: User, boss: User) -> None:
    here.post(reverse("account_logout"))


def close(here: Client, ada: User, boss: User) -> None:
    people.close_account(by=boss, user=ada)


# What happens, in which session, and how many of its own and of the person's two others live on.
ENDINGS: list[tuple[Callable[[Client, User, User], None], int, int]] = [
    (sign_out, 0, 2), (change_password, 1, 0), (new_password_by_mail, 0, 0), (set_up_factor, 1, 0), (remove_factor, 1, 0), (close, 0, 0),
]  # fmt: skip


@pytest.mark.trust(
    "S5",
    "signed out, new password (own, by mail), second factor set and removed, account closed; with a copied cookie and 2 other sessions",
)
@pytest.mark.parametrize(("happens", "own", "others"), ENDINGS, ids=lambda value: getattr(value, "__name__", None))
def test_no_session_outlives_its_right(ada, boss, settings, figures, happens, own, others):
    here, bystander = sign_in(ada), sign_in(boss)
    elsewhere = [sign_in(ada), sign_in(ada)]
    if happens is remove_factor:
        TOTP.activate(ada, generate_totp_secret())
    copied = Client()
    copied.cookies[settings.SESSION_COOKIE_NAME] = here.cookies[settings.SESSION_COOKIE_NAME].value
    assert alive(here, *elsewhere, bystander) == 4
    happens(here, ada, boss)
    figures(happens.__name__, f"{alive(*elsewhere)} others alive")
    assert (alive(here), alive(*elsewhere)) == (own, others)
    assert alive(bystander) == 1, "nobody else’s session ends"
    if own == 0:
        assert alive(copied) == 0


@pytest.mark.trust("S5", "a role is taken away: the page it opened is asked for in the same session")
def test_a_role_taken_away_is_gone_at_the_next_request(ada, boss, figures):
    granted = NationalRole.objects.create(user=ada, role=Role.ADMINISTRATOR, starts_on=clock.today())
    here = sign_in(ada)
    assert here.get(reverse("accounts:person-list")).status_code == 200
    people.end_national(by=boss, granted=granted)
    uses = here.get(reverse("accounts:person-list")).status_code == 200
    figures("uses after a role ended", int(uses))
    assert not uses


# --- time


@pytest.mark.trust(
    "S7",
    "a stopped clock: 14 and 15 minutes after the last sign of life, 10 hours of steady work, a page that looks again by itself",
)
def test_a_session_ends_in_its_time(ada, settings, figures):
    settings.SESSION_COOKIE_AGE = 30 * 24 * 3600  # of itself it would last
    begins = timezone.now()
    with time_machine.travel(begins, tick=False) as travel:
        here = sign_in(ada)
        assert alive(here) == 1
        travel.shift(timedelta(minutes=14))
        assert alive(here) == 1, "not before its time"
        travel.shift(timedelta(minutes=15))
        taken = alive(here)
        assert taken == 0

        here = sign_in(ada)
        alive(here)
        for _ in range(15):
            travel.shift(timedelta(minutes=1))
            here.get(reverse("dashboard:notices"), headers={"Accept": "application/json"})
        taken += alive(here)
        assert taken == 0, "what a page asks by itself is no sign of life"

        here = sign_in(ada)
        for _ in range(59):
            assert alive(here) == 1
            travel.shift(timedelta(minutes=10))
        assert alive(here) == 1
        travel.shift(timedelta(minutes=10))
        taken += alive(here)
        figures("requests taken after the time", taken)
        assert taken == 0

        settings.SESSION_IDLE = settings.SESSION_LONGEST = timedelta(days=20)
        here = sign_in(ada)
        alive(here)
        travel.shift(timedelta(minutes=15))
        caught = alive(here)
        travel.shift(timedelta(hours=10))
        figures.control("no limits of time", caught=caught + alive(here), of=2)


TYPED = "A long answer\r\n\r\nwith “quotes”, <b>marks</b> & an emoji 🦊"


@pytest.mark.trust("S7", "a long answer is sent after the session ended; signed in again, it is there and is sent")
def test_what_was_typed_is_there_after_signing_in_again(ada, figures):
    NationalRole.objects.create(user=ada, role=Role.ADMINISTRATOR, starts_on=clock.today())
    strict = Client(enforce_csrf_checks=True)
    with time_machine.travel(timezone.now(), tick=False) as travel:
        login(strict, ada)
        token = token_of(strict.get(reverse("accounts:person-invite")))
        travel.shift(timedelta(minutes=20))
        boxes = {"name": TYPED, "email": "bo@example.org", "organisation": "council", "csrfmiddlewaretoken": token}
        sent = strict.post(reverse("accounts:person-invite"), boxes)
        assert sent.status_code == 302 and sent.url.startswith(reverse("account_login"))
        assert TYPED.split()[2] not in str(dict(strict.session)), "not readable in the database"
        landed = login(strict, ada, next=reverse("accounts:interrupted"))
        assert landed.url == reverse("accounts:interrupted")
        page = strict.get(landed.url)
        form = fields(page.content.decode())
        figures("typed words lost", sum(word not in form["name"] for word in TYPED.split()))
        assert form["name"].split() == TYPED.split()
        done = strict.post(reverse("accounts:person-invite"), form)
        assert done.status_code in (200, 302)
        assert strict.get(reverse("accounts:interrupted")).status_code == 302, "once it is sent nothing is kept"


@pytest.mark.trust(
    "S7", "the next person at the same computer signs in instead; a forged form comes to an ended session"
)
def test_nobody_else_sees_what_was_typed_and_nothing_forged_is_kept(ada, boss, figures):
    shown = 0
    for forged in (False, True):
        strict = Client(enforce_csrf_checks=True)
        with time_machine.travel(timezone.now(), tick=False) as travel:
            login(strict, ada)
            token = token_of(strict.get(reverse("account_change_password")))
            travel.shift(timedelta(minutes=20))
            boxes = {"name": TYPED, "csrfmiddlewaretoken": "f" * 64 if forged else token}
            sent = strict.post(reverse("accounts:person-invite"), boxes)
            assert sent.status_code == (403 if forged else 302)
            login(strict, ada if forged else boss)
            shown += strict.get(reverse("accounts:interrupted")).status_code != 302
    figures("shown to others, or forged and kept", shown)
    assert shown == 0


def test_a_password_is_never_kept(ada):
    with time_machine.travel(timezone.now(), tick=False) as travel:
        here = sign_in(ada)
        alive(here)
        travel.shift(timedelta(minutes=20))
        here.post(reverse("account_change_password"), {"oldpassword": RIGHT})
        assert "interrupted" not in here.session


def token_of(answer: Any) -> str:
    found = re.search(r'csrfmiddlewaretoken" value="([^"]+)"', answer.content.decode())
    assert found
    return found.group(1)


def login(client: Client, person: User, **more: str) -> Any:
    token = token_of(client.get(reverse("account_login"), more))
    return client.post(
        reverse("account_login"), {"login": person.email, "password": RIGHT, "csrfmiddlewaretoken": token, **more}
    )


def fields(page: str) -> dict[str, str]:
    """The boxes of the page's main form, as a browser reads them."""
    import html

    form = page.partition("<main")[2]
    boxes = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', form))
    boxes |= dict(re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', form, re.DOTALL))
    return {name: html.unescape(value) for name, value in boxes.items()}
