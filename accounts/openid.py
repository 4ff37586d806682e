"""Signing in with the account one has at one's organisation, by OpenID Connect: allauth's provider, with what it leaves open closed.

Every answer is a signed token, read with the keys of the issuer that the settings name; it must be for this service, still good, and
carry the nonce of this browser's own attempt. What an organisation may then open is in `accounts.services.organisations`.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from typing import Any, NoReturn

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.services import organisations
from core.errors import Refused

log = logging.getLogger(__name__)

# No shared secret signs a token, and nothing goes unsigned.
ALGORITHMS = ["RS256", "PS256", "ES256"]
NEEDED = ["iss", "sub", "aud", "exp", "iat", "nonce"]
LEEWAY = 60  # seconds two clocks may differ


def nonce_for(code_verifier: str) -> str:
    """Bound to the attempt: its verifier is kept in this browser's session and used once."""
    return hashlib.sha256(f"nonce {code_verifier}".encode()).hexdigest()


class Checked(OpenIDConnectOAuth2Adapter):
    """One attempt to sign in at one organisation."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().openid_config
        if config.get("issuer") != self.get_provider().app.settings["issuer"]:
            raise OAuth2Error("another issuer than the settings name")
        return config

    def get_callback_url(self, request: HttpRequest, app: Any) -> str:
        # From the address of the site: that of a request can be forged.
        return settings.SITE_URL + reverse("openid_connect_callback", kwargs={"provider_id": self.provider_id})

    def get_access_token_data(
        self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: str | None = None
    ) -> Any:
        self.nonce = nonce_for(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **kwargs: Any) -> Any:
        claims = self.claims(app, kwargs["response"].get("id_token", ""))
        return self.get_provider().sociallogin_from_response(request, {"id_token": claims})

    def claims(self, app: Any, id_token: str) -> dict[str, Any]:
        """What the token says, once nothing about it is wrong. Raises OAuth2Error."""
        config = self.openid_config
        try:
            key = self.key_of(id_token, config["jwks_uri"])
            claims: dict[str, Any] = jwt.decode(
                id_token, key, algorithms=ALGORITHMS, audience=app.client_id, issuer=config["issuer"], leeway=LEEWAY,
                options={"require": NEEDED},
            )  # fmt: skip
        except (jwt.PyJWTError, KeyError, ValueError) as error:
            raise OAuth2Error(str(error)) from error
        if claims["nonce"] != self.nonce:
            raise OAuth2Error("the nonce of another attempt")
        several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
        if claims.get("azp", "" if several else app.client_id) != app.client_id:
            raise OAuth2Error("made for another client")
        return claims

    def key_of(self, id_token: str, address: str) -> jwt.PyJWK:
        """The issuer's key that the token names; one that names none is good while the issuer has only one."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
        name = jwt.get_unverified_header(id_token).get("kid")
        keys = [key for key in jwt.PyJWKSet.from_dict(answer.json()).keys if name in (None, key.key_id)]
        if len(keys) != 1:
            raise OAuth2Error("no key of the issuer fits")
        return keys[0]


class OrganisationProvider(OpenIDConnectProvider):
    oauth2_adapter_class = Checked

    def get_pkce_params(self) -> dict[str, str]:
        params: dict[str, str] = super().get_pkce_params()
        return params | {"nonce": nonce_for(params["code_verifier"])}

    def get_redirect_from_request_kwargs(self, request: HttpRequest) -> dict[str, Any]:
        """allauth would take scopes, parameters and another purpose from the address; here the settings alone say them."""
        asked = super().get_redirect_from_request_kwargs(request)
        fixed = {"process": AuthProcess.LOGIN, "scope": self.get_scope(), "auth_params": {}}
        return {name: value for name, value in asked.items() if name == "next_url"} | fixed

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        return {}  # nothing of what the organisation tells about a person is kept


class InvitedOnly(DefaultSocialAccountAdapter):
    """Opens accounts to whom they were promised, and never makes one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def generate_state_param(self, state: dict[str, Any]) -> str:
        return secrets.token_urlsafe(24)  # 192 bits; allauth's own has 95

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        app, claims = sociallogin.provider.app, next(iter(sociallogin.email_addresses), None)
        try:
            organisations.admit(
                organisation=app.provider_id, name=app.name, domains=app.settings["domains"], uid=sociallogin.account.uid,
                email=claims.email if claims else "", verified=claims.verified if claims else False,
            )  # fmt: skip
        except Refused as refused:
            raise ImmediateHttpResponse(not_opened(request, app.name, str(refused))) from refused
        if not sociallogin.is_existing:
            sociallogin.lookup()

    def on_authentication_error(
        self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, extra_context: Any = None
    ) -> NoReturn:
        """The page says the same whatever was wrong with an answer: its maker is not to learn which check caught it."""
        log.warning("sign-in through %s refused: %s", provider.app.provider_id, exception or error)
        why = f"The answer of {provider.app.name} could not be used. Nothing has changed. Try again"
        raise ImmediateHttpResponse(not_opened(request, provider.app.name, why))


def not_opened(request: HttpRequest, name: str, why: str, status: int = 403) -> HttpResponse:
    return render(request, "accounts/organisation_refused.html", {"name": name, "why": why}, status=status)
