"""Headers on every response, requests that cannot be read, and the last resort for a refusal no view caught."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django_structlog.middlewares import RequestMiddleware

from core.errors import Refused

log = logging.getLogger(__name__)
# Where surveys are answered.
ANSWERING = "/s/"
GetResponse = Callable[[HttpRequest], HttpResponse]


class OnePolicyMiddleware(CSPMiddleware):
    """The same content security policy on every response: it is put together once, not for each, and no page widens it."""

    def __init__(self, get_response: GetResponse) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """Without a nonce: there is no script or style inside a page."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        response.headers.setdefault(HEADER, self.policy)
        return response


class SecurityHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
        if request.user.is_authenticated if hasattr(request, "user") else False:
            # Pages for signed-in people hold embargoed text: no shared or back-button copies.
            response.setdefault("Cache-Control", "no-store, private")
        return response


class ReadableMiddleware:
    """What no database can hold never reaches a page: NUL is taken out of what an address asks for, and in its path
    becomes the sign for what cannot be read. What is typed into a form is tidied by `core.forms`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query or "\0" in query:  # again and again: "%%0000" holds one in another
            query = query.replace("%00", "").replace("\0", "")
            request.META["QUERY_STRING"] = query
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        for name, value in kwargs.items():
            if isinstance(value, str) and "\0" in value:
                # Nothing has such a name, and each page says in its own way that it is not there.
                kwargs[name] = value.replace("\0", "\ufffd")


class RequestLogMiddleware(RequestMiddleware):
    """Each refused or failed request has a line with an address and a person. Whoever answers a survey was promised that nothing is
    kept of them, so of those pages no request is looked at; `surveys.views` logs that something failed, and nothing else.
    """

    def __call__(self, request: HttpRequest) -> Any:
        return self.get_response(request) if request.path.startswith(ANSWERING) else super().__call__(request)

    def process_got_request_exception(self, sender: type[Any], request: HttpRequest, **kwargs: Any) -> None:
        """Also of an error that no view catches: in the browser of somebody signed in, the line would say who was answering, and when."""
        if not request.path.startswith(ANSWERING):
            super().process_got_request_exception(sender, request, **kwargs)


class NotAllowedMiddleware:
    """Whoever opens an address that only takes a form sees a page and not nothing. Not where surveys are answered, whose pages look for
    nobody; there no browser gets to such an address by itself."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code == 405
            and not response.content
            and request.method in ("GET", "POST")
            and "text/html" in request.headers.get("Accept", "")
            and not request.path.startswith(ANSWERING)
        ):
            response.content = render(request, "errors/not_allowed.html").content
        return response


class MethodsMiddleware:
    """OPTIONS is refused alike to everybody at every address, whether or not there is something behind it: Django's own answer to it asks
    for no right that a view asks for only when it reads. A view that everybody may read says `answers_options`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        if request.method == "OPTIONS" and not getattr(getattr(view, "view_class", None), "answers_options", False):
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        return None


# The codes of PostgreSQL for two that met: each waits for the other, the order is lost, both made the same row. A lock that is not had
# in time is something else: `core.unavailable` asks to come back later.
MET = ("40P01", "40001", "23505")
TRIES = 3
AT_ONCE = (
    "Somebody else did the same at this moment, so nothing of yours was saved. Go back and press the button again."
)


class RefusedMiddleware:
    """A Refused that reaches here becomes a page with its reasons, status 409: nothing has changed.

    Of two requests that met in the database one was rolled back: it is done again, now after the other, and nobody is the wiser.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        found, first = request.resolver_match, exception
        for _ in range(TRIES if found and met(exception) else 0):
            for file in request.FILES.values():
                file.seek(0)
            try:
                return found.func(request, *found.args, **found.kwargs)  # type: ignore[union-attr]
            except Exception as again:  # noqa: BLE001  (raised below, where it is no refusal)
                exception = again
            if not met(exception):
                break
        if isinstance(exception, Refused):
            return self.page(request, exception.reasons)
        if met(exception):
            log.error("two requests met again and again: %s", exception, exc_info=exception)
            return self.page(request, Refused(AT_ONCE).reasons)
        if exception is not first:
            raise exception
        return None

    @staticmethod
    def page(request: HttpRequest, reasons: Any) -> HttpResponse:
        return render(request, "errors/refused.html", {"reasons": reasons}, status=409)


def met(exception: Exception) -> bool:
    """Whether this one was rolled back only because another was at work."""
    if not isinstance(exception, DatabaseError):
        return False
    cause = exception.__cause__
    # SQLite has no codes.
    return getattr(cause, "pgcode", None) in MET or str(exception).startswith(
        ("UNIQUE constraint", "database is locked")
    )
