"""A table of a page as a file: the same rows, with what was asked for and when."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpResponse, JsonResponse

from core import clock
from core.spreadsheets import Sheet, neutral, send_workbook, workbook
from core.words import when

ENDINGS = ("xlsx", "csv", "json")


def table_file(
    ending: str, name: str, *, title: str, columns: Sequence[str], rows: list[list[Any]], asked: list[tuple[str, str]]
) -> HttpResponse:
    """The rows as an Excel workbook, as CSV or as JSON. `asked` is the filter in words. Raises Http404 for another ending.

    A CSV file states the filter and the time below its rows, so that its first line is still the heading of its columns.
    """
    about = [("What it shows", title), ("Rows", str(len(rows))), *(asked or [("Filter", "None")])]
    if ending == "xlsx":
        return send_workbook(workbook([Sheet(title, columns, rows)], about), name)
    now = clock.now()
    if ending == "csv":
        out = io.StringIO()
        writer = csv.writer(out)
        for row in [columns, *rows, [], *about, ("Made on", when(now))]:
            writer.writerow([neutral(value) if isinstance(value, str) else value for value in row])
        response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    elif ending == "json":
        response = JsonResponse(
            {
                "about": {"title": title, "filter": dict(asked), "rows": len(rows), "made_at": now},
                "columns": list(columns),
                "rows": [dict(zip(columns, row, strict=True)) for row in rows],
            }
        )
    else:
        raise Http404(f"There is no file of the kind {ending}.")
    response["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def links(address: str, query: str) -> list[dict[str, str]]:
    """The three files of a page. `address` ends before the ending: "/national/areas."."""
    words = {"xlsx": "Excel", "csv": "CSV", "json": "JSON"}
    return [
        {"text": words[ending], "href": f"{address}{ending}" + (f"?{query}" if query else "")} for ending in ENDINGS
    ]
