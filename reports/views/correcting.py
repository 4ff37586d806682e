"""A corrected version while it is written: for the team and quality assurance."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.errors import Refused
from core.views import ServiceFormView
from reports import queries
from reports.forms.publication import BeginCorrectionForm, PlaceForm
from reports.letters import correct, render
from reports.models import Correction
from reports.services import correcting
from reports.views.drafting import LetterView


class BeginCorrection(LetterView, ServiceFormView):
    template_name = "reports/correction_begin.html"
    form_class = BeginCorrectionForm
    permission = Permission.LETTER_PUBLISH

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(letter=self.letter_or_404(), **kwargs)

    def perform(self, form: Any) -> str:
        correcting.begin(by=self.request.user, letter=self.letter_or_404(), reason=form.cleaned_data["reason"])
        return reverse("reports:correction-detail", args=[self.inspection.reference])


class CorrectionView(LetterView):
    permission = Permission.LETTER_COMMENT

    def correction(self) -> Correction:
        found = correcting.open_correction(self.letter_or_404())
        if found is None:
            raise Http404
        return found


class CorrectionDetail(CorrectionView, TemplateView):
    template_name = "reports/correction_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        correction = self.correction()
        places, old = correct.places(correction.working), correct.places(correction.corrects.frozen_context)
        job = queries.pdf_job(correction.made) if correction.made else None
        return super().get_context_data(
            correction=correction,
            places=[(place, place.values != before.values) for place, before in zip(places, old, strict=True)],
            fragment=render.render_fragment(correction.working, base_level=2),
            may_edit=Permission.LETTER_EDIT in self.rights,
            may_finish=Permission.LETTER_REVIEW in self.rights,
            may_publish=Permission.LETTER_PUBLISH in self.rights,
            job=job,
            job_words=queries.progress_words(job) if job else "",
            **kwargs,
        )


class CorrectionPlace(CorrectionView, ServiceFormView):
    template_name = "reports/correction_place.html"
    form_class = PlaceForm
    permission = Permission.LETTER_EDIT
    success_message = "Saved"

    def place(self) -> correct.Place:
        try:
            return correct.place(self.correction().working, self.kwargs["code"], self.kwargs["row"])
        except correct.NoPlace:
            raise Http404 from None

    def get_initial(self) -> dict[str, Any]:
        return {**self.place().values, "version": self.correction().version}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"place": self.place()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = self.place()
        before = correct.place(self.correction().corrects.frozen_context, place.code, place.row)
        return super().get_context_data(
            place=place, before=[(correct.LABELS[name], text) for name, text in before.values.items()], **kwargs
        )

    def values_of(self, current: Any) -> dict[str, Any]:
        return dict(correct.place(current.working, self.kwargs["code"], self.kwargs["row"]).values)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        correcting.change(
            by=self.request.user,
            correction=self.correction(),
            code=self.kwargs["code"],
            row=self.kwargs["row"],
            values={name: given[name] for name in self.place().values},
            version=given["version"],
        )
        return reverse("reports:correction-detail", args=[self.inspection.reference])


class FinishCorrection(CorrectionView, View):
    http_method_names = ["post"]
    permission = Permission.LETTER_REVIEW

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        try:
            correcting.finish(by=request.user, correction=self.correction())
        except Refused as refused:
            for reason in refused.reasons:
                messages.warning(request, str(reason.text))
        else:
            messages.success(request, "The corrected version is frozen. It can be published once its PDF is ready")
        return redirect("reports:correction-detail", reference=reference)


class GiveUpCorrection(CorrectionView, View):
    http_method_names = ["post"]
    permission = Permission.LETTER_PUBLISH

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        correcting.give_up(by=request.user, correction=self.correction())
        messages.success(request, "The correction is given up. What is published stays as it is")
        return redirect("reports:letter-detail", reference=reference)
