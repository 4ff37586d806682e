"""What the area needs to share a survey: the link, its QR code, texts to send, and PDFs to print."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from surveys import wording
from surveys.choices import PrintKind
from surveys.models import Print
from surveys.queries import qr, surveys
from surveys.views.base import SurveyView, here


class SurveyShare(SurveyView, TemplateView):
    template_name = "surveys/survey_share.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        survey = self.survey
        link = surveys.link(survey)
        prints = list(Print.objects.filter(survey=survey).defer("pdf").order_by("-kind", "pk"))
        return super().get_context_data(
            link=link,
            picture=qr.svg(link, title=f"QR code of the survey of {self.inspection.partnership.name}"),
            window=surveys.window_words(survey),
            texts=wording.texts(survey),
            prints=[
                {
                    "text": self.named(each),
                    "href": here("survey-print", self.inspection, survey.audience, each.kind, each.variant),
                    "made_at": each.made_at,
                    "failed": each.failed,
                }
                for each in prints
            ],
            waiting=any(each.made_at is None and not each.failed for each in prints),
            **kwargs,
        )

    def named(self, each: Print) -> str:
        if each.kind == PrintKind.POSTER:
            return "Poster, A4"
        return f"Questionnaire, {each.get_variant_display()}"


class SurveyQr(SurveyView, View):
    """The QR code as a file."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        link = surveys.link(self.survey)
        kinds = {"svg": (qr.svg_file, "image/svg+xml"), "png": (qr.png_file, "image/png")}
        if kwargs["kind"] not in kinds:
            raise Http404
        make, content_type = kinds[kwargs["kind"]]
        name = f"survey-{self.survey.audience}-{self.inspection.reference}.{kwargs['kind']}"
        return attachment(make(link), content_type, name)


class SurveyPrint(SurveyView, View):
    """A poster or a questionnaire; 404 until the worker has made it."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        made = get_object_or_404(
            Print, survey=self.survey, kind=kwargs["kind"], variant=kwargs["variant"], pdf__isnull=False
        )
        name = f"survey-{self.survey.audience}-{made.kind}-{made.variant}-{self.inspection.reference}.pdf"
        return attachment(bytes(made.pdf or b""), "application/pdf", name)


def attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name.replace("_", "-")}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
