"""What the service told this person."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic import ListView

from accounts import queries
from accounts.services.notices import mark_read
from core.views import AnyPage


class Notices(LoginRequiredMixin, AnyPage, ListView):
    template_name = "dashboard/notices.html"
    context_object_name = "notices"
    paginate_by = 25

    def get_queryset(self) -> Any:
        return queries.notices_of(self.request.user)  # type: ignore[arg-type]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark one of the person's notices as read, or all of them without a `notice`."""
        person: Any = request.user
        unread = queries.notices_of(person).filter(read_at=None)
        if "notice" in request.POST:
            chosen = request.POST["notice"][:18]
            unread = unread.filter(pk=int(chosen)) if chosen.isdecimal() else unread.none()
        for notice in unread:
            mark_read(by=person, notice=notice)
        return redirect("dashboard:notices")
