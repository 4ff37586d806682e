"""Guessing passwords one by one and all at once, and turning the lock on the owner."""

from __future__ import annotations

import os
import re
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import SentMail, User
from core import outbox
from tests.trust import counting
from tests.trust.serving import served

RIGHT = "tulip canyon marble"
MANY = 1000
ADDRESSES = [f"10.0.{n // 250}.{n % 250 + 1}" for n in range(50)]


@pytest.fixture
def counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Callable[[], int]:
    (tmp_path / "checks").touch()
    monkeypatch.setenv(counting.MARK, str(tmp_path / "checks"))
    settings.PASSWORD_HASHERS = ["tests.trust.counting.CountedMD5"]
    return counting.checks


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user(f"ada-{uuid.uuid4().hex[:8]}@example.org", RIGHT, name="Ada Osei")


def attempt(client: Client, email: str, password: str, **more: Any) -> bool:
    client.post(reverse("account_login"), {"login": email, "password": password}, **more)
    return "_auth_user_id" in client.session


def guesses(ada: User, many: int, addresses: list[str], **more: str) -> None:
    for n in range(many):
        assert not attempt(Client(REMOTE_ADDR=addresses[n % len(addresses)]), ada.email, f"guess number {n}", **more)


@pytest.mark.trust("S1", "20 guesses one by one from one address, each with another forged X-Forwarded-For")
@pytest.mark.parametrize("proxies", [0, 1])
def test_a_forged_header_gives_no_more_tries(ada, counted, settings, figures, proxies):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    for n in range(20):
        # What a browser says stands first; the proxy adds where the request really came from.
        said = f"10.9.9.{n}, 10.1.1.1" if proxies else f"10.9.9.{n}"
        guesses(ada, 1, ["10.1.1.1"], HTTP_X_FORWARDED_FOR=said)
    figures(f"checks with {proxies} proxies", counted())
    assert counted() == 5
    settings.ACCOUNT_RATE_LIMITS = dict.fromkeys(settings.ACCOUNT_RATE_LIMITS)
    before = counted()
    guesses(ada, 20, ["10.1.1.1"])
    figures.control("no limits", caught=counted() - before, of=20)


@pytest.mark.prove
@pytest.mark.trust(
    "S1",
    f"{MANY} guesses one by one from 1 and from 50 addresses; the right password last, as a guesser without its browser",
)
@pytest.mark.parametrize("addresses", [ADDRESSES[:1], ADDRESSES], ids=["one address", "fifty addresses"])
def test_one_by_one(ada, counted, figures, addresses):
    guesses(ada, MANY, addresses)
    figures(f"checks from {len(addresses)}", counted())
    assert counted() <= 10
    assert not attempt(Client(REMOTE_ADDR=addresses[0]), ada.email, RIGHT), "even the right password is not looked at"


@pytest.mark.trust(
    "S2",
    "20 wrong tries from one address, from fifty, and from the owner’s own; then the owner, on a known browser or a new one",
)
def test_the_lock_is_not_turned_on_the_owner(ada, settings, figures):
    owner = Client(REMOTE_ADDR="10.2.2.2")
    assert attempt(owner, ada.email, RIGHT)
    came_in = 0
    guesses(ada, 20, ["10.1.1.1"])
    came_in += attempt(Client(REMOTE_ADDR="10.3.3.3"), ada.email, RIGHT)  # a new browser, one stranger
    guesses(ada, 20, ADDRESSES)
    owner.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    came_in += attempt(owner, ada.email, RIGHT)  # the known one, many strangers
    guesses(ada, 20, ["10.2.2.2"])
    owner.cookies.pop(settings.SESSION_COOKIE_NAME, None)
    came_in += attempt(owner, ada.email, RIGHT)  # a stranger at the owner's own address
    figures("owner signed in", f"{came_in} of 3")
    assert came_in == 3
    stranger = Client(REMOTE_ADDR="10.2.2.2")
    stranger.cookies[settings.KNOWN_BROWSER_COOKIE_NAME] = (
        owner.cookies[settings.KNOWN_BROWSER_COOKIE_NAME].value[:-2] + "xx"
    )
    figures.control("a browser that is not known, or says so falsely", caught=sum(
        not attempt(each, ada.email, RIGHT) for each in (Client(REMOTE_ADDR="10.2.2.2"), stranger)
    ), of=2)  # fmt: skip


@pytest.mark.trust("S2", "all tries of strangers used up; the owner chooses a new password by e-mail on a new browser")
def test_a_new_password_lets_the_owner_in_on_a_new_browser(ada, figures):
    guesses(ada, 20, ADDRESSES)
    new = Client(REMOTE_ADDR="10.4.4.4")
    assert not attempt(new, ada.email, RIGHT)
    new.post(reverse("account_reset_password"), {"email": ada.email})
    outbox.relay()
    link = re.search(r"/accounts/password/reset/key/\S+", SentMail.objects.get(to=ada.email).body)
    assert link
    form = new.get(link.group(), follow=True).request["PATH_INFO"]
    new.post(form, {"password1": "walnut ferry lantern", "password2": "walnut ferry lantern"})
    came_in = attempt(new, ada.email, "walnut ferry lantern")
    figures("owner signed in", f"{int(came_in)} of 1")
    assert came_in


def test_a_known_browser_that_guesses_is_stopped_too(ada, counted, settings):
    client = Client()
    attempt(client, ada.email, RIGHT)
    client.cookies.pop(settings.SESSION_COOKIE_NAME)
    before = counted()
    for n in range(20):
        attempt(client, ada.email, f"guess {n}")
    assert counted() - before == 5


def test_one_browser_may_be_known_for_several_people(ada, settings):
    bo = User.objects.create_user("bo@example.org", RIGHT, name="Bo")
    client = Client(REMOTE_ADDR="10.2.2.2")
    for person in (ada, bo):
        assert attempt(client, person.email, RIGHT)
        client.cookies.pop(settings.SESSION_COOKIE_NAME)
    guesses(ada, 12, ADDRESSES)
    assert attempt(client, ada.email, RIGHT)


VARIANTS = [
    str.upper, str.title, lambda name: f" {name}", lambda name: f"{name} ", lambda name: f"{name}\t",
    lambda name: name.replace("i", "ı"), lambda name: name.replace("k", "\u212a"), lambda name: name.replace("a", "ａ"),
    lambda name: name.replace("@", "＠"), lambda name: name.replace("i", "İ"), lambda name: f"{name}\x00",
    lambda name: name.replace("a", "a\x00"), lambda name: f"\u200b{name}", lambda name: name.replace("e", "е"),
    lambda name: "x" * 5000 + name,
]  # fmt: skip


@pytest.mark.trust(
    "S3",
    f"guesses under {len(VARIANTS)} ways to write one name (case, spaces, dotless i, full width, NUL, Kelvin), 4 hosts",
)
def test_ways_to_write_one_name_share_one_count(counted, settings, db, figures):
    settings.ALLOWED_HOSTS = ["one.example", "two.example", "three.example", "testserver"]
    User.objects.create_user("kai.pike@example.org", RIGHT, name="Kai Pike")
    errors = 0
    for n, way in enumerate(VARIANTS):
        client = Client(REMOTE_ADDR="10.1.1.1", raise_request_exception=False)
        for host in settings.ALLOWED_HOSTS:
            answer = client.post(
                reverse("account_login"),
                {"login": way("kai.pike@example.org"), "password": f"guess {n}"},
                HTTP_HOST=host,
            )
            errors += answer.status_code >= 500
            assert answer.status_code == 200
    figures("server errors", errors)
    figures("checks for the one account", counted())
    assert errors == 0
    assert counted() <= 10


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Any]:
    (tmp_path / "checks").touch()
    os.environ[counting.MARK] = str(tmp_path / "checks")
    with served(tmp_path, settings="tests.trust.settings_counted") as here:
        here.run(
            f"from accounts.models import User; User.objects.create_user('kim@example.org', {RIGHT!r}, name='Kim')"
        )
        yield here
    del os.environ[counting.MARK]


@pytest.mark.prove
@pytest.mark.serve
@pytest.mark.xdist_group("serve")
@pytest.mark.trust(
    "S1", "100, then 500 guesses at once over gunicorn’s workers and threads, each from another forged address"
)
def test_all_at_once(crowd, figures):
    before = counting.checks()
    for many in (100, 500):

        def guess(n: int) -> int:
            said = {"X-Forwarded-For": f"10.7.{n // 250}.{n % 250}"}
            return crowd.ask(
                "POST", "/accounts/login/", {"login": "kim@example.org", "password": f"guess {n}"}, **said
            )[0]

        with ThreadPoolExecutor(100) as pool:
            statuses = list(pool.map(guess, range(many)))
        figures(f"checks after {many} at once", counting.checks() - before)
        assert set(statuses) <= {200, 429, 503}
    figures("threads", crowd.threads)
    assert counting.checks() - before <= 10 + crowd.threads
