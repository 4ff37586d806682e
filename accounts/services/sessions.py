"""Ending the sessions of a person, so that what was signed in before a change is not signed in after it."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.models import User


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End all, or all but the one with the key `but`; says how many. Part of the caller's transaction and record."""
    ended = 0
    # The clock of the session store, which no replay moves.
    for session in Session.objects.filter(expire_date__gt=timezone.now()).exclude(session_key=but):
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    return ended
