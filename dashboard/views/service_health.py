"""Whether the service is well: two addresses for machines, one page for the service administrator."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import TemplateView

from accounts.access import require
from accounts.choices import Permission
from core.errors import Refused
from core.models import OutboxRow
from dashboard.queries import service_health as health
from dashboard.services.service_health import try_again


class Live(View):
    """Whether this web process reaches the database, and no more: for whoever sends it requests."""

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except DatabaseError:
            return JsonResponse({"status": "down"}, status=503)
        return JsonResponse({"status": "ok"})


class Health(View):
    """For a monitor: one word. 503 when the database does not answer or work is not being done."""

    def get(self, request: HttpRequest) -> JsonResponse:
        try:
            word = health.standing().word
        except DatabaseError:
            word = "down"
        return JsonResponse({"status": word}, status=200 if word == "ok" else 503)


class Watcher(LoginRequiredMixin):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            require(request.user, Permission.SERVICE_WATCH)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ServiceHealth(Watcher, TemplateView):
    template_name = "dashboard/service_health.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        at = health.standing()
        given_up = health.given_up()
        return super().get_context_data(
            at=at,
            facts=health.facts(at),
            coming=[(health.kind_words(row.kind), row) for row in health.coming()],
            struggling=[(health.kind_words(row.kind), row) for row in health.struggling()],
            given_up=[(health.kind_words(row.kind), row) for row in given_up[: health.SHOWN]],
            count=given_up.count(),
            half_done=health.half_done(),
            **kwargs,
        )


class TryAgain(Watcher, View):
    """A button of that page: POST only. Pressed twice it is tried once."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        row = get_object_or_404(OutboxRow, pk=pk)
        try:
            try_again(by=request.user, row=row)
        except Refused as refused:
            messages.info(request, " ".join(str(reason.text) for reason in refused.reasons))
        else:
            messages.success(request, f"{health.kind_words(row.kind)} is being tried again")
        return redirect("dashboard:service-health")
