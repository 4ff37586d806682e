"""Asking for the second factor; setting it up and taking it away: recorded, and no other session of the person goes on."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.http import urlencode

from accounts import verbs
from accounts.services import second_factor


class EnterCode(AuthenticateView):
    """Whose factor was taken off while they waited here begins anew: allauth would send them from here to the sign-in and back for ever."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        # The password was given, and allauth has built no form to ask for a code: there is none to ask for.
        if not hasattr(self, "stage") or hasattr(self, "form"):
            return response
        clear_login(request)
        messages.info(request, "Two-step sign-in was taken off your account. Sign in again.")
        after = self.stage.login.redirect_url
        return HttpResponseRedirect(reverse("account_login") + (f"?{urlencode({'next': after})}" if after else ""))


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
