"""The one way to load a measure from an address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.views import ServiceFormView
from improvement.views.base import PlanView
from measures.models import Measure


class MeasurePages(PlanView):
    part = "measures"

    @property
    def list_url(self) -> str:
        return reverse("measures:measure-list", args=[self.inspection.reference])

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Measures", "href": self.list_url}]


class MeasureView(MeasurePages):
    @cached_property
    def measure(self) -> Measure:
        held = Measure.objects.select_related(
            "item", "action__item", "indicator", "carried_from__item__plan__inspection"
        )
        found = get_object_or_404(held, item__plan=self.plan, pk=self.kwargs["pk"])
        found.item.plan = self.plan
        return found

    @property
    def measure_url(self) -> str:
        return reverse("measures:measure-detail", args=[self.inspection.reference, self.measure.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"measure": self.measure} | kwargs))


class MeasureAct(MeasureView, ServiceFormView):
    """A form page of one measure that leads back to it."""

    template_name = "measures/act.html"
    heading = ""

    def forget_changes(self) -> None:
        self.__dict__.pop("measure", None)

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.measure_url
        return form

    def get_success_url(self) -> str:
        return self.measure_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading} | kwargs))
