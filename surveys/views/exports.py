"""Results and comments as files, for inspectors."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import View

from core.spreadsheets import Sheet, neutral, send_workbook, workbook
from surveys.choices import Dimension
from surveys.queries import tables
from surveys.queries.results import Tallies, comparisons
from surveys.services import filing
from surveys.views.results import ResultsView

COMMENT_COLUMNS = ("Comment", "Question", "What was written", "Criteria", "Quotation", "Words that may be quoted")


class Export(ResultsView, View):
    """A file, and the record that it was taken."""

    what = ""

    @property
    def name(self) -> str:
        return f"{self.what}-{self.inspection.reference}-{self.survey.audience}"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        response = self.made()
        filing.downloaded(by=request.user, survey=self.survey, what=self.name)
        return response

    def made(self) -> HttpResponse:
        raise NotImplementedError

    @property
    def whole(self) -> Tallies:
        return Tallies(self.survey, list(Dimension))


class ResultsWorkbook(Export):
    what = "survey-results"

    def made(self) -> HttpResponse:
        tallies = self.whole
        sheets = [Sheet("Everybody", tables.COLUMNS, tables.everybody_rows(tallies))]
        for dimension in tallies.dimensions():
            head, rows = tables.compared_rows(comparisons(tallies, dimension))
            if head:
                sheets.append(Sheet(f"By {dimension.label.lower()}", head, rows))
        return send_workbook(workbook(sheets, tables.about_rows(self.survey, tallies)), self.name)


class ResultsCsv(Export):
    what = "survey-results"

    def made(self) -> HttpResponse:
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(tables.LONG_COLUMNS)
        for row in tables.long_rows(self.whole):
            writer.writerow([neutral(value) if isinstance(value, str) else value for value in row])
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{self.name}.csv"'
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class CommentsWorkbook(Export):
    """What people wrote, as written; big surveys in parts."""

    what = "survey-comments"

    @property
    def name(self) -> str:
        return f"{super().name}-{self.kwargs['part']}"

    def made(self) -> HttpResponse:
        part = self.kwargs["part"]
        rows, files, kept_back = tables.comments(self.survey, part)
        if not 1 <= part <= files:
            raise Http404
        about = [
            ("Inspection", str(self.inspection)),
            ("Survey", self.survey.get_audience_display()),
            ("Part", f"{part} of {files}"),
            ("Left out", f"{kept_back} kept back until a duty reader has read them"),
            ("Take care", "People wrote this in confidence. It may name or show who somebody is. Do not pass it on."),
        ]
        return send_workbook(workbook([Sheet("Comments", COMMENT_COLUMNS, rows)], about), self.name)
