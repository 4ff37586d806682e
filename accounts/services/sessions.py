"""Ending the sessions of a person, so that what was signed in before a change is not signed in after it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts import verbs
from accounts.models import User
from accounts.queries import sessions_of
from accounts.sessions import is_over
from audit.record import record


@transaction.atomic
def sign_out_everywhere(*, by: User, user: User, but: str | None = None) -> int:
    """End every session of a person, or all but the one with the key `but`; says how many. Where there was none, nothing is recorded."""
    ended = end_sessions(user, but=but)
    if not ended:
        return 0
    record(actor=by, verb=verbs.SIGNED_OUT, subject=user, changes={"sessions ended": ("", ended)})
    return ended


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End all, or all but the one with the key `but`; says how many still worked. Part of the caller's transaction and record."""
    ended, now = 0, timezone.now()
    for session in sessions_of(user):
        if session.session_key != but:
            ended += not is_over(session.get_decoded(), now)
            session.delete()
    return ended
