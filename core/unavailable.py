"""The page for an error: 503 where something the service rests on is away or full, else 500. What was sent can be sent again from it."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from redis.exceptions import RedisError

AWAY = (OperationalError, InterfaceError, RedisError)
FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}
RETRY_AFTER = 10  # seconds
# Never written back into a page.
UNSENT = ("password", "secret", "code", "otp")
MOST_FIELDS = 500


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500, called while the exception is at hand."""
    if not any(_is_away(error) for error in _chain(sys.exc_info()[1])):
        return HttpResponse(render_to_string("500.html"), status=500)
    page = render_to_string("503.html", {"address": request.get_full_path(), "fields": sent_again(request)})
    return HttpResponse(page, status=503, headers={"Retry-After": str(RETRY_AFTER), "Cache-Control": "no-store"})


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


def _is_away(error: BaseException) -> bool:
    return isinstance(error, AWAY) or (isinstance(error, OSError) and error.errno in FULL)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(10):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__
