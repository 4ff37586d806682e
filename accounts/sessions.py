"""Sessions in the database; one that could not be saved because the database is away says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db import OperationalError

# What a session says of itself, as seconds since 1970: when its person signed in, and when they last gave a sign of life.
BEGAN, SEEN = "began_at", "seen_at"


def is_over(kept: Mapping[str, Any], now: datetime) -> bool:
    """Whether nobody is signed in with it any more: no sign of life for `SESSION_IDLE`, or begun `SESSION_LONGEST` ago. `kept`: a session,
    or what it holds."""
    began, seen = kept.get(BEGAN, now.timestamp()), kept.get(SEEN, now.timestamp())
    return bool(
        now.timestamp() - seen >= settings.SESSION_IDLE.total_seconds()
        or now.timestamp() - began >= settings.SESSION_LONGEST.total_seconds()
    )


class SessionStore(InDatabase):
    """Django takes every error while saving for a session that somebody ended meanwhile, and answers 400: nobody would send that again.
    A database that is away is a 503, from which the same press is sent again (`core.unavailable`)."""

    def save(self, must_create: bool = False) -> None:
        away = None
        try:
            super().save(must_create)
        except UpdateError as error:
            if not isinstance(error.__context__, OperationalError):
                raise
            away = error.__context__
        if away is not None:
            raise away
