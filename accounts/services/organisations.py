"""What a sign-in at somebody's organisation opens: the account they were invited to, and nothing else. It never makes an account."""

from __future__ import annotations

from collections.abc import Collection

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from accounts import verbs
from accounts.models import Invitation, User
from audit.record import record
from core import clock
from core.errors import Refused

# One sentence for every reason: who signs in with an address of their own choosing learns nothing about anybody's account.
NOT_THEIRS = "There is no account here for this sign-in. Ask the person who manages accounts to invite the address you have there"


@transaction.atomic
def admit(*, organisation: str, name: str, domains: Collection[str], uid: str, email: str, verified: object) -> User:
    """The person whose account this is. The first time, the account with the verified address is tied to the organisation's.

    An organisation speaks for the addresses of its own domains only. An account that was invited but not opened yet is opened, if the
    invitation still stands. Raises Refused, and nothing has changed, for everybody else.
    """
    tied = SocialAccount.objects.filter(provider=organisation, uid=uid).select_related("user").first()
    if tied is not None:
        if not tied.user.is_active:
            raise Refused(NOT_THEIRS)
        return tied.user
    email = email.strip().lower()
    if verified is not True or email.rpartition("@")[2] not in domains:
        raise Refused(NOT_THEIRS)
    user = User.objects.select_for_update().filter(email=email).first()
    if user is None or SocialAccount.objects.filter(provider=organisation, user=user).exists():
        raise Refused(NOT_THEIRS)
    if not user.is_active:
        _open(user)
    SocialAccount.objects.create(provider=organisation, uid=uid, user=user)
    record(actor=user, verb=verbs.TIED, subject=user, changes={"organisation": ("", name)})
    return user


def _open(user: User) -> None:
    """Take up the invitation that stands; an account that was closed has none."""
    now = clock.now()
    taken = Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None, expires_at__gt=now).update(
        accepted_at=now
    )
    if not taken:
        raise Refused(NOT_THEIRS)
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(actor=user, verb=verbs.INVITATION_ACCEPTED, subject=user)
