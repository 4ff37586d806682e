"""Inviting people by a link that works once, for a week."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse

from accounts import verbs
from accounts.models import Invitation, User
from accounts.models.invitation import hashed
from audit.record import record
from core import clock, outbox
from core.errors import Reason, Refused

LASTS = timedelta(days=7)


@transaction.atomic
def invite(*, by: User | None, email: str, name: str, organisation: str = "other") -> User:
    """The person with this e-mail address, invited if they have no account yet.

    An account without a password cannot sign in, so roles may be given to it at once. Raises Refused for a bad address
    and for a closed account.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(
            Reason("Enter an e-mail address in the correct format, like name@example.org", "email")
        ) from error
    user = User.objects.filter(email__iexact=email).first()
    if user is not None and user.is_active:
        return user
    if user is not None and (user.has_usable_password() or user.invitations.exclude(accepted_at=None).exists()):
        # Closed by an administrator: giving somebody a role must not open it again.
        raise Refused(
            Reason("This person’s account has been closed. Ask the service administrator to open it", "email")
        )
    if user is None:
        user = User.objects.create_user(email, name=name.strip(), organisation=organisation, is_active=False)
    send_invitation(by=by, user=user)
    return user


@transaction.atomic
def send_invitation(*, by: User | None, user: User) -> Invitation:
    """Send a (new) invitation; earlier ones of this person stop working."""
    now = clock.now()
    Invitation.objects.filter(user=user, accepted_at=None, withdrawn_at=None).update(withdrawn_at=now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        user=user, token_hash=hashed(token), invited_by=by, sent_at=now, expires_at=now + LASTS
    )
    link = settings.SITE_URL + reverse("accounts:invitation-accept", args=[token])
    outbox.enqueue(
        kind="invitation_email",
        key=f"invitation:{invitation.pk}",
        payload={
            "to": user.email,
            "subject": "Your account for area SEND inspections",
            "body": f"Dear {user.name}\n\nYou have been invited to the area SEND inspections service.\n\n"
            f"Choose a password here:\n{link}\n\nThe link works once, until {invitation.expires_at:%-d %B %Y}.",
        },
    )
    record(actor=by, verb=verbs.INVITED, subject=user)
    return invitation


def find_open(token: str) -> Invitation | None:
    """The invitation this link belongs to, if it still works."""
    return (
        Invitation.objects.select_related("user")
        .filter(token_hash=hashed(token), accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now())
        .first()
    )


@transaction.atomic
def accept(*, invitation: Invitation, password: str) -> User:
    """Give the account its password and let it sign in. Raises Refused for a weak password or a link used meanwhile."""
    user = invitation.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(*(Reason(text, "password") for text in error.messages)) from error
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=clock.now()
    ).update(accepted_at=clock.now())
    if not taken:
        raise Refused("This link has been used or has run out. Ask for a new invitation.")
    user.set_password(password)
    user.is_active = True
    user.save(update_fields=["password", "is_active"])
    record(actor=user, verb=verbs.INVITATION_ACCEPTED, subject=user)
    return user
