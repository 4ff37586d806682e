"""allauth's pages of signing in, where this product adds to them."""

from __future__ import annotations

from typing import Any

from allauth.account import views
from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View
from django.views.generic import TemplateView

from accounts import guessing, interrupted, queries
from accounts.services import sessions


class Login(views.LoginView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        apps = get_adapter().list_apps(self.request, provider="openid_connect")
        organisations = [{"code": app.provider_id, "name": app.name} for app in apps]
        return super().get_context_data(organisations=organisations, **kwargs)


class ChangePassword(views.PasswordChangeView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_usable_password():
            # Whoever signs in through their organisation has none; a first one comes by e-mail, like a forgotten one.
            return redirect("account_reset_password")
        return super().dispatch(request, *args, **kwargs)


class NewPassword(views.PasswordResetFromKeyView):
    """Who reads the mail of the account and chose its password is its owner: this browser is known from now on."""

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        guessing.keep_known(self.request, response, self.reset_user.email)
        return response


class Interrupted(LoginRequiredMixin, TemplateView):
    """What was sent after its sender had been signed out, to be sent again."""

    template_name = "accounts/interrupted.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        kept = interrupted.of_person(request)
        return self.render_to_response({"kept": kept}) if kept else redirect("dashboard:home")


class SignIns(LoginRequiredMixin, TemplateView):
    template_name = "accounts/sign_ins.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.request.session.session_key
        return super().get_context_data(sign_ins=queries.sign_ins_of(self.request.user, here=here), **kwargs)  # type: ignore[arg-type]


class SignOutElsewhere(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        ended = sessions.sign_out_everywhere(by=request.user, user=request.user, but=request.session.session_key)  # type: ignore[arg-type]
        if ended:
            messages.success(request, f"Signed out in {ended} other browser{'' if ended == 1 else 's'}")
        else:
            messages.info(request, "You were signed in nowhere else: there was nothing to end")
        return redirect("accounts:sign-ins")
