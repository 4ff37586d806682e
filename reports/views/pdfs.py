"""PDFs that a worker makes: asked for here, followed in words, read when they are ready."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from core.errors import Refused
from reports import queries
from reports.models import PdfJob, PdfKind
from reports.services import build_context, printing
from reports.views.drafting import LetterView

MARKING = "Draft: not for publication"


class JobView(LetterView):
    # The team and its reviewers: a draft on paper goes no further.
    permission = Permission.LETTER_COMMENT

    def job(self) -> PdfJob:
        return get_object_or_404(
            PdfJob.objects.defer("context"), letter__inspection=self.inspection, pk=self.kwargs["pk"]
        )


class AskDraftPdf(LetterView, View):
    http_method_names = ["post"]
    permission = Permission.LETTER_COMMENT

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        letter = self.letter_or_404()
        try:
            drawn = build_context.build(letter, on=clock.today(), marking=MARKING)
            job = printing.ask_for_draft(by=request.user, letter=letter, context=drawn)
        except Refused as refused:
            for reason in refused.reasons:
                messages.warning(request, str(reason.text))
            return redirect("reports:letter-preview", reference=reference)
        return redirect("reports:draft-pdf", reference=reference, pk=job.pk)


class DraftPdf(JobView, TemplateView):
    template_name = "reports/draft_pdf.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        job = self.job()
        return super().get_context_data(job=job, words=queries.progress_words(job), limits=printing.LIMITS, **kwargs)


class DraftPdfFile(JobView, View):
    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        job = self.job()
        if job.kind != PdfKind.DRAFT or job.pdf is None:
            raise Http404
        response = HttpResponse(bytes(job.pdf), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{reference}-draft.pdf"'
        return response


class PdfProgress(LetterView, View):
    """How far one is, for the page that asks again by itself."""

    permission = Permission.LETTER_VIEW

    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponse:
        job = get_object_or_404(PdfJob.objects.defer("context", "pdf"), letter__inspection=self.inspection, pk=pk)
        if job.kind == PdfKind.DRAFT:
            self.require(Permission.LETTER_COMMENT)
        response = JsonResponse({"stage": job.stage, "words": queries.progress_words(job)})
        response["Cache-Control"] = "no-store"
        return response
