"""The actions of a plan as a workbook: out, in after it was looked at, and back."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from core.spreadsheets import send_workbook
from rulebook import words
from tracking.forms.board import KeepForm, UndoForm, WorkbookForm
from tracking.models import ActionImport
from tracking.queries.columns import action_workbook
from tracking.services import imports
from tracking.services.workbook_changes import may_import
from tracking.views.base import ProgressForm, ProgressView

SHOWN = 20
A_PAGE = 100


class Workbook(ProgressView, TemplateView):
    """What the workbook is for, and the workbooks that were checked."""

    template_name = "tracking/workbook.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = (
            ActionImport.objects.filter(plan=self.plan).select_related("file", "by").defer("faults", "changes", "undo")
        )
        return super().get_context_data(
            taken=taken.order_by("-number")[:SHOWN],
            may_import=may_import(self.plan) and imports.permission_for(self.plan) in self.rights,
            **kwargs,
        )


class WorkbookFile(ProgressView, View):
    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return send_workbook(action_workbook(self.plan), f"actions-{self.inspection.reference}")


class WorkbookForms(ProgressForm):
    """Forms of workbooks: the right depends on whether the plan is written or delivered, so it is asked when the plan is known."""

    permission = Permission.PLAN_VIEW

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.require(imports.permission_for(self.plan))
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.require(imports.permission_for(self.plan))
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return self.to("workbook")


class WorkbookLoad(WorkbookForms):
    form_class = WorkbookForm
    heading = "Load a workbook of actions"
    lead = "It is only checked now. You then see each fault and each change, and nothing is kept before you say so."

    def perform(self, form: Any) -> str:
        taken = imports.check_workbook(by=self.request.user, plan=self.plan, upload=form.cleaned_data["file"])
        return self.to("import-detail", taken.number)


class ImportOne:
    """For a view whose address has `number`: loads `self.taken`."""

    kwargs: dict[str, Any]

    @cached_property
    def taken(self) -> ActionImport:
        held = ActionImport.objects.select_related(
            "plan__inspection__partnership", "file", "by", "confirmed_by", "undone_by"
        )
        taken = held.filter(plan=self.plan, number=self.kwargs["number"]).first()  # type: ignore[attr-defined]
        if taken is None:
            raise Http404
        return taken

    def get_success_url(self) -> str:
        return str(self.to("import-detail", self.taken.number))  # type: ignore[attr-defined]


class ImportDetail(ImportOne, ProgressView, TemplateView):
    template_name = "tracking/import_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        taken = self.taken
        page = Paginator(taken.faults or taken.changes, A_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            taken=taken,
            page_obj=page,
            told=words.count(len(taken.faults), "fault") if taken.faults else words.count(len(taken.changes), "change"),
            may_keep=taken.stage == "checked"
            and bool(taken.changes)
            and imports.permission_for(self.plan) in self.rights,
            may_undo=taken.stage == "kept" and imports.permission_for(self.plan) in self.rights,
            **kwargs,
        )


class ImportKeep(ImportOne, WorkbookForms):
    form_class = KeepForm
    heading = "Keep these changes?"
    success_message = "Kept"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        changes = words.count(len(self.taken.changes), "change")
        return super().get_context_data(lead=f"{changes} of {self.taken.file.name} will be made at once.", **kwargs)

    def perform(self, form: Any) -> None:
        imports.keep_workbook(by=self.request.user, taken=self.taken)


class ImportUndo(ImportOne, WorkbookForms):
    form_class = UndoForm
    heading = "Undo the whole import?"
    lead = (
        "Everything this workbook changed is put back, as long as nothing of it was changed since. What was recorded about progress stays "
        "in the history as taken back."
    )
    success_message = "The import was undone"

    def perform(self, form: Any) -> None:
        imports.undo_workbook(by=self.request.user, taken=self.taken)
