"""Writing the Easy Read summary of a letter."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View

from accounts.choices import Permission
from core.views import ServiceFormView
from reports.forms.publication import EasyReadForm
from reports.letters import easy_read as drawing
from reports.letters.context import printed_dates
from reports.models import EasyReadVersion
from reports.services import easy_read
from reports.views.drafting import LetterView, VersionView

SPARE = 4
EMPTY = {"text": "", "picture": ""}


class EasyReadEdit(LetterView, ServiceFormView):
    """A line and its picture, one below the other, with a few empty ones at the end."""

    template_name = "reports/easy_read_edit.html"
    form_class = EasyReadForm
    permission = Permission.LETTER_EDIT
    success_message = "Easy Read summary saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        kept = easy_read.of_letter(self.letter_or_404()).lines
        lines = [*kept, *[EMPTY] * SPARE]
        if self.request.method == "POST":
            sent = self.request.POST.get("count", "")
            lines = [EMPTY] * (
                min(int(sent), easy_read.MOST_LINES + SPARE) if sent.isdecimal() and sent.isascii() else len(lines)
            )
        return super().get_form_kwargs() | {"lines": lines[: easy_read.MOST_LINES + SPARE]}

    def get_initial(self) -> dict[str, Any]:
        summary = easy_read.of_letter(self.letter_or_404())
        return {"version": summary.version, "count": min(len(summary.lines) + SPARE, easy_read.MOST_LINES + SPARE)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        summary = easy_read.of_letter(letter)
        start_on = self.inspection.onsite_start_on
        dates = self.inspection.dates_as_printed or (
            printed_dates(start_on, self.inspection.onsite_end_on or start_on) if start_on else ""
        )
        return super().get_context_data(
            letter=letter,
            may_be_written=easy_read.may_be_written(letter),
            fragment=drawing.render_fragment(easy_read.context_of(letter, summary.lines, dates), base_level=2)
            if summary.lines
            else "",
            most_lines=easy_read.MOST_LINES,
            most_characters=easy_read.MOST_CHARACTERS,
            **kwargs,
        )

    def values_of(self, current: Any) -> dict[str, Any]:
        return {f"text_{number}": line["text"] for number, line in enumerate(current.lines)}

    def perform(self, form: Any) -> str:
        easy_read.write(
            by=self.request.user,
            letter=self.letter_or_404(),
            lines=form.lines(),
            version=form.cleaned_data["version"],
        )
        return reverse("reports:easy-read-edit", args=[self.inspection.reference])


class EasyReadPdf(VersionView, View):
    """The frozen PDF for those who may read it before the public does."""

    def get(self, request: HttpRequest, reference: str, number: int) -> HttpResponse:
        kept = get_object_or_404(EasyReadVersion, version__letter__inspection=self.inspection, version__number=number)
        return easy_read_response(kept, reference, number)


def easy_read_response(kept: EasyReadVersion, reference: str, number: int) -> HttpResponse:
    if kept.pdf is None:
        raise Http404
    response = HttpResponse(bytes(kept.pdf), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{reference}-version-{number}-easy-read.pdf"'
    return response
