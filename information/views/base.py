"""The one way to load the request, an item and a file from an address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from information.models import RequestItem
from information.queries.items import row_of
from inspections.models import Inspection
from inspections.queries.calendar import working_calendar
from inspections.views.base import InspectionView


def address(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"information:{name}", args=[inspection.reference, *args])


class RequestView(InspectionView):
    permission = Permission.REQUEST_VIEW
    tab = "request"

    @property
    def request_name(self) -> str:
        """ "Annex A information request" or "data request", as its framework calls it."""
        return self.inspection.words["information_request"]

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs(),
            {"text": "Information request", "href": address("request-detail", self.inspection)},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"request_name": self.request_name} | kwargs))


class ItemChecks:
    """Asks for the right to answer the item, after the inspection was loaded and before the page is made."""

    answers = False
    item: RequestItem
    may_answer: bool

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        _ = self.item  # 404 before 403
        if self.answers and not self.may_answer:
            raise PermissionDenied(Permission.REQUEST_ANSWER.label)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class ItemView(RequestView, ItemChecks):
    """Loads `self.item`. With `answers` the page is for those who may answer it: of a person-level list, those who may open it."""

    @cached_property
    def item(self) -> RequestItem:  # type: ignore[override]
        items = RequestItem.objects.filter(inspection=self.inspection).seen_by(self.request.user).with_due()
        found = get_object_or_404(items.select_related("owner"), number=self.kwargs["number"])
        found.inspection = self.inspection
        return found

    @cached_property
    def may_answer(self) -> bool:  # type: ignore[override]
        return RequestItem.objects.filter(pk=self.item.pk).answerable_by(self.request.user).exists()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = row_of(self.item, self.request.user, today=clock.today(), calendar=working_calendar())
        return super().get_context_data(**({"item": self.item, "row": row} | kwargs))

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        crumbs = super().get_breadcrumbs()
        if self.request.path != self.item.get_absolute_url():
            crumbs.append({"text": self.item.number, "href": self.item.get_absolute_url()})
        return crumbs


class ItemAct(ItemView, ServiceFormView):
    """A form page of one item that leads back to it. `heading` may use {number} and {title}."""

    template_name = "information/item_act.html"
    heading = ""
    lead = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.item.get_absolute_url()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "lead": self.lead} | kwargs))

    def get_success_url(self) -> str:
        return self.item.get_absolute_url()

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("item", None)


class RequestAct(RequestView, ServiceFormView):
    """A form page of the whole request that leads back to its list."""

    template_name = "information/request_act.html"

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_success_url(self) -> str:
        return address("request-detail", self.inspection)
