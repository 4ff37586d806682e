from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from accounts.forms import ChoosePasswordForm
from accounts.services import invitations
from core.errors import Refused


@method_decorator([never_cache, sensitive_post_parameters()], name="dispatch")
class AcceptInvitation(View):
    """Open to whoever holds the link: choose a password, then sign in."""

    template_name = "accounts/invitation_accept.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.invitation = invitations.find_open(kwargs["token"])
        if self.invitation is None:
            return render(request, "accounts/invitation_closed.html", status=404)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self.page(request, ChoosePasswordForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        form = ChoosePasswordForm(request.POST)
        if form.is_valid() and self.invitation is not None:
            try:
                invitations.accept(invitation=self.invitation, password=form.cleaned_data["password"])
            except Refused as refused:
                form.add_refusal(refused.reasons)
            else:
                messages.success(request, "Your password is set. Sign in with it now.")
                return redirect("account_login")
        return self.page(request, form)

    def page(self, request: HttpRequest, form: ChoosePasswordForm) -> HttpResponse:
        return render(request, self.template_name, {"form": form, "invitation": self.invitation})
