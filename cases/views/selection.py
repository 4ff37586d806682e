"""Choosing the cases: candidates, the choice with its spread, the draw, the substitute."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views import View

from accounts.choices import Permission
from cases.forms import CandidateForm, DrawForm, ReplaceForm, SelectForm
from cases.models import TrackedCase
from cases.queries.cases import spread_of, tracking_of
from cases.services import selection
from cases.views.base import CaseAct, CasesView, page
from cases.views.spread import spread_context
from core.views import ServiceFormView
from core.words import joined


class SelectionAct(CasesView, ServiceFormView):
    permission = Permission.CASE_SELECT
    template_name = "cases/form_page.html"

    def candidates(self) -> Any:
        return TrackedCase.objects.filter(inspection=self.inspection).candidates().order_by("pk")

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = page("case-list", self.inspection)
        return form

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [*super().get_breadcrumbs(), {"text": "Tracked cases", "href": page("case-list", self.inspection)}]


class CandidateAdd(SelectionAct):
    form_class = CandidateForm
    success_message = "Candidate added"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading="Add a candidate", lead="A candidate becomes a tracked case when you select it.", **kwargs
        )

    def perform(self, form: Any) -> str:
        selection.propose(by=self.request.user, inspection=self.inspection, **form.facts())
        return page("case-select", self.inspection)


class CandidateRemove(CasesView, View):
    permission = Permission.CASE_SELECT
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        candidates = TrackedCase.objects.filter(inspection=self.inspection).candidates()
        selection.remove_candidate(by=request.user, case=get_object_or_404(candidates, pk=kwargs["pk"]))
        messages.success(request, "Candidate removed")
        return redirect(page("case-select", self.inspection))


class Select(SelectionAct):
    """Tick candidates, look at the spread, confirm."""

    template_name = "cases/select.html"
    form_class = SelectForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidates": self.candidates()}

    def chosen(self, form: Any) -> list[TrackedCase]:
        return list(self.candidates().filter(pk__in=form.cleaned_data["candidates"]))

    def form_valid(self, form: Any) -> HttpResponse:
        if "check" in self.request.POST:
            return self.render_to_response(self.get_context_data(form=form, looked_at=self.chosen(form)))
        return super().form_valid(form)

    def perform(self, form: Any) -> str:
        taken = selection.select(
            by=self.request.user,
            inspection=self.inspection,
            cases=self.chosen(form),
            why=form.cleaned_data["why"],
        )
        self.success_message = f"Selected: {joined([str(case) for case in taken])}. The area has been told."
        return page("case-list", self.inspection)

    def get_context_data(self, looked_at: list[TrackedCase] | None = None, **kwargs: Any) -> dict[str, Any]:
        followed = list(TrackedCase.objects.filter(inspection=self.inspection).followed())
        spread = spread_of(self.inspection, [*followed, *(looked_at or [])])
        return super().get_context_data(
            heading="Select tracked cases",
            candidates=list(self.candidates()),
            followed=followed,
            looked_at=looked_at,
            tracking=tracking_of(self.inspection),
            **spread_context(spread),
            **kwargs,
        )


class Draw(SelectionAct):
    form_class = DrawForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        count = self.candidates().count()
        there = "There is 1 candidate." if count == 1 else f"There are {count} candidates."
        return super().get_context_data(
            heading="Draw at random",
            lead=f"{there} The draw selects at once. Its seed is kept with each case, so anybody can draw again and get the same cases.",
            **kwargs,
        )

    def get_initial(self) -> dict[str, Any]:
        tracking = tracking_of(self.inspection)
        followed = TrackedCase.objects.filter(inspection=self.inspection).followed().count()
        return {"number": max(tracking.number - followed, 0) or None} if tracking else {}

    def perform(self, form: Any) -> str:
        drawn = selection.draw_at_random(
            by=self.request.user, inspection=self.inspection, number=form.cleaned_data["number"]
        )
        self.success_message = f"Drawn and selected: {joined([str(case) for case in drawn])}. The area has been told."
        return page("case-list", self.inspection)


class Replace(CaseAct):
    """A substitute for a case that declined or withdrew."""

    form_class = ReplaceForm
    case_permission = Permission.CASE_SELECT
    lead = "The substitute gets the next letter and a pack date of its own. Nobody asks the family for a reason."

    def candidates(self) -> Any:
        return TrackedCase.objects.filter(inspection=self.inspection).candidates().order_by("pk")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"candidates": self.candidates()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=f"Pick a substitute for {self.case}",
            missing=self.case.LIFECYCLE.missing(self.case.state, "replace", {"substitute": True}),
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        substitute = self.candidates().filter(pk=form.cleaned_data["substitute"]).first()
        made = selection.replace(
            by=self.request.user, case=self.case, substitute=substitute, why=form.cleaned_data["why"]
        )
        self.success_message = f"{made} takes the place of {self.case}"
        return page("case-list", self.inspection)
