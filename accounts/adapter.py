"""allauth's hooks: accounts begin with an invitation, and every sign-in is recorded."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from accounts import verbs
from audit.record import record


class InvitationOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        with transaction.atomic():
            record(actor=user, verb=verbs.SIGNED_IN, subject=user)
        return super().post_login(request, user, **kwargs)
