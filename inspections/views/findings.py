"""Findings, embargoed until publication."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import TemplateView

from accounts.choices import Permission
from core.views import ServiceFormView
from inspections.forms.findings import FindingForm
from inspections.models import Finding, Inspection
from inspections.services import findings, sights
from inspections.views.base import InspectionView, SeenUnderEmbargo, address
from inspections.views.overview import may_record_outcome


def grouped(inspection: Inspection, written: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings under the name of their kind, in the order the framework lists the kinds."""
    names = inspection.framework.finding_kinds
    rank = {code: place for place, code in enumerate(names)}
    areas = {area.code: area.text for area in inspection.kind_spec.questions}
    found = sorted(written, key=lambda finding: (rank.get(finding.kind, len(rank)), finding.order))
    return [
        {
            "name": names.get(kind, kind),
            "findings": [(finding, areas.get(finding.area_code, "")) for finding in of_kind],
        }
        for kind, of_kind in groupby(found, key=lambda finding: finding.kind)
    ]


class Findings(SeenUnderEmbargo, InspectionView, TemplateView):
    template_name = "inspections/inspection_findings.html"
    thing = sights.FINDINGS
    permission = Permission.FINDINGS_VIEW
    tab = "findings"

    def findings(self) -> Iterable[Finding]:
        """Those to show. A layer above may know that this person was told others."""
        return self.inspection.findings.all()

    def outcome(self) -> Any:
        return self.inspection.outcome_spec

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            groups=grouped(self.inspection, self.findings()),
            may_edit=Permission.FINDINGS_EDIT in self.rights and not self.inspection.is_published,
            takes_findings=bool(self.inspection.kind_spec.finding_kinds),
            may_record_outcome=Permission.FINDINGS_EDIT in self.rights and may_record_outcome(self.inspection),
            outcome=self.outcome(),
            **kwargs,
        )


class FindingPage(InspectionView, ServiceFormView):
    template_name = "inspections/form_page.html"
    form_class = FindingForm
    permission = Permission.FINDINGS_EDIT
    tab = "findings"
    success_message = "Finding saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.inspection}


class FindingAdd(FindingPage):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading="Add a finding", **kwargs)

    def perform(self, form: Any) -> str:
        findings.add_finding(
            by=self.request.user, inspection=self.inspection, kind=form.cleaned_data["kind"], **form.facts()
        )
        return address("inspection-findings", self.inspection)


class FindingEdit(FindingPage):
    template_name = "inspections/finding_edit.html"

    def post(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        if "remove" not in request.POST:
            return super().post(request, *args, **kwargs)
        findings.remove_finding(by=request.user, finding=self.finding())
        messages.success(request, "Finding removed")
        return redirect(address("inspection-findings", self.inspection))

    def finding(self) -> Finding:
        return get_object_or_404(Finding, inspection=self.inspection, pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"finding": self.finding()}

    def get_initial(self) -> dict[str, Any]:
        finding = self.finding()
        return self.values_of(finding) | {"version": finding.version}

    def values_of(self, current: Any) -> dict[str, Any]:
        return {
            "area_code": current.area_code,
            "text": current.text,
            "points": "\n".join(current.points),
            "closing": current.closing,
            "responsible_bodies": "\n".join(current.responsible_bodies),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding = self.finding()
        name = self.inspection.framework.finding_kinds[finding.kind]
        return super().get_context_data(heading=f"Edit a finding: {name.lower()} {finding.order}", **kwargs)

    def perform(self, form: Any) -> str:
        findings.change_finding(
            by=self.request.user, finding=self.finding(), version=form.cleaned_data["version"], **form.facts()
        )
        return address("inspection-findings", self.inspection)
