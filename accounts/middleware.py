"""What is asked of every request about the person who makes it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils import timezone

from accounts import handed_back, interrupted
from accounts.access import keep_for_a_look, reach_of
from accounts.sessions import BEGAN, SEEN, is_over
from core import reach
from core.middleware import ANSWERING

# Setting the factor up needs these; everything else waits.
ALLOWED = frozenset(
    {
        "mfa_activate_totp",
        "account_logout",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "dashboard:health",
        "dashboard:live",
    }
)


class RightsMiddleware:
    """While somebody only looks at a page, what they hold is read once. A request that may change something asks anew each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in ("GET", "HEAD") and request.user.is_authenticated:
            keep_for_a_look(request.user)
        return self.get_response(request)


class ReachMiddleware:
    """What the database shows to this request at all: the partnerships of the person who makes it, and what is published.

    A view that is opened by a secret in its address declares its own `reach` (`core.reach`), which `process_view` takes.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Read when the first statement asks: many answers need none.
        with reach.within(lambda: reach_of(request.user)):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        declared = getattr(getattr(view, "view_class", view), "reach", None)
        if declared is not None:
            reach.become(declared)


class TwoFactorMiddleware:
    """Where a second factor is required, nothing else works until it is set up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            settings.REQUIRE_TWO_FACTOR
            and request.user.is_authenticated
            and not is_mfa_enabled(request.user)
            and not request.path.startswith(settings.STATIC_URL)
            and resolve(request.path_info).view_name not in ALLOWED
        ):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


class SessionAgeMiddleware:
    """Signs out whoever gave no sign of life for `SESSION_IDLE`, and everybody after `SESSION_LONGEST`.

    What a page asks by itself in the background is no sign of life. A form that arrives too late is kept for its sender. The clock is
    that of the session store, which no replay moves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Whoever answers a survey is nobody, also in the browser of somebody who is signed in: their session gets no word of it.
        if not request.path.startswith(ANSWERING) and request.user.is_authenticated:
            now = timezone.now()
            if is_over(request.session, now):
                person = request.user.pk
                logout(request)
                request.session_ended_of = person  # type: ignore[attr-defined]
            elif not self.is_background(request):
                self.note(request.session, now)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        # Here, since by now the form's own protection has been looked at.
        person = getattr(request, "session_ended_of", None)
        if person is not None and interrupted.is_worth_keeping(request, view):
            return interrupted.keep(request, person)
        if request.method == "POST" and request.user.is_authenticated:
            interrupted.forget_if_sent(request)
        return None

    def note(self, session: Any, now: datetime) -> None:
        session.setdefault(BEGAN, now.timestamp())
        # Written once a minute at most: enough to tell fifteen minutes, and cheap.
        if now.timestamp() - session.get(SEEN, 0) >= min(60, settings.SESSION_IDLE.total_seconds() / 10):
            session[SEEN] = now.timestamp()

    @staticmethod
    def is_background(request: HttpRequest) -> bool:
        """Scripts that look again by themselves ask for JSON; what somebody typed is sent by POST."""
        return request.method == "GET" and request.headers.get("Accept", "").startswith("application/json")


class HandedBackMiddleware:
    """Whoever sends a form and is signed out, or may not send it any more, gets their words back with the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = handed_back.in_place_of_sign_in(request, self.get_response(request))
        return handed_back.in_place_of_refusal(request, response)


class PasswordQueueMiddleware:
    """Checking a password costs more than any page. One is checked at a time in each process and a few wait; more are told to try again.

    So however many sign in at once, half the threads and the better part of the cores are left for everybody else.
    """

    CHECKS = frozenset(
        {
            "account_login", "account_reauthenticate", "account_change_password", "account_reset_password_from_key",
            "accounts:invitation-accept",
        }
    )  # fmt: skip
    RETRY_AFTER = 2  # seconds

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.places = threading.BoundedSemaphore(settings.PASSWORD_PLACES)
        self.turn = threading.Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST" or request.path.startswith(ANSWERING) or not self.checks(request.path_info):
            return self.get_response(request)
        # The form comes first: whoever sends theirs slowly, or never to its end, must not stand in a place while others wait.
        _whole = request.POST
        if not self.places.acquire(blocking=False):
            page = render_to_string("errors/many_sign_in.html")
            return HttpResponse(
                page, status=503, headers={"Retry-After": str(self.RETRY_AFTER), "Cache-Control": "no-store"}
            )
        try:
            with self.turn:
                return self.get_response(request)
        finally:
            self.places.release()

    def checks(self, path: str) -> bool:
        try:
            return resolve(path).view_name in self.CHECKS
        except Resolver404:
            return False
