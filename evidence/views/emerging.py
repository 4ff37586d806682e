"""Emerging findings, day by day, and what each rests on."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from evidence.forms.enquiries import ReasonForm
from evidence.forms.findings import EmergingForm, PromoteForm
from evidence.models import EmergingFinding
from evidence.queries import basis as queries
from evidence.services import basis, emerging
from evidence.views.base import EvidenceForm, EvidenceView, to
from evidence.views.findings import BasisPage, in_words
from inspections.services import sights
from inspections.views.base import SeenUnderEmbargo, address


class EmergingList(SeenUnderEmbargo, EvidenceView, TemplateView):
    """The newest day first; within a day the weightiest last, as the framework lists the sorts."""

    template_name = "evidence/emerging_list.html"
    permission = Permission.JUDGEMENT_VIEW
    part = "emerging"
    thing = sights.EMERGING

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sorts = {sort.code: (place, sort) for place, sort in enumerate(self.inspection.kind_spec.emerging)}
        found = list(EmergingFinding.objects.filter(inspection=self.inspection).select_related("finding", "inspection"))
        bases = queries.of_emerging(found)
        rows = [
            {"emerging": each, "sort": sorts[each.sort][1], "basis": in_words(bases[each.pk])}
            for each in sorted(found, key=lambda each: (-each.seen_on.toordinal(), sorts[each.sort][0], each.number))
        ]
        return super().get_context_data(
            days=[(day, list(group)) for day, group in groupby(rows, key=lambda row: row["emerging"].seen_on)],
            may_write=Permission.JUDGEMENT_WRITE in self.rights and not self.inspection.is_published,
            **kwargs,
        )


class EmergingAdd(EvidenceForm):
    form_class = EmergingForm
    permission = Permission.JUDGEMENT_WRITE
    part = "emerging"
    heading = "Add an emerging finding"
    success_message = "Emerging finding added"

    def back_address(self) -> str:
        return to("emerging-list", self.inspection)

    def get_initial(self) -> dict[str, Any]:
        return {"seen_on": clock.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.inspection, "new": True}

    def perform(self, form: Any) -> str:
        named = form.cleaned_data["references"]
        pieces = basis.cited(self.inspection, named) if named.strip() else []
        made = emerging.add_emerging(by=self.request.user, inspection=self.inspection, pieces=pieces, **form.facts())
        return made.get_absolute_url()


class EmergingOne:
    """Finds the emerging finding of the address."""

    inspection: Any
    kwargs: dict[str, Any]
    part = "emerging"

    @property
    def emerging(self) -> EmergingFinding:
        if not hasattr(self, "_emerging"):
            found = EmergingFinding.objects.select_related("inspection", "finding", "added_by", "promoted_by")
            self._emerging = get_object_or_404(found, inspection=self.inspection, number=self.kwargs["number"])
        return self._emerging

    def forget_changes(self) -> None:
        super().forget_changes()  # type: ignore[misc]
        self.__dict__.pop("_emerging", None)

    def back_address(self) -> str:
        return self.emerging.get_absolute_url()


class EmergingDetail(SeenUnderEmbargo, EmergingOne, EvidenceView, TemplateView):
    template_name = "evidence/emerging_detail.html"
    permission = Permission.JUDGEMENT_VIEW
    thing = sights.EMERGING

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        each = self.emerging
        sort = self.inspection.kind_spec.emerging_sort(each.sort)
        areas = {area.code: area.text for area in self.inspection.kind_spec.questions}
        rows = queries.pieces(each)
        return super().get_context_data(
            emerging=each,
            sort=sort,
            area=areas.get(each.area_code, ""),
            basis=in_words(queries.of_emerging([each])[each.pk]),
            pieces=[
                {"citation": basis.citation(row.note or row.filed), "piece": row.note or row.filed, "row": row}
                for row in rows
            ],
            may_write=Permission.JUDGEMENT_WRITE in self.rights and each.is_open,
            may_promote=bool(sort.finding_kinds) and Permission.FINDINGS_EDIT in self.rights,
            **kwargs,
        )


class EmergingEdit(EmergingOne, EvidenceForm):
    form_class = EmergingForm
    permission = Permission.JUDGEMENT_WRITE
    heading = "Change an emerging finding"
    success_message = "Emerging finding saved"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"inspection": self.inspection, "new": False}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.emerging, name) for name in ("sort", "text", "seen_on", "area_code", "version")}

    def perform(self, form: Any) -> str:
        emerging.change_emerging(
            by=self.request.user, emerging=self.emerging, version=form.cleaned_data["version"], **form.facts()
        )
        return self.back_address()


class EmergingBasisPage(EmergingOne, BasisPage):
    permission = Permission.JUDGEMENT_WRITE

    @property
    def owner(self) -> EmergingFinding:  # type: ignore[override]
        return self.emerging

    def summary(self) -> dict[str, Any]:
        return in_words(queries.of_emerging([self.emerging])[self.emerging.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        heading = f"What it rests on: {self.emerging.citation}"
        return super().get_context_data(heading=heading, may_write=self.emerging.is_open, **kwargs)


class EmergingPromote(EmergingOne, EvidenceForm):
    form_class = PromoteForm
    permission = Permission.JUDGEMENT_WRITE
    heading = "Make it a finding"
    success_message = "It is a finding now, with the evidence it rests on"

    def get_form_kwargs(self) -> dict[str, Any]:
        names = self.inspection.framework.finding_kinds
        codes = self.inspection.kind_spec.emerging_sort(self.emerging.sort).finding_kinds
        if not codes:
            raise Http404
        return super().get_form_kwargs() | {"kinds": [(code, names[code]) for code in codes]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"{self.emerging.citation}: {self.emerging.text}", **kwargs)

    def perform(self, form: Any) -> str:
        emerging.promote(by=self.request.user, emerging=self.emerging, kind=form.cleaned_data["kind"])
        return address("inspection-findings", self.inspection)


class EmergingWithdraw(EmergingOne, EvidenceForm):
    form_class = ReasonForm
    permission = Permission.JUDGEMENT_WRITE
    heading = "Withdraw an emerging finding"
    success_message = "Emerging finding withdrawn"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"label": "Why is it withdrawn?", "submit": "Withdraw it"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"{self.emerging.citation}: {self.emerging.text}", **kwargs)

    def perform(self, form: Any) -> str:
        emerging.withdraw(by=self.request.user, emerging=self.emerging, reason=form.cleaned_data["reason"])
        return self.back_address()
