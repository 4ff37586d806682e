"""What follows when a second factor is set up or taken away."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import verbs
from accounts.services import codes
from accounts.services.sessions import end_sessions
from audit.record import record


@transaction.atomic
def set_up(*, authenticator: Authenticator, code: str, session: str | None) -> None:
    """The code that proved the phone is used up, and every other session of the person ends."""
    codes.take(authenticator=authenticator, code=code)
    changed(user=authenticator.user, verb=verbs.FACTOR_SET, session=session)


@transaction.atomic
def changed(*, user: Any, verb: str, session: str | None) -> None:
    """Record it, and end every session of the person but this one."""
    end_sessions(user, but=session)
    record(actor=user, verb=verb, subject=user)
