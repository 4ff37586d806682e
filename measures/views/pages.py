"""Reading measures: the register, one measure, and both as files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from audit import queries as audit_queries
from core import clock
from core.spreadsheets import Sheet, neutral, send_workbook, workbook
from inspections.views.history import Change, Told, label_of, told, value_words
from measures import queries
from measures.models import MeasureLoad
from measures.queries.table import Table, table
from measures.queries.values import as_recorded
from measures.services import sheets
from measures.services.amounts import Path, as_lines
from measures.services.measures import baseline_is_fixed
from measures.views import pictures
from measures.views.base import MeasurePages, MeasureView
from rulebook import run_rules

BYTE_ORDER_MARK = "\ufeff"


class MeasureList(MeasurePages, TemplateView):
    template_name = "measures/measure_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = Paginator(queries.of_plan(self.plan), 25).get_page(self.request.GET.get("page"))
        rows = [(one, pictures.small(one)) for one in queries.readings(list(page.object_list))]
        return super().get_context_data(
            page_obj=page,
            rows=rows,
            may_define=Permission.PLAN_EDIT in self.rights and self.plan.is_open,
            may_record=Permission.PLAN_TRACK in self.rights and self.plan.is_open,
            may_track=Permission.PLAN_TRACK in self.rights,
            loads=MeasureLoad.objects.filter(plan=self.plan).exclude(kept_at=None).order_by("-number")[:5],
            **kwargs,
        )


class MeasureExport(MeasurePages, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return send_workbook(sheets.export(self.plan), f"measures-{self.inspection.reference}")


class MeasureDetail(MeasureView, TemplateView):
    template_name = "measures/measure_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        measure = self.measure
        reading = queries.readings([measure])[0]
        found = queries.comparison(reading, self.inspection.partnership)
        asked = list(measure.rebaselines.select_related("asked_by", "decision__decided_by").order_by("-number"))
        is_open = self.plan.is_open and measure.removed_on is None
        return super().get_context_data(
            reading=reading,
            comparison=found,
            table=table(found),
            chart=pictures.chart(found),
            message=pictures.message(found),
            run=run_rules,
            recorded=as_recorded(measure),
            rebaselines=[(row, said(measure, row.old), said(measure, row.new)) for row in asked],
            waits=any(row.standing is None for row in asked),
            changes=[in_full(entry) for entry in audit_queries.of_subject(measure).order_by("-at")[:20]],
            may_define=Permission.PLAN_EDIT in self.rights and is_open,
            may_record=Permission.PLAN_TRACK in self.rights and is_open,
            may_decide=Permission.PLAN_REVIEW in self.rights and is_open,
            fixed=baseline_is_fixed(self.plan),
            **kwargs,
        )


def in_full(entry: Any) -> Told:
    """An entry with what changed: whoever reads a measure may read all of it."""
    changes = tuple(
        Change(label_of(name), value_words(old), value_words(new)) for name, (old, new) in entry.changes.items()
    )
    return replace(told(entry), reason=entry.reason, changes=changes)


def said(measure: Any, stored: dict[str, Any]) -> dict[str, Any]:
    """A baseline and targets as a re-baseline keeps them, in words."""
    path = Path.from_json(stored)
    baseline = "None"
    if path.baseline:
        key, value = path.baseline
        baseline = f"{measure.shown(value)} ({measure.period(key).words})"
    return {"baseline": baseline, "targets": as_lines(measure, path.targets).splitlines() or ["None"]}


class MeasureTable(MeasureView, View):
    """The table of the page as a file: the same rows, the same numbers."""

    ending = "xlsx"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        reading = queries.readings([self.measure])[0]
        found = queries.comparison(reading, self.inspection.partnership)
        made = table(found)
        name = f"{self.measure.reference.lower()}-{self.inspection.reference}"
        if self.ending == "csv":
            return as_csv(made, name)
        about = [
            ("Measure", str(self.measure)),
            ("Unit", self.measure.unit_spec.name),
            ("Definition", self.measure.definition),
            ("Source", self.measure.source),
            ("Comparison", found.source),
            *(("Note", note) for note in found.notes),
        ]
        return send_workbook(workbook([Sheet(self.measure.name, made.head, made.cells)], about=about), name)


def as_csv(made: Table, name: str) -> HttpResponse:
    """With a byte-order mark, which spreadsheet programs need to read an é."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([neutral(str("" if cell is None else cell)) for cell in line] for line in [made.head, *made.cells])
    answer = HttpResponse(BYTE_ORDER_MARK + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{clock.today().isoformat()}.csv"'
    return answer
