"""The one way to load a tracked case from an address."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts.choices import Permission
from cases.models import TrackedCase
from cases.services import readings
from core.views import ServiceFormView, written
from inspections.models import Inspection
from inspections.views.base import InspectionView


def page(name: str, inspection: Inspection, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[inspection.reference, *args])


class CasesView(InspectionView):
    """A page about the cases of an inspection. Its tab is there for everybody who stands on it."""

    tab = "cases"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        tabs = context["inspection_navigation"]
        if not any(tab["code"] == "cases" for tab in tabs):
            here = {
                "code": "cases",
                "text": "Tracked cases",
                "href": page("case-list", self.inspection),
                "active": True,
            }
            after = next((at for at, tab in enumerate(tabs) if tab["code"] in ("timetable", "coordination")), len(tabs))
            tabs.insert(after, here)
        return context


class CaseView(CasesView):
    """Loads `self.case` for those who may see it (404 to strangers), then asks for `case_permission` on it (403 without).

    Candidates have no page. Everybody who may see the inspection but not the case is a stranger to it.
    """

    case_permission: Permission = Permission.CASE_VIEW
    case: TrackedCase
    # Every reading is kept; False only where the view keeps it in words of its own.
    reading = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        self.inspection = get_object_or_404(
            Inspection.objects.permitted(request.user, Permission.INSPECTION_VIEW).select_related(
                "partnership__region", "lano"
            ),
            reference=kwargs["reference"],
        )
        seen = TrackedCase.objects.permitted(request.user, Permission.CASE_VIEW, self.inspection).selected()
        self.case = get_object_or_404(
            seen.select_related("coordinator", "selected_by", "replaced_by", "consent_by", "summary_by"),
            code=kwargs["code"],
        )
        self.case.inspection = self.inspection
        if self.case_permission not in self.case_rights:
            raise PermissionDenied(self.case_permission.label)
        # InspectionView.dispatch would load the inspection again: what follows it is the view itself.
        answer = super(InspectionView, self).dispatch(request, *args, **kwargs)
        # Whatever the method: a form that is refused, or that met a newer version (409), shows what is there too. Whoever was turned
        # away read nothing.
        if self.reading and (answer.status_code < 400 or answer.status_code == 409):
            readings.read(by=request.user, case=self.case, page=self.request.resolver_match.url_name)
        return answer

    @cached_property
    def case_rights(self) -> frozenset[Permission]:
        """What this person may do on this case."""
        asked = (Permission.CASE_IDENTITY, Permission.CASE_MANAGE, Permission.CASE_REVIEW, Permission.CASE_SELECT)
        held = {Permission.CASE_VIEW}
        for permission in asked:
            mine = TrackedCase.objects.permitted(self.request.user, permission, self.inspection)
            if mine.filter(pk=self.case.pk).exists():
                held.add(permission)
        return frozenset(held)

    def forget_changes(self) -> None:
        super().forget_changes()
        self.case = TrackedCase.objects.get(pk=self.case.pk)
        self.case.inspection = self.inspection

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"case": self.case, "case_rights": self.case_rights} | kwargs))

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs(),
            {"text": "Tracked cases", "href": page("case-list", self.inspection)},
            {"text": str(self.case), "href": self.case.get_absolute_url()},
        ]

    def here(self, name: str, *args: Any) -> str:
        return page(name, self.inspection, self.case.code, *args)


class CaseAct(CaseView, ServiceFormView):
    """A form page of one case that leads back to it."""

    template_name = "cases/form_page.html"
    heading = ""
    lead = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.case.get_absolute_url()
        return form

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**({"heading": self.heading, "lead": self.lead} | kwargs))
        return context | {"unsaved": written(context["form"])}
