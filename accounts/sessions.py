"""Sessions in the database; one that could not be saved because the database is away says so."""

from __future__ import annotations

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.db import OperationalError

# What a session says of itself, as seconds since 1970: when its person signed in, and when they last gave a sign of life.
BEGAN, SEEN = "began_at", "seen_at"


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
