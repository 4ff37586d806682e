"""How often passwords may be tried for one account, so that guessing is hopeless and the lock cannot be turned on the owner.

A browser in which somebody signed in fully before is known for that account: it has a count of its own. All others share what strangers
may try, counted by account and address, by account over all addresses, and by address over all accounts. Whoever fills those counts
keeps out only browsers nobody ever signed in from, and a new password by e-mail makes a browser known too.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import timedelta
from typing import Any

import structlog
from allauth.core.internal import ratelimit
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

log = structlog.get_logger(__name__)
SALT = "accounts.known-browser"
LOG_SALT = "accounts.wrong-password"
KNOWN_FOR = timedelta(days=180)
MOST_PEOPLE = 6  # that one browser is known for: a computer in a shared office


def normal(email: str) -> str:
    """One name for all ways to type one address, so that none has a count of its own."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


def may_try(request: HttpRequest, email: str) -> list[Any] | None:
    """Count one try. None when there have been too many; else what to give back should the password be right."""
    name = normal(email)
    if browser := _known(request).get(_mark(name)):
        counts = [("login_failed_known", f"{name} {browser}")]
    else:
        counts = [("login_failed", f"{name} {ratelimit.get_ip(request)}"), ("login_failed_account", name)]
    used = []
    for action, key in counts:
        usage = ratelimit.consume(request, app="allauth.account", action=action, key=key)
        if not usage:
            return None
        used.append(usage)
    return used


def log_wrong(event: str, email: str) -> None:
    """One line of somebody who did not get in: where from, and a mark by which we tell accounts apart, never what was typed."""
    log.warning(event, account=_mark(normal(email), LOG_SALT))


def _known(request: HttpRequest) -> dict[str, str]:
    """{mark of an account: name of this browser for it}."""
    try:
        kept = signing.loads(request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=KNOWN_FOR)
    except signing.BadSignature:
        return {}
    return kept if isinstance(kept, dict) else {}


def _mark(name: str, salt: str = SALT) -> str:
    """Says to nobody else whose it is."""
    return salted_hmac(salt, name, algorithm="sha256").hexdigest()[:24]


def keep_known(request: HttpRequest, response: HttpResponse, email: str) -> None:
    """From now on this browser is known for that account."""
    mark = _mark(normal(email))
    others = {other: browser for other, browser in _known(request).items() if other != mark}
    kept = dict(list(others.items())[1 - MOST_PEOPLE :]) | {mark: secrets.token_urlsafe(9)}
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME, signing.dumps(kept, salt=SALT), max_age=KNOWN_FOR, httponly=True,
        secure=settings.SESSION_COOKIE_SECURE, samesite="Lax",
    )  # fmt: skip
