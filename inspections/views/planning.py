"""Finding an inspection, planning one, and asking what a date would lead to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.views.generic import ListView, TemplateView

from accounts.access import holds, require
from accounts.choices import Permission
from core import clock
from core.errors import Refused
from core.views import AnyPage, NearerEnd, ServiceFormView
from inspections.forms.planning import CreateInspectionForm, InspectionFilterForm, WhatIfForm
from inspections.queries import inspections as queries
from inspections.services.calendar import working_calendar
from inspections.services.creation import create_inspection
from inspections.services.what_if import plan_for
from inspections.views.base import address
from inspections.views.overview import about_monday
from inspections.views.pictures import strip_of_plan


class InspectionList(LoginRequiredMixin, AnyPage, ListView):
    """What this person may see, and everything published."""

    template_name = "inspections/inspection_list.html"
    context_object_name = "inspections"
    paginator_class = NearerEnd
    paginate_by = 25

    def get_queryset(self) -> Any:
        self.form = InspectionFilterForm(self.request.GET or {})
        filters = self.form.filters()
        # The regions are few and the filter has read them all: their names need no join.
        found = queries.listing(self.request.user, **filters).select_related(None).select_related("partnership")
        # An outcome is embargoed until publication: a filter must not tell what a page does not.
        return found.published() if filters.get("outcome") else found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, filtered=bool(self.form.filters()), **kwargs)
        context["rows"] = [
            queries.row(
                inspection, may_open=inspection.may_open, region=self.form.regions[inspection.partnership.region_id]
            )
            for inspection in context["inspections"]
        ]
        context["may_plan"] = holds(self.request.user, Permission.INSPECTION_CREATE)
        return context


class CreateInspection(ServiceFormView):
    form_class = CreateInspectionForm
    success_message = "Inspection planned"
    extra_context = {"heading": "Plan an inspection"}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            require(request.user, Permission.INSPECTION_CREATE)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"on": clock.today()}

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        made = create_inspection(
            by=self.request.user,
            partnership=given["partnership"],
            kind=given["kind"],
            planned_for_on=given["planned_for_on"],
            follows=given["follows"]
            or queries.followable(given["partnership"], given["kind"], given["planned_for_on"]),
        )
        return address("inspection-detail", made)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context["breadcrumbs"] = [{"text": "Inspections", "href": reverse("inspections:inspection-list")}]
        return context


class WhatIf(LoginRequiredMixin, TemplateView):
    """Nothing is kept: a date in, a whole plan out."""

    template_name = "inspections/what_if.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = WhatIfForm(self.request.GET if "kind" in self.request.GET else None)
        plan = strip = None
        calendar = working_calendar()
        if form.is_bound and form.is_valid():
            framework, kind = form.chosen_kind()
            try:
                plan = plan_for(
                    framework,
                    kind,
                    form.cleaned_data["notified_on"],
                    form.cleaned_data["onsite_start_on"],
                    calendar=calendar,
                )
            except Refused as refused:
                form.add_refusal(refused)
            else:
                strip = strip_of_plan(plan, calendar=calendar)
        return super().get_context_data(
            form=form,
            plan=plan,
            strip=strip,
            warnings=[*plan.warnings, *about_monday(plan.onsite_start_on, calendar)] if plan else [],
            monday_query=self.from_monday(plan),
            **kwargs,
        )

    def from_monday(self, plan: Any) -> str:
        """The query of the same plan with the days on site from the Monday that is near."""
        if plan is None or plan.suggested_monday is None:
            return ""
        query, monday = self.request.GET.copy(), plan.suggested_monday
        for place, part in enumerate((monday.day, monday.month, monday.year)):
            query[f"onsite_start_on_{place}"] = str(part)
        return query.urlencode()
