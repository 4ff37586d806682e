"""What follows when a second factor is set up or taken away."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts import verbs
from accounts.models import User
from accounts.services import codes
from accounts.services.notices import notify
from accounts.services.sessions import end_sessions
from audit.record import record
from core.errors import Refused


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


def why_not_off(*, by: User, user: User, has_one: bool) -> str:
    """Why an administrator cannot take somebody's second factor off; empty where they can."""
    if user == by:
        return "Turn off your own two-step sign-in on the page of your account"
    if not user.is_active:
        return f"The account of {user} is closed: nobody signs in with it"
    return "" if has_one else f"{user} has no two-step sign-in"


@transaction.atomic
def take_off(*, by: User, user: User, reason: str) -> None:
    """For whoever lost phone and recovery codes. `reason`: how it was made sure who asked; it stays in the record, and the person is told.

    Raises Refused for what `why_not_off` names.
    """
    found = Authenticator.objects.select_for_update().filter(user=user)
    if why := why_not_off(by=by, user=user, has_one=bool(found)):
        raise Refused(why)
    found.delete()
    end_sessions(user)
    entry = record(actor=by, verb=verbs.FACTOR_TAKEN_OFF, subject=user, reason=reason)
    notify(
        person=user,
        kind="account",
        key=f"factor-taken-off:{entry.pk}",
        subject="Two-step sign-in was taken off your account",
        body=f"{by} took it off, because your phone and your recovery codes were said to be lost. Set it up again at your next "
        "sign-in. If you did not ask for this, tell the service administrator at once and choose a new password.",
    )
