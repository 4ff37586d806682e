"""National roles and closing accounts."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts import verbs
from accounts.choices import NATIONAL_ROLES, Role
from accounts.models import NationalRole, User
from accounts.services.sessions import end_sessions
from audit.record import record
from core import clock
from core.errors import Reason, Refused


@transaction.atomic
def grant_national(
    *, by: User | None, user: User, role: str, region_code: str = "", starts_on: date | None = None
) -> NationalRole:
    """Give a role over England or one region. Raises Refused for a role that belongs to an area or a team, or is held already."""
    if role not in NATIONAL_ROLES:
        raise Refused(Reason("Choose a national role", "role"))
    if NationalRole.objects.filter(user=user, role=role, region_code=region_code, ends_on=None).exists():
        raise Refused(Reason(f"{user} already holds this role", "role"))
    granted = NationalRole.objects.create(
        user=user, role=role, region_code=region_code, starts_on=starts_on or clock.today()
    )
    record(
        actor=by,
        verb=verbs.ROLE_GRANTED,
        subject=user,
        changes={"role": ("", f"{Role(role).label} {region_code}".strip())},
    )
    return granted


@transaction.atomic
def end_national(*, by: User, granted: NationalRole, ends_on: date | None = None) -> None:
    """End a role: from the day after `ends_on` (yesterday by default, so at once)."""
    last = ends_on or date.fromordinal(clock.today().toordinal() - 1)
    granted.ends_on = max(last, granted.starts_on)
    if ends_on is None and granted.starts_on >= clock.today():
        # Given and ended on one day: a role cannot end before it starts, so it goes; the record keeps both acts.
        record(
            actor=by, verb=verbs.ROLE_ENDED, subject=granted.user, changes={"role": (granted.get_role_display(), "")}
        )
        granted.delete()
        return
    granted.save(update_fields=["ends_on"])
    record(actor=by, verb=verbs.ROLE_ENDED, subject=granted.user, changes={"role": (granted.get_role_display(), "")})


@transaction.atomic
def close_account(*, by: User, user: User) -> bool:
    """Stop a person signing in, and end their sessions. False where it was closed before. Raises Refused for one's own account."""
    if user == by:
        raise Refused("You cannot close your own account")
    if not User.objects.select_for_update().get(pk=user.pk).is_active:
        return False
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record(actor=by, verb=verbs.CLOSED, subject=user)
    return True
