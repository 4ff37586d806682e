"""The evidence bank of a plan."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.generic import TemplateView, View

from core import clock
from core.files import send
from tracking.forms.updates import EvidenceForm
from tracking.models import Evidence
from tracking.queries.evidence import bank, used_by
from tracking.services.evidence import add_evidence
from tracking.views.base import ProgressForm, ProgressView

A_PAGE = 25


class EvidenceList(ProgressView, TemplateView):
    template_name = "tracking/evidence_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = self.request.GET.get("words", "").strip()[:100]
        page = Paginator(bank(self.plan, words), A_PAGE).get_page(self.request.GET.get("page"))
        used = used_by(list(page))
        return super().get_context_data(
            page_obj=page, rows=[(piece, used.get(piece.pk, [])) for piece in page], words=words, **kwargs
        )


class EvidenceAdd(ProgressForm):
    form_class = EvidenceForm
    heading = "Add evidence"
    lead = "It can be used by every action and narrative of this plan. It cannot be changed afterwards: a newer document is a new piece."
    success_message = "Evidence added"

    def get_success_url(self) -> str:
        return self.to("evidence-list")

    def get_initial(self) -> dict[str, Any]:
        return {"evidence_dated_on": clock.today()}

    def perform(self, form: Any) -> None:
        piece = form.new_evidence(clock.today())
        add_evidence(by=self.request.user, plan=self.plan, piece=piece)


class EvidenceFile(ProgressView, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        piece = Evidence.objects.filter(plan=self.plan, number=kwargs["number"]).select_related("file").first()
        if piece is None or piece.file is None:
            raise Http404
        return send(piece.file)
