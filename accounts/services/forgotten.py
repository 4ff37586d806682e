"""Choosing a new password by a link in an e-mail. Asking costs the same for every address, so that nothing tells which has an account."""

from __future__ import annotations

import secrets

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from core import outbox

SUBJECT = "Choose a new password"
BODY = """Somebody, probably you, asked to choose a new password for your account.

Open this link to choose one. It works once.

{link}

If it was not you, do nothing: your password stays as it is."""


@transaction.atomic
def ask(*, email: str) -> None:
    """Ask for the message. Who has this address, if anybody, is looked up by the worker that sends it."""
    outbox.enqueue(kind="password_reset_email", key=f"reset:{secrets.token_urlsafe(12)}", payload={"email": email})


def link_for(email: str) -> tuple[User, str] | None:
    """The person with that address and the link that lets them choose a password; None when nobody may sign in with it.

    Made from the address of the site and never from that of a request, which anybody can forge.
    """
    user = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if user is None:
        return None
    key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return user, settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
