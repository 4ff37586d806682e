"""Publishing a version now or at a time, calling that off, and withdrawing what is published."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views import View

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from core.words import when
from reports import queries
from reports.forms.publication import PublishForm, WithdrawForm
from reports.models import LetterVersion
from reports.services import publication, telling
from reports.views.drafting import LetterView


class PublishLetter(LetterView, ServiceFormView):
    """What happens when you publish; then now or later."""

    template_name = "reports/publish.html"
    form_class = PublishForm
    permission = Permission.LETTER_PUBLISH

    def newest(self) -> LetterVersion | None:
        return self.letter_or_404().versions.defer("pdf", "context", "fragment").order_by("-number").first()

    def get_initial(self) -> dict[str, Any]:
        newest = self.newest()
        return {"number": newest.number if newest else None}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter, newest = self.letter_or_404(), self.newest()
        job = queries.pdf_job(newest) if newest else None
        return super().get_context_data(
            letter=letter,
            version=newest,
            job=job,
            job_words=queries.progress_words(job) if job else "",
            planned=publication.open_schedule(letter),
            refused=queries.last_refused_schedule(letter),
            missing=publication.missing(letter),
            told=telling.told(letter),
            to_be_told=telling.recipients(letter, clock.today()),
            what_happens=publication.what_happens(letter),
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        given, letter = form.cleaned_data, self.letter_or_404()
        if given["when"] == "later":
            planned = publication.schedule(
                by=self.request.user, letter=letter, number=given["number"], on=given["on"], at=given["at"]
            )
            self.success_message = f"It will be published on {when(planned.due_at)}"
            return reverse("reports:letter-publish", args=[self.inspection.reference])
        publication.publish(by=self.request.user, letter=letter, number=given["number"])
        self.success_message = "Published"
        return reverse("reports:published-letter", args=[self.inspection.reference])


class CallOff(LetterView, View):
    http_method_names = ["post"]
    permission = Permission.LETTER_PUBLISH

    def post(self, request: HttpRequest, reference: str) -> HttpResponse:
        if publication.call_off(by=request.user, letter=self.letter_or_404()):
            messages.success(request, "The planned publication is called off")
        else:
            messages.warning(request, "There was no planned publication to call off. It may have happened meanwhile.")
        return redirect("reports:letter-publish", reference=reference)


class WithdrawVersion(LetterView, ServiceFormView):
    template_name = "reports/withdraw.html"
    form_class = WithdrawForm
    permission = Permission.LETTER_PUBLISH
    success_message = "Withdrawn"

    def version(self) -> LetterVersion:
        found = get_object_or_404(
            LetterVersion.objects.defer("pdf", "context", "fragment").select_related("letter__inspection__partnership"),
            letter__inspection=self.inspection,
            number=self.kwargs["number"],
        )
        if found.published_at is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(version=self.version(), **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        publication.withdraw(by=self.request.user, version=self.version(), kind=given["kind"], reason=given["reason"])
        return reverse("reports:letter-detail", args=[self.inspection.reference])
