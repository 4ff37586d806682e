"""The index of everything sent, as a page, a workbook and a PDF."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.generic import TemplateView, View

from core import clock
from core.pdf import PdfFailed, render_pdf
from core.spreadsheets import send_workbook
from information.queries import index, items
from information.views.base import RequestView
from inspections.queries.calendar import working_calendar


class IndexMixin(RequestView):
    def rows(self) -> list[items.ItemRow]:
        return items.rows_for(self.request.user, self.inspection, today=clock.today(), calendar=working_calendar())

    def listed(self) -> list[dict[str, Any]]:
        """Each item with the files the reader may open."""
        of_item: dict[int, list[Any]] = {}
        for file in items.files_in(self.request.user, self.inspection):
            of_item.setdefault(file.item_id, []).append((file, index.standing_words(file)))
        return [{"row": row, "files": of_item.get(row.item.pk, [])} for row in self.rows()]


class Index(IndexMixin, TemplateView):
    template_name = "information/request_index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(listed=self.listed(), **kwargs)


class IndexWorkbook(IndexMixin, View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        files = items.files_in(request.user, self.inspection)
        made = index.index_workbook(self.inspection, self.rows(), files, request.user)
        return send_workbook(made, f"index-{self.inspection.reference}")


class IndexPdf(IndexMixin, View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        html = render_to_string(
            "information/pdf/index.html",
            {
                "inspection": self.inspection,
                "request_name": self.request_name,
                "listed": self.listed(),
                "now": clock.now(),
                "style": (Path(settings.BASE_DIR) / "templates/information/pdf/index.css").read_text(),
            },
        )
        try:
            content = render_pdf(html)
        except PdfFailed as failed:
            return HttpResponse(str(failed), status=503, content_type="text/plain; charset=utf-8")
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="index-{self.inspection.reference}.pdf"'
        response["X-Content-Type-Options"] = "nosniff"
        return response
