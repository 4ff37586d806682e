"""Setting the second factor up and taking it away: recorded, and no other session of the person goes on."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.http import HttpResponse

from accounts import verbs
from accounts.services import second_factor


class SetUp(ActivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        made = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        second_factor.set_up(
            authenticator=made, code=form.cleaned_data["code"], session=self.request.session.session_key
        )
        return response


class TakeAway(DeactivateTOTPView):
    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        second_factor.changed(
            user=self.request.user, verb=verbs.FACTOR_REMOVED, session=self.request.session.session_key
        )
        return response
