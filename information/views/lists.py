"""Uploading a person-level list, and what its check found."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView, View

from accounts.choices import Permission
from core.spreadsheets import send_workbook
from information.forms import ListForm
from information.models import CheckResult, ListCheck
from information.services import answers, lists
from information.views.base import ItemAct, ItemView
from rulebook import person_lists

PER_PAGE = 50


class ListUpload(ItemAct):
    template_name = "information/list_upload.html"
    form_class = ListForm
    answers = True
    heading = "Upload the list"

    @cached_property
    def columns(self) -> Any:
        """The columns of the list. Raises Http404 for an item that is no such list."""
        if self.item.person_list not in answers.CHECKED_LISTS:
            raise Http404
        return person_lists.COLUMNS[self.item.person_list]

    def get_form_kwargs(self) -> dict[str, Any]:
        _ = self.columns
        return super().get_form_kwargs() | {"may_share": Permission.REQUEST_MANAGE in self.rights}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(columns=self.columns, **kwargs)

    def perform(self, form: Any) -> str:
        self.check = lists.upload_list(
            by=self.request.user,
            item=self.item,
            upload=form.cleaned_data["list_file"],
            share=form.cleaned_data.get("share", False),
        )
        self.check.refresh_from_db()
        return self.check.get_absolute_url()

    def get_success_message(self, form: Any) -> str:
        if self.check.result == CheckResult.ACCEPTED and self.check.answer is not None:
            return f"List accepted as {self.check.answer.number}"
        return ""


class ListTemplate(ItemView, View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.item.person_list not in answers.CHECKED_LISTS:
            raise Http404
        return send_workbook(lists.template(self.item.person_list), self.item.person_list)


class CheckView(ItemView):
    """The check is its uploader's alone, while they may answer the item."""

    answers = True

    @cached_property
    def check(self) -> ListCheck:
        checks = ListCheck.objects.of(self.request.user, self.item).select_related("quarantined", "answer__item")
        found = get_object_or_404(checks, pk=self.kwargs["pk"])
        found.item = self.item
        return found


class CheckDetail(CheckView, TemplateView):
    template_name = "information/check_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        names = ("row", "column", "heading", "code", "message", "severity")
        problems = [dict(zip(names, problem, strict=True)) for problem in self.check.problems]
        page = Paginator(problems, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            check=self.check,
            page_obj=page,
            kept=len(problems),
            total=self.check.n_errors + self.check.n_queries,
            **kwargs,
        )


class CheckMarked(CheckView, View):
    http_method_names = ["get"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = lists.marked_copy(self.check)
        lists.record_copy(by=request.user, check=self.check)
        return send_workbook(made, f"{self.item.number}-marked")
