"""What is asked of every request about the person who makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from accounts.access import keep_for_a_look, reach_of
from core import reach

# Setting the factor up needs these; everything else waits.
ALLOWED = frozenset(
    {"mfa_activate_totp", "account_logout", "account_reauthenticate", "mfa_reauthenticate", "dashboard:health"}
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
