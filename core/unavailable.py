"""The page for an error: 503 where something the service rests on is away or full, else 500. What was sent can be sent again from it.

A request that only lost its connection to the database is answered anew at once, where doing it twice is doing it once.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

from core import once

AWAY = (OperationalError, InterfaceError, RedisError)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
RETRY_AFTER = 10  # seconds
# Never written back into a page.
UNSENT = ("password", "secret", "code", "otp")
MOST_FIELDS = 500
LOST = "lost_connection"
# What PostgreSQL says when it ends a connection; when it has no time to, there is no code at all.
GONE, CUT = ("57P", "08"), "57P01"


class AnsweredAnewMiddleware:
    """Whoever only looks, sends a form that is remembered (`core.once`), or posts to a view that says it is `repeatable`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not getattr(response, LOST, False):
            return response
        connection.close()
        if _repeatable(request):
            for name in ("_cached_user", "_acached_user"):
                request.__dict__.pop(name, None)
            return self.get_response(request)
        return response


def _repeatable(request: HttpRequest) -> bool:
    if request.method in ("GET", "HEAD"):
        return True
    view = getattr(request.resolver_match, "func", None)
    if getattr(getattr(view, "view_class", None), "repeatable", False):
        return True
    person = getattr(request, "user", None)
    return bool(request.method == "POST" and request.POST.get(once.FIELD) and person and person.is_authenticated)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is at hand."""
    errors = list(_chain(sys.exc_info()[1]))
    if not any(_is_away(error) for error in errors):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("503.html", {"address": request.get_full_path(), "fields": sent_again(request)})
    answer = HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})
    setattr(answer, LOST, any(lost(error) for error in errors))
    return answer


def sent_again(request: HttpRequest) -> list[tuple[str, str]] | None:
    """(name, value) of a form, so that one press sends it again; None where it cannot be: no form, a file, a password."""
    try:
        if request.method != "POST" or request.FILES or not request.POST:
            return None
        fields = [(name, value) for name, values in request.POST.lists() for value in values]
    except Exception:  # noqa: BLE001  (what cannot be read cannot be sent again)
        return None
    if len(fields) > MOST_FIELDS or any(word in name.lower() for name, _ in fields for word in UNSENT):
        return None
    return fields


def lost(error: BaseException) -> bool:
    """Whether the connection to PostgreSQL went: neither too slow, nor locked, nor full. Django may have opened another since."""
    cause = error.__cause__
    if not isinstance(error, OperationalError | InterfaceError) or not hasattr(cause, "pgcode"):
        return False
    return (cause.pgcode or CUT).startswith(GONE)


def _is_away(error: BaseException) -> bool:
    return isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in FULL)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
