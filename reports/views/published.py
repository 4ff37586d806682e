"""What the public reads: published letters, at addresses that stay, and a plain word where one was withdrawn."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as show
from django.utils.safestring import SafeString, mark_safe
from django.views import View
from django.views.generic import ListView

from core.views import AnyPage
from reports import queries
from reports.letters import render
from reports.letters.easy_read import EasyReadContext
from reports.models import LetterVersion, Withdrawal, WithdrawalKind


def found_or_404(reference: str, number: int | None = None) -> LetterVersion:
    """A version that was published once, whether or not it still stands."""
    version = queries.once_published(reference, number)
    if version is None:
        raise Http404
    return version


def withdrawn_from_here(version: LetterVersion, number: int | None) -> Withdrawal | None:
    """The withdrawal that stands in the way: at its own address a version withdrawn for a mistake can still be read."""
    withdrawal = queries.withdrawal(version)
    if withdrawal and number is not None and withdrawal.kind == WithdrawalKind.MISTAKE:
        return None
    return withdrawal


class PublishedList(AnyPage, ListView):
    template_name = "reports/published_list.html"
    context_object_name = "versions"
    paginate_by = 50

    def get_queryset(self) -> Any:
        return queries.listed(self.text)

    @property
    def text(self) -> str:
        return self.request.GET.get("text", "").replace("\x00", "").strip()[:100]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(text=self.text, text_label={"text": "Area"}, **kwargs)


class PublishedView(View):
    """One published version, or the notice that it was withdrawn: 200 on the stable page, 410 for what is gone."""

    http_method_names = ["get", "head"]
    # The stable page of a letter explains a withdrawal and is itself still there.
    explains = False

    def get(self, request: HttpRequest, reference: str, number: int | None = None) -> HttpResponse:
        version = found_or_404(reference, number)
        withdrawal = withdrawn_from_here(version, number)
        if withdrawal is None:
            return self.answer(version, number)
        kept = withdrawal.kind == WithdrawalKind.MISTAKE
        context = self.about(version) | {"withdrawal": withdrawal, "kept": kept}
        status = 200 if self.explains and number is None else 410
        return show(request, "reports/published_withdrawn.html", context, status=status)

    def about(self, version: LetterVersion) -> dict[str, Any]:
        return {
            "version": version,
            "inspection": version.letter.inspection,
            "versions": queries.version_rows(version.letter),
            "related": queries.related(version.letter.inspection),
        }

    def answer(self, version: LetterVersion, number: int | None) -> HttpResponse:
        raise NotImplementedError


class PublishedLetter(PublishedView):
    """HTML first; the frozen fragment, inside the site's page."""

    explains = True

    def answer(self, version: LetterVersion, number: int | None) -> HttpResponse:
        letter = version.frozen_context
        newest = found_or_404(version.letter.inspection.reference)
        context = self.about(version) | {
            "newest": newest,
            "letter": letter,
            "fragment": frozen_html(version),
            "contents": render.contents(letter),
            "easy_read": queries.has_easy_read(version),
            "withdrawal": queries.withdrawal(version),
            "correction": queries.correction_of(version),
        }
        return show(self.request, "reports/published_letter.html", context)


class PublishedPdf(PublishedView):
    def answer(self, version: LetterVersion, number: int | None) -> HttpResponse:
        return pdf_response(version)


class PublishedJson(PublishedView):
    """Open data: the frozen context, byte for byte."""

    def answer(self, version: LetterVersion, number: int | None) -> HttpResponse:
        return HttpResponse(version.context, content_type="application/json")


class PublishedEasyRead(PublishedView):
    def answer(self, version: LetterVersion, number: int | None) -> HttpResponse:
        kept = queries.easy_read_of(version)
        if kept is None:
            raise Http404
        content = EasyReadContext.from_json(kept.content.encode())
        fragment = mark_safe(kept.fragment)  # noqa: S308 - drawn by our templates, which escape every text
        context = self.about(version) | {"content": content, "fragment": fragment, "size": len(kept.pdf or b"")}
        return show(self.request, "reports/published_easy_read.html", context)


class PublishedEasyReadPdf(PublishedView):
    def answer(self, version: LetterVersion, number: int | None) -> HttpResponse:
        from reports.views.easy_read import easy_read_response

        kept = queries.easy_read_of(version)
        if kept is None:
            raise Http404
        return easy_read_response(kept, version.letter.inspection.reference, version.number)


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
