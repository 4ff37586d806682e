"""Forged requests, foreign places to be led to, forged hosts, and cookies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse

from accounts.choices import Role
from accounts.models import NationalRole, SentMail, User
from accounts.services import invitations
from core import clock, outbox
from tests.processes import own_database
from tests.trust.leaves import leaves

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
RIGHT = "tulip canyon marble"
UNSAFE = ("post", "put", "patch", "delete")
# Views without Django's own check: those that answer a survey check by themselves, open data changes nothing.
OWN_CHECK, NOTHING_TO_FORGE = "surveys.views.public", "dashboard.views.open_data"


@pytest.fixture
def ada() -> User:
    person = User.objects.create_user("ada@example.org", RIGHT, name="Ada Osei")
    NationalRole.objects.create(user=person, role=Role.ADMINISTRATOR, starts_on=clock.today())
    return person


@pytest.mark.prove
@pytest.mark.trust(
    "S8",
    "every address by POST, PUT, PATCH and DELETE, signed in: no token, another’s, and the right one from another origin",
)
def test_no_forged_request_is_taken(ada, settings, figures):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.CSRF_FAILURE_VIEW = "tests.trust.leaves.brief_csrf_refusal"
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.force_login(ada)
    session = strict.cookies[settings.SESSION_COOKIE_NAME].value
    taken, exempt, asked = [], set(), 0
    for name, path in leaves():
        view = resolve(path).func
        if getattr(view, "csrf_exempt", False):
            exempt.add(view.__module__)
            continue
        for method in UNSAFE:
            for how in (
                {},
                {"HTTP_X_CSRFTOKEN": "b" * 32},
                {"HTTP_X_CSRFTOKEN": "a" * 32, "HTTP_ORIGIN": "https://evil.example"},
            ):
                strict.cookies[settings.SESSION_COOKIE_NAME], strict.cookies[settings.CSRF_COOKIE_NAME] = (
                    session,
                    "a" * 32,
                )
                answer = getattr(strict, method)(path, **how)
                asked += 1
                if answer.content != b"forged":
                    taken.append(f"{method} {name}: {answer.status_code}")
    figures("requests", asked)
    figures("forged requests taken", len(taken))
    assert taken == []
    assert all(each.startswith((OWN_CHECK, NOTHING_TO_FORGE)) for each in exempt), exempt
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if "Csrf" not in each]
    unguarded = Client(enforce_csrf_checks=True, raise_request_exception=False)
    unguarded.force_login(ada)
    paths = [reverse(name) for name in ("dashboard:notices", "accounts:person-invite", "account_change_password")]
    figures.control("no check of forms", caught=sum(unguarded.post(path).status_code != 403 for path in paths), of=3)


@pytest.mark.prove
@pytest.mark.trust("S8", "the cookies of a sign-in behind https, with the settings of a server")
def test_cookies_behind_https(tmp_path, figures):
    code = f"""
import django; django.setup()
from django.test import Client
from accounts.models import User
User.objects.create_user("ada@example.org", {RIGHT!r}, name="Ada")
client = Client(SERVER_NAME="127.0.0.1")
client.get("/accounts/login/", secure=True)
client.post("/accounts/login/", {{"login": "ada@example.org", "password": {RIGHT!r}}}, secure=True)
for cookie in client.cookies.values():
    print(cookie.OutputString())
"""
    settings = tmp_path / "served_settings.py"
    settings.write_text(
        "from config.settings import *\nfrom config.settings import STORAGES\n"
        'STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}\n'
    )
    with own_database(tmp_path) as url:
        environment = os.environ | {
            "HTTPS": "true", "VAR_DIR": str(tmp_path), "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "served_settings",
            "PYTHONPATH": f"{ROOT}:{tmp_path}",
        }  # fmt: skip
        done = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    cookies = [line for line in done.stdout.splitlines() if not line.startswith("messages=")]
    assert {line.partition("=")[0] for line in cookies} == {"__Host-sessionid", "__Host-csrftoken", "__Host-known"}
    wanted = ("Secure", "HttpOnly", "SameSite=Lax", "Path=/")
    lacking = [
        f"{line.partition('=')[0]}: {flag}" for line in done.stdout.splitlines() for flag in wanted if flag not in line
    ]
    figures("cookies", len(done.stdout.splitlines()))
    figures("flags missing", len(lacking))
    assert lacking == []
    assert "Domain=" not in done.stdout


AWAY = (
    "//evil.example", "///evil.example", "https://evil.example", "http:evil.example", "https:/evil.example", "/\\evil.example",
    "\\\\evil.example", "\\/evil.example", "/\\/evil.example", "https://testserver@evil.example", "https://testserver:x@evil.example/",
    "//testserver@evil.example", "https://testserver.evil.example", "//evil.example\\@testserver", "/%09/evil.example", "\t//evil.example",
    "/\t/evil.example", "\n//evil.example", "javascript:alert(1)", "data:text/html,x", "//evil.example/%2e%2e", "https://evil。example",
    " https://evil.example", "ftp://evil.example", "//[::1]@evil.example", "http://[evil.example", "https://xn--evil.example",
)  # fmt: skip


def leads(answer: Any) -> str:
    return str(answer.headers.get("Location", ""))


def foreign(location: str) -> bool:
    """As a browser would read it: it drops tabs and newlines and takes a backslash for a slash."""
    read = location.strip().replace("\\", "/")
    for sign in "\t\r\n":
        read = read.replace(sign, "")
    parts = urlsplit(read) if not read.startswith("//") else urlsplit("http:" + read)
    return bool(parts.scheme not in ("", "http", "https") or (parts.netloc and parts.netloc != "testserver"))


@pytest.mark.prove
@pytest.mark.trust(
    "H4",
    f"{len(AWAY)} addresses as `next` of signing in, out and again, and of every page of the account, by GET and POST",
)
def test_nobody_is_led_away(ada, settings, figures):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    signed = Client()
    signed.force_login(ada)
    kept = signed.cookies[settings.SESSION_COOKIE_NAME].value
    led, asked = [], 0
    pages = [path for name, path in leaves() if name.startswith(("account_", "mfa_", "openid_"))]
    for away in AWAY:
        for path in pages:
            signed.cookies[settings.SESSION_COOKIE_NAME] = kept
            if "logout" in path:
                continue
            answer = signed.get(f"{path}?next={quote(away)}")
            asked += 1
            led += [f"{path} {away}"] * (foreign(leads(answer)) or answer.status_code >= 500)
        client = Client()
        for answer in (
            client.post(reverse("account_login"), {"login": ada.email, "password": RIGHT, "next": away}),
            client.post(f"{reverse('account_reauthenticate')}?next={quote(away)}", {"password": RIGHT, "next": away}),
            client.post(f"{reverse('account_logout')}?next={quote(away)}", {"next": away}),
            client.post(f"{reverse('account_login')}?next={quote(away)}", {"login": ada.email, "password": RIGHT}),
            client.get(f"{reverse('account_login')}?next={quote(away)}"),
        ):
            asked += 1
            led += [f"{answer.request['PATH_INFO']} {away} -> {leads(answer)}"] * foreign(leads(answer))
    figures("requests", asked)
    figures("led to a foreign place", len(led))
    assert led == []
    monkey = pytest.MonkeyPatch()
    with monkey.context() as patched:
        patched.setattr("accounts.adapter.InvitationOnlyAdapter.is_safe_url", lambda self, url: True)
        plain = AWAY[:5]
        caught = sum(
            foreign(
                leads(Client().post(reverse("account_login"), {"login": ada.email, "password": RIGHT, "next": away}))
            )
            for away in (plain[0], plain[2], AWAY[9])
        )
    figures.control("no address is refused", caught=caught, of=3)


@pytest.mark.trust(
    "H4", "Host and X-Forwarded-Host forged while a new password and an invitation are asked for; and refused hosts"
)
def test_no_message_leads_away(ada, settings, figures):
    from django.test import RequestFactory

    settings.ACCOUNT_RATE_LIMITS = False
    refused = Client(raise_request_exception=False).post(
        reverse("account_reset_password"), {"email": ada.email}, HTTP_HOST="evil.example"
    )
    assert refused.status_code == 400
    settings.ALLOWED_HOSTS = ["*"]  # the worst that a wrong setting can do
    signed = Client()
    signed.force_login(ada)
    for said in (
        {"HTTP_HOST": "evil.example"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_HOST": "testserver", "HTTP_X_FORWARDED_HOST": "evil.example"},
    ):
        Client().post(reverse("account_reset_password"), {"email": ada.email}, **said)
        invitations.send_invitation(by=ada, user=ada)
    outbox.relay()
    sent = [mail.body for mail in SentMail.objects.all()]
    assert len(sent) == 6
    away = [body for body in sent if "evil.example" in body or settings.SITE_URL not in body]
    figures("messages", len(sent))
    figures("messages that lead away", len(away))
    assert away == []
    built = RequestFactory().get("/", HTTP_HOST="evil.example").build_absolute_uri("/x/")
    figures.control("a link made from the request", caught=int("evil.example" in built), of=1)
