"""Signing in through one's organisation, against a real provider of OpenID Connect over real HTTP, and forged answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import oidc_provider_mock
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.urls import reverse
from oidc_provider_mock import _app as provider

from accounts.models import Invitation, User
from accounts.services import invitations, people
from audit.models import Entry
from core import clock

# The provider’s own libraries are told that parts of them are old.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
RIGHT = "tulip canyon marble"
CLIENT = "send-inspections"
ADA = "ada.osei@seaborough.example"
PEOPLE = {
    "ada": {"email": ADA, "email_verified": True},
    "unverified": {"email": ADA, "email_verified": False},
    "says so": {"email": ADA, "email_verified": "true"},
    "silent": {"email": ADA},
    "other domain": {"email": "lead@ofsted.example", "email_verified": True},
    "near domain": {"email": "ada.osei@notseaborough.example", "email_verified": True},
    "nobody": {"email": "nobody@seaborough.example", "email_verified": True},
    "two": {"email": f"x@evil.example {ADA}", "email_verified": True},
    "no address": {},
}
Change = Callable[[dict[str, Any]], Any]


class Organisation:
    """The provider; `change` alters the claims of each token before it is signed, and may sign it itself."""

    def __init__(self, port: int) -> None:
        self.issuer = f"http://localhost:{port}"
        self.change: Change | None = None


@pytest.fixture
def organisation(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Organisation]:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    here: list[Organisation] = []
    made = provider.OpenIDCode.process_token

    def signed_anew(self: Any, grant: Any, response: Any) -> Any:
        told = made(self, grant, response)
        _, token, _ = response
        if here[0].change:
            claims = jwt.decode(token["id_token"], options={"verify_signature": False})
            token["id_token"] = here[0].change(claims) or sign(claims)
        return told

    def sign(claims: dict[str, Any]) -> str:
        private = jwt.PyJWK(provider.storage.jwk.as_dict(is_private=True))
        return jwt.encode(claims, private.key, algorithm="RS256")

    monkeypatch.setattr(provider.OpenIDCode, "process_token", signed_anew)
    users = [oidc_provider_mock.User(sub=sub, claims=claims) for sub, claims in PEOPLE.items()]
    with oidc_provider_mock.run_server_in_thread(user_claims=users) as server:
        here.append(Organisation(server.server_port))
        settings.SITE_URL = "http://testserver"
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{
            "provider_id": "seaborough", "name": "Seaborough Council", "client_id": CLIENT, "secret": "only for tests",
            "settings": {"server_url": here[0].issuer, "issuer": here[0].issuer, "domains": ["seaborough.example"]},
        }]}}  # fmt: skip
        yield here[0]


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user(ADA, RIGHT, name="Ada Osei")


def go(client: Client) -> str:
    """Press the button: the address of the organisation's own sign-in."""
    page = client.post(reverse("openid_connect_login", args=["seaborough"]))
    assert page.status_code == 200, page.content
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', page.content.decode())
    assert found
    return found.group(1).replace("&amp;", "&")


def there(address: str, sub: str = "ada") -> str:
    """Sign in there: the address that leads back."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["Location"])


def back(client: Client, address: str) -> Any:
    parts = urlsplit(address)
    assert parts.netloc == "testserver"
    return client.get(f"{parts.path}?{parts.query}")


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def signs_in(client: Client, sub: str = "ada") -> bool:
    back(client, there(go(client), sub))
    return inside(client)


def state_of_accounts() -> tuple[int, int]:
    return User.objects.count(), SocialAccount.objects.count()


@pytest.mark.trust(
    "S12",
    "a real provider over HTTP: a person with an account, and one whose invitation is open, sign in through their council",
)
def test_whoever_was_invited_signs_in_and_it_is_recorded(organisation, ada, figures):
    client = Client()
    asked = parse_qs(urlsplit(go(client)).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["nonce"] and asked["state"]
    # At the least 62 letters and digits: 5.95 bits each.
    assert len(asked["state"][0]) * 5.9 >= 128
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert signs_in(client)
    assert signs_in(Client()), "the second time, by the tie"
    assert SocialAccount.objects.get().extra_data == {}, "nothing of what the council tells is kept"
    assert Entry.objects.filter(verb="person.tied_to_organisation", actor=ada).count() == 1
    assert Entry.objects.filter(verb="person.signed_in", actor=ada).count() == 2

    SocialAccount.objects.all().delete()
    invited = invitations.invite(by=ada, email="nobody@seaborough.example", name="Bo Adeyemi")
    assert not invited.is_active
    assert signs_in(Client(), "nobody")
    invited.refresh_from_db()
    assert invited.is_active and not invited.has_usable_password()
    assert Invitation.objects.get(user=invited).accepted_at is not None
    figures("signed in", "3 of 3")


@pytest.mark.trust("S12", "the second factor with an organisation’s sign-in; where it is required, none set up")
def test_the_organisation_does_not_replace_the_second_factor(organisation, ada, settings, figures):
    TOTP.activate(ada, generate_totp_secret())
    client = Client()
    answer = back(client, there(go(client)))
    figures("in without the code", int(inside(client)))
    assert not inside(client) and answer.url == reverse("mfa_authenticate")
    ada.authenticator_set.all().delete()
    settings.REQUIRE_TWO_FACTOR = True
    assert signs_in(client)
    assert client.get(reverse("dashboard:home")).url == reverse("mfa_activate_totp")


def later(claims: dict[str, Any], **more: Any) -> None:
    claims.update(more)


STRANGER = rsa.generate_private_key(65537, 2048)
FORGED: dict[str, Change] = {
    "the nonce of another attempt": lambda claims: later(claims, nonce="x" * 64),
    "no nonce": lambda claims: claims.pop("nonce") and None,
    "for another service": lambda claims: later(claims, aud="another-service"),
    "for two, made for another": lambda claims: later(claims, aud=[CLIENT, "another"], azp="another"),
    "for two, and not said for which": lambda claims: later(claims, aud=[CLIENT, "another"]),
    "another issuer": lambda claims: later(claims, iss="https://evil.example"),
    "run out": lambda claims: later(claims, exp=claims["iat"] - 3600),
    "no end": lambda claims: claims.pop("exp") and None,
    "from the future": lambda claims: later(claims, iat=claims["iat"] + 3600),
    "signed by a stranger": lambda claims: jwt.encode(claims, STRANGER, algorithm="RS256"),
    "signed by a stranger under a name": lambda claims: jwt.encode(claims, STRANGER, algorithm="RS256", headers={"kid": "none"}),
    "not signed": lambda claims: jwt.encode(claims, None, algorithm="none"),
    "signed with a shared secret": lambda claims: jwt.encode(claims, "only for tests of a long enough key", algorithm="HS256"),
    "not a token": lambda claims: "nothing.of.it",
}  # fmt: skip


@pytest.mark.trust("S12", f"{len(FORGED)} forged tokens: nonce, audience, issuer, times, signature")
def test_no_forged_answer_is_taken(organisation, ada, figures, monkeypatch):
    taken = []
    for what, change in FORGED.items():
        organisation.change = change
        client = Client()
        before = state_of_accounts()
        answer = back(client, there(go(client)))
        if inside(client) or answer.status_code != 403 or state_of_accounts() != before:
            taken.append(f"{what}: {answer.status_code}")
    figures("forged answers", len(FORGED))
    figures("taken", len(taken))
    assert taken == []

    monkeypatch.setattr(
        "accounts.openid.Checked.claims",
        lambda self, app, token: jwt.decode(token, options={"verify_signature": False}),
    )
    caught = 0
    forged = (
        "the nonce of another attempt",
        "for another service",
        "another issuer",
        "signed by a stranger",
        "not signed",
    )
    for what in forged:
        organisation.change = FORGED[what]
        caught += signs_in(Client())
    figures.control("claims are believed", caught=caught, of=len(forged))


@pytest.mark.prove
@pytest.mark.trust(
    "S12",
    "unverified, unsaid and foreign addresses, one without account, a closed account, an invitation run out, an account tied already",
)
def test_nothing_else_is_opened(organisation, ada, figures, settings):
    lead = User.objects.create_user("lead@ofsted.example", RIGHT, name="Lead")
    opened = []
    for sub in ("unverified", "says so", "silent", "other domain", "near domain", "nobody", "two", "no address"):
        before = state_of_accounts()
        client = Client()
        answer = back(client, there(go(client), sub))
        if inside(client) or answer.status_code not in (401, 403) or state_of_accounts() != before:
            opened.append(f"{sub}: {answer.status_code}")
    late = invitations.invite(by=ada, email="nobody@seaborough.example", name="Bo")
    with clock.travelled_to(clock.now() + timedelta(days=8)):
        opened += ["invitation run out"] * signs_in(Client(), "nobody")
    assert signs_in(Client(), "nobody")
    people.close_account(by=ada, user=late)
    opened += ["closed"] * signs_in(Client(), "nobody")
    with pytest.raises(invitations.Refused, match="has been closed"):
        invitations.invite(by=ada, email=late.email, name="Bo")
    SocialAccount.objects.filter(user=late).delete()
    opened += ["closed, not tied"] * signs_in(Client(), "nobody")
    SocialAccount.objects.create(provider="seaborough", uid="somebody else", user=ada)
    opened += ["tied to another"] * signs_in(Client())
    figures("tried", 12)
    figures("opened", len(opened))
    assert opened == []
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["domains"].append("ofsted.example")
    figures.control("a council may speak for any address", caught=int(signs_in(Client(), "other domain")), of=1)
    assert lead.pk


@pytest.mark.trust(
    "S12", "state wrong, missing, used twice and of another browser; code used twice; parameters added to the address"
)
def test_an_attempt_belongs_to_one_browser_once(organisation, ada, figures):
    opened = 0
    victim, thief = Client(), Client()
    theirs = there(go(thief))
    back(victim, theirs)  # the thief's own answer, followed by the victim
    opened += inside(victim)
    parts = urlsplit(there(go(victim)))
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    for state in ("x" * 16, "", None):
        wrong = {name: value for name, value in (query | {"state": state}).items() if value is not None}
        victim.get(f"{parts.path}?{urlencode(wrong)}")
        opened += inside(victim)
    good = f"{parts.path}?{parts.query}"
    assert victim.get(good).status_code == 302 and inside(victim)
    victim.post(reverse("account_logout"))
    victim.get(good)
    opened += inside(victim)
    figures("opened", opened)
    assert opened == 0
    evil = {
        "auth_params": "redirect_uri=https://evil.example&nonce=known",
        "scope": "admin",
        "process": "connect",
        "action": "reauthenticate",
    }
    page = Client().post(f"{reverse('openid_connect_login', args=['seaborough'])}?{urlencode(evil)}").content.decode()
    assert "evil.example" not in page and "admin" not in page
    assert Client().get(reverse("openid_connect_login", args=["seaborough"])).status_code == 405
    assert (
        Client(enforce_csrf_checks=True).post(reverse("openid_connect_login", args=["seaborough"])).status_code == 403
    )


@pytest.mark.prove
@pytest.mark.trust("S12", "the provider names another issuer, is away, or says no")
def test_a_provider_that_is_away_or_another(organisation, ada, settings):
    app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]
    app["issuer"] = "https://another.example"
    answer = Client().post(reverse("openid_connect_login", args=["seaborough"]))
    assert answer.status_code == 503 and "cannot be reached" in answer.content.decode()
    app |= {"issuer": "http://127.0.0.1:1", "server_url": "http://127.0.0.1:1"}
    assert Client().post(reverse("openid_connect_login", args=["seaborough"])).status_code == 503
    app |= {"issuer": organisation.issuer, "server_url": organisation.issuer}
    client = Client()
    state = parse_qs(urlsplit(go(client)).query)["state"][0]
    said_no = client.get(
        reverse("openid_connect_callback", args=["seaborough"]), {"error": "access_denied", "state": state}
    )
    assert said_no.status_code == 403 and not inside(client)


@pytest.mark.browser
@pytest.mark.prove
@pytest.mark.django_db(transaction=True)
@pytest.mark.trust(
    "S12", "in Chromium: from the sign-in page to the council’s own and back, with the policy of the pages in force"
)
def test_in_a_browser(page, live_server, organisation, settings, axe):
    settings.SITE_URL = live_server.url
    User.objects.create_user(ADA, RIGHT, name="Ada Osei")
    page.goto(live_server.url + "/accounts/login/")
    axe(page)
    page.get_by_role("button", name="Seaborough Council").click()
    page.wait_for_url(f"{organisation.issuer}/**")
    page.get_by_role("button", name="ada", exact=True).first.click()
    page.wait_for_url(live_server.url + "/**")
    page.get_by_role("button", name="Sign out").wait_for()
    assert "Ada Osei" in page.inner_text("header")
