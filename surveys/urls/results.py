from __future__ import annotations

from django.urls import URLPattern, path

from surveys.views import exports, results

_one = "inspections/<slug:reference>/surveys/<slug:audience>/results/"
patterns: list[URLPattern] = [
    path(_one, results.Results.as_view(), name="results"),
    path(f"{_one}file/", results.ResultsFile.as_view(), name="results-file"),
    path(f"{_one}excel/", exports.ResultsWorkbook.as_view(), name="results-excel"),
    path(f"{_one}csv/", exports.ResultsCsv.as_view(), name="results-csv"),
    path(f"{_one}comments/<int:part>/", exports.CommentsWorkbook.as_view(), name="results-comments"),
]
