"""Which passwords are taken, what checking one costs, and that nobody acts as somebody else."""

from __future__ import annotations

import ast
import gzip
import re
import statistics
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings as django_settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accounts.hashers import Argon2
from accounts.models import User
from accounts.services import invitations
from tests.trust.leaves import leaves

ROOT = Path(__file__).resolve().parent.parent.parent
ADA = User(email="ada.osei@medway.example", name="Ada Osei")
WEAK = (
    "", "short", "eleven char", "password1234", "Password1234!", "123456789012", "aaaaaaaaaaaa", "qwertyuiop123", "ofstedofsted1",
    "OfstedInspection2026!", "areasendinspections", "send inspection 2026", "Ofsted-Send-Area-2026", "CareQualityCommission1",
    "0fst3d-1nsp3ct10n", "ada.osei@medway.example", "AdaOseiAdaOsei", "adaosei20262026", "            ", "x" * 64, "🔑" * 12,
    "abcabcabcabcabc",
)  # fmt: skip
STRONG = (
    "tulip canyon marble", "correct-horse-battery", "three random words here", "quiet school of tulips", "🦊🐙🌧️🎻 rainy fox",
    " leading and trailing spaces ", "ŵŷcllyn ĳsberg øresund", "kX9#vT2!qLm@7", "tulip canyon marble " * 6, "hyvää päivää kahvila",
    "море лампа ветер",
)  # fmt: skip


def taken(password: str) -> bool:
    """As validate_password decides, but no rule is asked after one has refused: the last takes its time."""
    for validator in password_validation.get_default_password_validators():
        try:
            validator.validate(password, ADA)
        except ValidationError:
            return False
    return True


@pytest.mark.trust(
    "S9",
    f"{len(WEAK)} weak (organisation words, keyboard rows, own name) and {len(STRONG)} good ones (spaces, emoji, 120 characters)",
)
def test_passwords_are_judged_rightly(figures, settings):
    wrong = [word for word in WEAK if taken(word)] + [word for word in STRONG if not taken(word)]
    figures("judged", len(WEAK) + len(STRONG))
    figures("wrong decisions", len(wrong))
    assert wrong == []
    settings.AUTH_PASSWORD_VALIDATORS = [
        each for each in settings.AUTH_PASSWORD_VALIDATORS if "Guessable" not in each["NAME"]
    ]
    password_validation.get_default_password_validators.cache_clear()
    try:
        guessable = ("ofstedofsted1", "OfstedInspection2026!", "areasendinspections", "🔑" * 12)
        figures.control("no judge of guessable passwords", caught=sum(map(taken, guessable)), of=len(guessable))
    finally:
        password_validation.get_default_password_validators.cache_clear()


@pytest.mark.prove
@pytest.mark.trust(
    "S9", "all of the 20,000 common passwords shipped with Django (BSD licence), as they are and with a year behind"
)
def test_no_common_password_is_taken(figures):
    with gzip.open(CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH, "rt") as lines:
        words = [line.strip() for line in lines]
    wrong = [word for word in words if taken(word)]
    # With a year behind, only those that are long enough by it can be taken; a sample, since each is judged at length.
    longer = [word + "2026" for word in words if len(word) == 8][::40]
    wrong += [word for word in longer if taken(word)]
    figures("tried", len(words) + len(longer))
    figures("taken", len(wrong))
    assert len(words) > 19_000
    assert wrong == []


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.trust(
    "S9",
    "good passwords with spaces at the ends, emoji and 120 characters: chosen by invitation, then used to sign in, byte for byte",
)
def test_what_was_chosen_signs_in(figures):
    wrong = 0
    for number, password in enumerate(word for word in STRONG if len(word) < 128):
        person = invitations.invite(by=None, email=f"p{number}@example.org", name="Bo Adeyemi")
        token = invitations.secrets.token_urlsafe(32)
        person.invitations.update(token_hash=invitations.hashed(token))
        client = Client()
        client.post(reverse("accounts:invitation-accept", args=[token]), {"password": password, "again": password})
        client.post(reverse("account_login"), {"login": person.email, "password": password.strip(" ")[:-1]})
        wrong += "_auth_user_id" in client.session
        client.post(reverse("account_login"), {"login": person.email, "password": password})
        wrong += "_auth_user_id" not in client.session
    figures("wrong decisions at sign-in", wrong)
    assert wrong == 0


@pytest.mark.django_db
@pytest.mark.parametrize("old", ["scrypt", "pbkdf2_sha256"])
def test_an_older_hash_is_made_anew_at_sign_in(settings, old):
    settings.PASSWORD_HASHERS = [
        "accounts.hashers.Argon2", "django.contrib.auth.hashers.ScryptPasswordHasher", "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    ]  # fmt: skip
    person = User.objects.create(
        email="ada@example.org", name="Ada", password=make_password("tulip canyon marble", hasher=old)
    )
    client = Client()
    client.post(reverse("account_login"), {"login": person.email, "password": "tulip canyon marble"})
    assert "_auth_user_id" in client.session
    person.refresh_from_db()
    assert person.password.startswith("argon2$argon2id$v=19$m=19456,t=2,p=1$")


def test_the_costs_are_those_of_owasp():
    assert (Argon2.memory_cost, Argon2.time_cost, Argon2.parallelism) == (19 * 1024, 2, 1)


# --- who has an account


def median(ask: Any, known: list[str], unknown: list[str]) -> tuple[float, float]:
    """Of each kind, asked in turns so that whatever else the machine does falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for pair in zip(known, unknown, strict=True):
        for kind, email in zip(times, pair, strict=True):
            began = perf_counter()
            ask(email)
            kind.append(perf_counter() - began)
    return statistics.median(times[0]), statistics.median(times[1])


@pytest.mark.prove
@pytest.mark.django_db
@pytest.mark.trust(
    "S4",
    "120 known and 120 unknown addresses in turns, at signing in and at asking for a new password, with the real hasher",
)
def test_nothing_tells_who_has_an_account(settings, figures, monkeypatch):
    settings.ACCOUNT_RATE_LIMITS = False
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2"]
    made = make_password("tulip canyon marble")
    known = [User.objects.create(email=f"known{n}@example.org", name="Ada", password=made).email for n in range(120)]
    unknown = [f"nobod{n}@example.org" for n in range(120)]
    client = Client()
    words: set[tuple[str, int, str]] = set()

    def ask(name: str, **more: str) -> Any:
        def one(email: str) -> None:
            answer = client.post(reverse(name), {"login": email, "email": email} | more)
            words.add((name, answer.status_code, answer.content.decode().replace(email, "ADDRESS")))

        return one

    for what, one in (
        ("signing in", ask("account_login", password="wrong wrong wrong")),
        ("new password", ask("account_reset_password")),
    ):
        median(one, known[:5], unknown[:5])  # warm
        there, not_there = median(one, known, unknown)
        figures(f"ratio at {what}", f"{there / not_there:.2f}")
        assert 0.9 <= there / not_there <= 1.1
    answers = {(name, status, hidden(body)) for name, status, body in words}
    figures("different answers", len(answers) - 2)
    assert len(answers) == 2

    monkeypatch.setattr(
        "allauth.account.auth_backends.AuthenticationBackend._mitigate_timing_attack", lambda self, password: None
    )
    there, not_there = median(ask("account_login", password="wrong wrong wrong"), known[:20], unknown[:20])
    figures.control("an unknown name costs no hash", caught=int(there / not_there > 1.1), of=1)


def hidden(body: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken" value|nonce|submission_key" value)="[^"]*"', "", body)


# --- acting as somebody else

DOORS = ("impersonat", "hijack", "masquerade", "login_as", "loginas", "su_login", "act_as", "sudo")


def openings(source: str) -> list[str]:
    """Calls that sign somebody in, and anything that puts a person into a request or a session."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("login", "force_login", "perform_login", "aforce_login"):
                found.append(name)
        if isinstance(node, ast.Assign | ast.AugAssign):
            for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
                text = ast.unparse(target)
                if (
                    text in ("request.user", "self.request.user", "request._cached_user")
                    or "_auth_user_id" in text
                    or re.search(r"\bSESSION_KEY\b", text)
                ):
                    found.append(text)
    return found


@pytest.mark.prove
@pytest.mark.trust(
    "S11",
    "every module for code that signs somebody in or replaces who asks; every address, package, command and middleware for such a door",
)
def test_there_is_no_door_to_act_as_somebody_else(figures):
    doors = []
    ours = [config.name for config in apps.get_app_configs() if (ROOT / config.name.split(".")[0]).is_dir()]
    modules = [
        path
        for app in [*ours, "config"]
        for path in (ROOT / app).rglob("*.py")
        if not {"tests", "migrations"} & set(path.parts)
    ]
    for path in modules:
        doors += [f"{path.relative_to(ROOT)}: {what}" for what in openings(path.read_text())]
    names = [
        *(f"{name} {path}" for name, path in leaves()),
        *django_settings.INSTALLED_APPS,
        *django_settings.MIDDLEWARE,
        *django_settings.AUTHENTICATION_BACKENDS,
    ]
    names += [str(path.relative_to(ROOT)) for path in modules if "commands" in path.parts]
    doors += [name for name in names if any(door in name.lower().replace("-", "_") for door in DOORS)]
    figures("modules read", len(modules))
    figures("doors", len(doors))
    assert doors == []
    planted = (
        "def view(request):\n    login(request, person)", "request.user = person", "request.session['_auth_user_id'] = 5",
        "request.session[SESSION_KEY] = 5", "client.force_login(person)",
    )  # fmt: skip
    figures.control("a door is built", caught=sum(bool(openings(each)) for each in planted), of=len(planted))
