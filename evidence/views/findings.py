"""What findings rest on: beside the list and the form of the findings, and the page where evidence is tied to one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from accounts.choices import Permission
from core.errors import Refused
from core.views import whole_number
from evidence.forms.findings import BasisForm
from evidence.models import EmergingFinding, Note
from evidence.queries import basis as queries
from evidence.services import basis as services
from evidence.views.base import EvidenceForm
from inspections.models import Finding
from inspections.services.findings import FIXED_STATES
from inspections.views import findings as below
from rulebook.triangulation import CONFIDENCE, Basis, confidence, faults

TAGS = {"none": "red", "low": "orange", "medium": "yellow", "high": "green"}
SUGGESTED = 50


def in_words(basis: Basis) -> dict[str, Any]:
    """{sentence, faults, confidence, tag, withdrawn} for a page; `withdrawn` are numbers of notes."""
    level = confidence(basis)
    # Where there is none the sentence says it already.
    told = faults(basis) if basis.pieces else ()
    return {
        "sentence": basis.sentence,
        "faults": told,
        "confidence": CONFIDENCE[level],
        "tag": TAGS[level],
        "withdrawn": basis.withdrawn,
    }


class Findings(below.Findings):
    """The list of findings; those who read the evidence see beside each what it rests on. The area never does."""

    template_name = "evidence/findings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if Permission.EVIDENCE_VIEW in self.rights:
            shown = [finding for group in context["groups"] for finding, _ in group["findings"]]
            context["bases"] = {pk: in_words(basis) for pk, basis in queries.of_findings(shown).items()}
        return context


class FindingEdit(below.FindingEdit):
    template_name = "evidence/finding_edit.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        finding = self.finding()
        basis = in_words(queries.of_findings([finding])[finding.pk])
        return super().get_context_data(basis=basis, finding=finding, **kwargs)


class BasisPage(EvidenceForm):
    """What one finding, or one emerging finding, rests on. A button beside each piece unties it."""

    template_name = "evidence/basis.html"
    form_class = BasisForm
    owner: Finding | EmergingFinding

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not (row := whole_number(request.POST.get("untie", ""))):
            return super().post(request, *args, **kwargs)
        try:
            services.untie(by=request.user, of=self.owner, row=row)
        except Refused as refused:
            form = self.get_form_class()(data={})
            form.add_refusal(refused)
            return self.form_invalid(form)
        return redirect(request.path)

    def perform(self, form: Any) -> str:
        pieces = services.cited(self.inspection, form.cleaned_data["references"])
        services.tie(by=self.request.user, to=self.owner, pieces=pieces)
        return self.request.path

    def get_success_message(self, form: Any) -> str:
        return "Evidence tied"

    def summary(self) -> dict[str, Any]:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = queries.pieces(self.owner)
        tied = {row.note_id for row in rows}
        code = self.owner.area_code
        like = Note.objects.filter(inspection=self.inspection, withdrawn_at=None, criteria__code=code)
        return super().get_context_data(
            owner=self.owner,
            basis=self.summary(),
            pieces=[
                {"row": row, "citation": services.citation(row.note or row.filed), "piece": row.note or row.filed}
                for row in rows
            ],
            suggested=[note for note in like.order_by("number")[:SUGGESTED] if note.pk not in tied] if code else [],
            code=code,
            **kwargs,
        )


class FindingBasis(BasisPage):
    permission = Permission.FINDINGS_EDIT
    tab = "findings"

    @property
    def owner(self) -> Finding:  # type: ignore[override]
        if not hasattr(self, "_owner"):
            found = Finding.objects.select_related("inspection")
            self._owner = get_object_or_404(found, inspection=self.inspection, pk=self.kwargs["pk"])
        return self._owner

    def summary(self) -> dict[str, Any]:
        return in_words(queries.of_findings([self.owner])[self.owner.pk])

    def back_address(self) -> str:
        return reverse("inspections:inspection-findings", args=[self.inspection.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.inspection.framework.finding_kinds[self.owner.kind]
        return super().get_context_data(
            heading=f"What it rests on: {name.lower()} {self.owner.order}",
            may_write=self.inspection.state not in FIXED_STATES,
            **kwargs,
        )
