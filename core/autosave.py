"""The answers of an address that static/app/autosave.js saves to. See docs/recipes/autosave.md."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token

from core import words
from core.errors import Refused

# A hidden field of the form: one key for one save, so that a save repeated after a lost answer is one save.
SAVE_KEY = "save_key"


def state(request: HttpRequest, *, version: int, here: Sequence[str] = (), **more: Any) -> JsonResponse:
    """To GET: who is signed in, a fresh token for a page whose own is old, and how the row stands."""
    person: Any = request.user
    return JsonResponse(
        {"person": person.pk, "csrf": get_token(request), "version": version, "here": list(here)} | more
    )


def saved(*, version: int, at: datetime, here: Sequence[str] = (), **more: Any) -> JsonResponse:
    """It is in the database. `more` may hold `autosave` and `page`, the addresses of a row that had none before."""
    line = f"Saved at {words.time_words(at)}"
    return JsonResponse({"version": version, "line": line, "here": list(here)} | more)


def conflict(*, version: int, by: str, values: Iterable[tuple[str, str]], here: Sequence[str] = ()) -> JsonResponse:
    """Somebody saved first. `values` are (field, value as the form would send it) as they stand now."""
    return JsonResponse(
        {"version": version, "by": by, "values": [list(pair) for pair in values], "here": list(here)}, status=409
    )


def refused(errors: Refused | Iterable[str]) -> JsonResponse:
    """It will not be saved as it is, and why; nothing changed."""
    texts = [reason.text for reason in errors.reasons] if isinstance(errors, Refused) else list(errors)
    return JsonResponse({"errors": texts}, status=422)
