"""The headers of every answer: every address, method and kind of status, signed in or not."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.views import defaults

from core import clock
from dashboard.views import pages
from tests.access.matrix import ROWS
from tests.access.world import TODAY, build
from tests.trust.leaves import BriefRefusals, leaves

pytestmark = pytest.mark.django_db
METHODS = ("get", "head", "post", "put", "patch", "delete", "options")
POLICY = {
    "default-src": "'none'", "object-src": "'none'", "base-uri": "'none'", "frame-ancestors": "'none'", "form-action": "'self'",
    "script-src": "'self'", "style-src": "'self'",
}  # fmt: skip
EXACT = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin",
}  # fmt: skip


def faults(answer: Any, *, signed_in: bool) -> list[str]:
    said = dict(
        (part.strip().split(" ", 1) + [""])[:2]
        for part in answer.headers.get("Content-Security-Policy", "").split(";")
        if part.strip()
    )
    # A file that somebody gave us runs nothing at all: what it does not name falls back to 'none'.
    if "sandbox" in said:
        falls_back = dict.fromkeys(("object-src", "script-src", "style-src"), said.get("default-src"))
        found = [f"CSP {name}" for name in POLICY if (falls_back | said).get(name) != "'none'"]
    else:
        found = [f"CSP {name}" for name, value in POLICY.items() if said.get(name) != value]
    found += ["CSP unsafe"] * any("unsafe" in value for value in said.values())
    found += [name for name, value in EXACT.items() if answer.headers.get(name) != value]
    found += ["Permissions-Policy"] * ("camera=()" not in answer.headers.get("Permissions-Policy", ""))
    found += ["HSTS"] * ("max-age=31536000" not in answer.headers.get("Strict-Transport-Security", ""))
    found += ["Cache-Control"] * (signed_in and "no-store" not in answer.headers.get("Cache-Control", ""))
    return found


@pytest.fixture(autouse=True)
def https(settings: Any) -> None:
    settings.SECURE_HSTS_SECONDS = 31536000
    settings.SECURE_SSL_REDIRECT = True
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.fixture
def lacking() -> Any:
    return Lacking()


class Lacking:
    def __init__(self) -> None:
        self.asked = 0
        self.statuses: Counter[int] = Counter()
        self.found: list[str] = []

    def look(self, what: str, answer: Any, *, signed_in: bool) -> None:
        self.asked += 1
        self.statuses[answer.status_code] += 1
        # What is the same for everybody, and is read by machines that sign in nowhere, may be kept by all.
        confidential = signed_in and "dashboard:open-data" not in what
        self.found += [f"{what} {answer.status_code}: {fault}" for fault in faults(answer, signed_in=confidential)]


def cookie_of(person: Any, settings: Any) -> str:
    client = Client()
    client.force_login(person)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


@pytest.mark.prove
@pytest.mark.trust(
    "H1",
    "every address of the URLconf by 7 methods, signed in and not; the pages of an inspection that is published, by its lead",
)
def test_every_answer_has_its_headers(settings, figures, lacking, monkeypatch):
    monkeypatch.setattr(defaults, "loader", BriefRefusals)
    with clock.travelled_to(TODAY):
        world = build("published")
        client = Client(raise_request_exception=False)
        # First, since the administrator of the walk closes accounts.
        cookie = cookie_of(world.people["lead_inspector"], settings)
        for row in ROWS:
            if row.stage == "published":
                client.cookies[settings.SESSION_COOKIE_NAME] = cookie
                answer = client.get(reverse(row.name, kwargs=row.url_kwargs(world)), secure=True)
                lacking.look(f"get {row.name}", answer, signed_in=True)
        for person in (None, world.people["administrator"]):
            cookie = cookie_of(person, settings) if person else ""
            for name, path in leaves():
                for method in METHODS:
                    client.cookies.clear()
                    if cookie:
                        client.cookies[settings.SESSION_COOKIE_NAME] = cookie
                    if name == "account_logout" and method == "post":
                        continue
                    answer = getattr(client, method)(path, secure=True)
                    lacking.look(f"{method} {name}", answer, signed_in=bool(person))
    figures("answers", lacking.asked)
    figures("statuses", " ".join(f"{status}: {many}" for status, many in sorted(lacking.statuses.items())))
    figures("headers missing", len(lacking.found))
    assert Counter(each.split(" ", 1)[1] for each in lacking.found) == {}
    assert {200, 302, 404, 405} <= set(lacking.statuses)


def breaks(*args: Any, **kwargs: Any) -> HttpResponse:
    raise ZeroDivisionError


def too_big(*args: Any, **kwargs: Any) -> HttpResponse:
    raise RequestDataTooBig


@pytest.mark.trust(
    "H1",
    "a page that breaks, a request too large, a host that is not ours, a forged form, an address over http, each by 3 methods",
)
def test_refusals_and_breakages_have_them_too(settings, figures, lacking, monkeypatch):
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    for method in ("get", "head", "options"):
        monkeypatch.setattr(pages.Glossary, "dispatch", breaks)
        lacking.look("broken", getattr(strict, method)(reverse("dashboard:glossary"), secure=True), signed_in=False)
        monkeypatch.setattr(pages.Glossary, "dispatch", too_big)
        lacking.look("large", getattr(strict, method)(reverse("dashboard:glossary"), secure=True), signed_in=False)
        lacking.look("host", getattr(strict, method)("/", secure=True, HTTP_HOST="evil.example"), signed_in=False)
        lacking.look("nowhere", getattr(strict, method)("/no/such/place/", secure=True), signed_in=False)
    lacking.look("forged", strict.post(reverse("account_login"), secure=True), signed_in=False)
    figures("answers", lacking.asked)
    figures("statuses", " ".join(f"{status}: {many}" for status, many in sorted(lacking.statuses.items())))
    figures("headers missing", len(lacking.found))
    assert lacking.found == []
    assert {400, 403, 404, 405, 413, 500} == set(lacking.statuses)
    over_http = strict.get("/")
    assert over_http.status_code == 301 and over_http.url.startswith("https://")

    gone = {
        "core.middleware.OnePolicyMiddleware": "CSP object-src", "core.middleware.SecurityHeadersMiddleware": "Permissions-Policy",
        "django.middleware.security.SecurityMiddleware": "HSTS",
        "django.middleware.clickjacking.XFrameOptionsMiddleware": "X-Frame-Options",
    }  # fmt: skip
    caught = 0
    whole = settings.MIDDLEWARE
    for middleware, fault in gone.items():
        settings.MIDDLEWARE = [each for each in whole if each != middleware]
        caught += fault in faults(Client().get(reverse("account_login"), secure=True), signed_in=False)
    figures.control("one middleware left out", caught=caught, of=len(gone))
