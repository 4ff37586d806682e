"""Headers on every response, and the last resort for a refusal no view caught."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from core.errors import Refused
from core.too_large import bad_request

GetResponse = Callable[[HttpRequest], HttpResponse]


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


# Text in another encoding could say what no other check looks for: in UTF-7 even half a character can be written.
READABLE = ("utf-8", "utf8", "us-ascii", "ascii")


class ReadableMiddleware:
    """What no database can hold never reaches a page: NUL is taken out of what an address asks for, an address with NUL in its path is
    not there, and text in another encoding than that of the pages is answered 400.

    What is typed into a form is tidied by `core.forms`.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        charset = (request.content_params or {}).get("charset", "utf-8")
        if charset.strip("\"' ").lower() not in READABLE:
            return bad_request(request, BadRequest())
        query = request.META.get("QUERY_STRING", "")
        while "%00" in query or "\0" in query:  # again and again: "%%0000" holds one in another
            query = query.replace("%00", "").replace("\0", "")
            request.META["QUERY_STRING"] = query
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404


class RefusedMiddleware:
    """A Refused that reaches here becomes a page with its reasons, status 409: nothing has changed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return render(request, "errors/refused.html", {"reasons": exception.reasons}, status=409)
        return None
