"""What the public reads: published letters, at addresses that stay."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.views import View
from django.views.generic import ListView, TemplateView

from reports import queries
from reports.models import LetterVersion


def found_or_404(reference: str, number: int | None = None) -> LetterVersion:
    version = queries.published_version(reference, number)
    if version is None:
        raise Http404
    return version


class PublishedList(ListView):
    template_name = "reports/published_list.html"
    context_object_name = "versions"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return queries.published(self.text)

    @property
    def text(self) -> str:
        return self.request.GET.get("text", "").replace("\x00", "").strip()[:100]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(text=self.text, text_label={"text": "Area"}, **kwargs)


class PublishedLetter(TemplateView):
    """HTML first; the frozen fragment, inside the site's page."""

    template_name = "reports/published_letter.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        version = found_or_404(kwargs["reference"], kwargs.get("number"))
        newest = found_or_404(kwargs["reference"])
        return super().get_context_data(
            version=version,
            newest=newest,
            letter=version.frozen_context,
            fragment=frozen_html(version),
            inspection=version.letter.inspection,
            versions=version.letter.versions.published().defer("pdf", "context", "fragment"),
            **kwargs,
        )


class PublishedPdf(View):
    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return pdf_response(found_or_404(reference))


class PublishedJson(View):
    """Open data: the frozen context, byte for byte."""

    def get(self, request: HttpRequest, reference: str) -> HttpResponse:
        return HttpResponse(found_or_404(reference).context, content_type="application/json")


def frozen_html(version: LetterVersion) -> SafeString:
    """The fragment kept with the version: drawn by our templates, which escape every text."""
    return mark_safe(version.fragment)  # noqa: S308


def pdf_response(version: LetterVersion) -> HttpResponse:
    """The kept bytes, for reading in the browser, under a name that says what they are."""
    if version.pdf is None:
        raise Http404
    response = HttpResponse(bytes(version.pdf), content_type="application/pdf")
    name = f"{version.letter.inspection.reference}-version-{version.number}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
