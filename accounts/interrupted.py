"""A form that arrived after its sender was signed out: kept with the session, encrypted, until the same person signs in and sends it."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import salted_hmac

KEPT = "interrupted"
NOT_SENT_AGAIN = frozenset({"csrfmiddlewaretoken"})
# Pages about signing in are never sent again: they may hold a password.
OWN_PAGES = ("account_", "mfa_", "openid_", "invitation-")


@dataclass(frozen=True)
class Interrupted:
    """`boxes` are (name, value) as they were sent; `files` says whether files came with them, which are not kept."""

    path: str
    boxes: list[tuple[str, str]]
    files: bool


def is_worth_keeping(request: HttpRequest, view: Callable[..., Any]) -> bool:
    name = request.resolver_match.url_name if request.resolver_match else ""
    return (
        request.method == "POST"
        and not getattr(view, "csrf_exempt", False)
        and not (name or "").startswith(OWN_PAGES)
        and not request.headers.get("Accept", "").startswith("application/json")  # autosave keeps its own
    )


def keep(request: HttpRequest, person: int) -> HttpResponse:
    """Keep what was sent and lead to the sign-in, which leads back to it."""
    boxes = [
        (name, value) for name in request.POST if name not in NOT_SENT_AGAIN for value in request.POST.getlist(name)
    ]
    words = json.dumps([person, request.get_full_path(), boxes, bool(request.FILES)])
    request.session[KEPT] = _lock().encrypt(words.encode()).decode()
    messages.info(
        request, "You were signed out because nothing happened for a while. What you wrote is kept: sign in to send it."
    )
    back = urlencode({"next": reverse("accounts:interrupted")})
    return HttpResponseRedirect(f"{reverse('account_login')}?{back}")


def of_person(request: HttpRequest) -> Interrupted | None:
    """What this person sent too late. Somebody else's is thrown away unseen."""
    sealed = request.session.get(KEPT)
    if not sealed:
        return None
    try:
        person, path, boxes, files = json.loads(_lock().decrypt(sealed.encode()))
    except (InvalidToken, ValueError):
        person, path, boxes, files = None, "", [], False
    if person != request.user.pk:
        forget(request)
        return None
    return Interrupted(path, [(name, value) for name, value in boxes], files)


def forget(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)


def forget_if_sent(request: HttpRequest) -> None:
    """Once the form is on its way again there is nothing left to keep."""
    if KEPT in request.session and (kept := of_person(request)) and kept.path == request.get_full_path():
        forget(request)


def _lock() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(salted_hmac("accounts.interrupted", "key", algorithm="sha256").digest()))
