"""allauth's hooks: accounts begin with an invitation, every sign-in is recorded, and tries are counted by accounts.guessing."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.db import transaction
from django.http import HttpRequest
from django.urls import Resolver404, resolve
from django.utils.http import url_has_allowed_host_and_scheme

from accounts import guessing, verbs
from audit.record import record


class InvitationOnlyAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str) -> bool:
        """Where `next` may lead: to a page of this site. allauth's own would take other hosts of ours, and breaks on "http://["."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None) and is_a_page(url)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        # One answer, whether there is such an account or not.
        email = str(credentials.get("email", ""))
        self.counted = guessing.may_try(request, email)
        if self.counted is None:
            guessing.log_wrong("too_many_passwords", email)
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        guessing.log_wrong("wrong_password", str(credentials.get("email", "")))

    def _rollback_login_failed_rl_usage(self) -> None:
        """Called by allauth after a right password: it does not count as a try."""
        for usage in self.counted or ():
            usage.rollback()

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> Any:
        """After the last step, the second factor included."""
        through = [each["provider"] for each in get_authentication_records(request, user) if "provider" in each]
        with transaction.atomic():
            changes = {"organisation": ("", through[-1])} if through else None
            record(actor=user, verb=verbs.SIGNED_IN, subject=user, changes=changes)
        response = super().post_login(request, user, **kwargs)
        guessing.keep_known(request, response, user.email)
        return response


def is_a_page(url: str) -> bool:
    """Not one of the addresses that only take a form: nothing could be shown there. What there is not says so itself."""
    try:
        view = resolve(unquote(urlsplit(url).path)).func
    except Resolver404:
        return True
    kind = getattr(view, "view_class", None)
    return kind is None or ("get" in kind.http_method_names and hasattr(kind, "get"))
