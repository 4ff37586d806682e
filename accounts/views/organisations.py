"""Signing in through one's organisation: going there, and coming back."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from requests import RequestException

from accounts.openid import Checked, not_opened


def attempt(request: HttpRequest, provider_id: str) -> tuple[Checked, str]:
    """The attempt and the name of the organisation; 404 for one that the settings do not name."""
    made = Checked(request, provider_id)
    try:
        return made, made.get_provider().app.name
    except SocialApp.DoesNotExist as error:
        raise Http404 from error


@method_decorator(never_cache, name="dispatch")
class GoThere(View):
    """By POST, so that no other site can send somebody. A link leads on, since forms here may lead nowhere else."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        made, name = attempt(request, provider_id)
        try:
            answer = OAuth2LoginView.adapter_view(made)(request)
        except (RequestException, OAuth2Error, KeyError):
            answer = not_opened(request, name, f"{name} cannot be reached at the moment. Try again later", status=503)
        if not isinstance(answer, HttpResponseRedirect):
            return answer
        return render(request, "accounts/organisation_go.html", {"name": name, "address": answer.url})


@method_decorator(never_cache, name="dispatch")
class ComeBack(View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, provider_id: str) -> HttpResponse:
        made, _ = attempt(request, provider_id)
        return OAuth2CallbackView.adapter_view(made)(request)
