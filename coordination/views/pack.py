"""The inspection pack: what will be inside, a button, and the packs made so far."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.generic import View

from accounts.choices import Permission
from coordination.forms.pack import PackForm
from coordination.models.pack import Pack
from coordination.queries import pack as queries
from coordination.services import pack as services
from coordination.views.base import CoordinationView, to
from core import files
from core.views import ServiceFormView
from rulebook.packs import KEEP_DAYS


class PackPage(CoordinationView, ServiceFormView):
    template_name = "coordination/pack.html"
    form_class = PackForm
    permission = Permission.PACK_DOWNLOAD
    part = "pack"
    success_message = "Your pack is being made. You will be told when it is ready."

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, inspection = self.request.user, self.inspection
        lines = queries.lines(queries.contents(user, inspection))
        packs = queries.packs_of(user, inspection)
        return super().get_context_data(
            rows=[(line.name, line.title, line.amount) for line in lines],
            head=("File", "What it is", "How much"),
            packs=packs,
            waiting=any(pack.standing == "waiting" for pack in packs),
            keep_days=KEEP_DAYS,
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        services.ask_for(by=self.request.user, inspection=self.inspection)
        return to("pack", self.inspection)


class PackDownload(CoordinationView, View):
    """One's own pack, as long as one may have it."""

    permission = Permission.PACK_DOWNLOAD

    def get(self, request: HttpRequest, **kwargs: Any) -> FileResponse:
        mine = Pack.objects.filter(inspection=self.inspection, asked_by=request.user, file__isnull=False)
        pack = get_object_or_404(mine.select_related("file", "inspection__partnership"), pk=kwargs["pk"])
        assert pack.file is not None
        services.taken(by=request.user, pack=pack)
        return files.send(pack.file)
