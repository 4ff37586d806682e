"""Reading plans: the list with days left, one plan, one submission."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views import View
from django.views.generic import ListView, TemplateView

from accounts.choices import Permission
from core import clock
from core.views import AnyPage
from improvement import queries
from improvement.forms import PlanFilterForm
from improvement.models import Plan, PlanSubmission
from improvement.services import approvals, dates, items, moves
from improvement.views.base import PlanView
from inspections.services.calendar import working_calendar
from inspections.views.base import InspectionView


class PlanList(LoginRequiredMixin, AnyPage, ListView):
    """Everybody's own plans: the page is open to all who sign in, its rows only to those who may read them."""

    template_name = "improvement/plan_list.html"
    paginate_by = 25
    model = Plan

    def get_queryset(self) -> Any:
        regions = queries.regions_of(self.request.user)
        self.form = PlanFilterForm(self.request.GET or {"show": "open"}, regions=regions)
        self.form.is_valid()
        chosen = self.form.cleaned_data
        return queries.plans_for(
            self.request.user, show=chosen.get("show") or "open", region=chosen.get("region", ""), today=clock.today()
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(form=self.form, **kwargs)
        context["rows"] = queries.rows(context["object_list"], today=clock.today(), calendar=working_calendar())
        context["filtered"] = any(
            self.form.cleaned_data.get(name) not in ("", "open", None) for name in ("show", "region")
        )
        return context


class PlanDetail(PlanView, TemplateView):
    template_name = "improvement/plan_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if queries.plan_of(self.inspection) is None and Permission.INSPECTION_VIEW in self.rights:
            context = InspectionView.get_context_data(self)
            return TemplateResponse(request, "improvement/no_plan.html", context)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, person = self.plan, self.request.user
        approved = {approval.body_name: approval for approval in approvals.standing(plan).select_related("recorded_by")}
        return super().get_context_data(
            detail=queries.detail(plan, today=clock.today(), calendar=working_calendar()),
            moves=moves.available(plan, person),
            bodies=[(body["name"], approved.get(body["name"])) for body in plan.accountable_bodies],
            may_approve=self._may_approve(set(approved)),
            may_write=self.may_write,
            may_release=Permission.PLAN_REVIEW in self.rights and plan.state == items.IN_DELIVERY,
            returned=queries.newest_return(plan),
            waits_for_receipt=dates.waits_for_receipt(plan),
            **kwargs,
        )

    def _may_approve(self, approved: set[str]) -> bool:
        if self.plan.state != approvals.APPROVAL_STATE or Permission.PLAN_SUBMIT not in self.rights:
            return False
        return bool(set(approvals.bodies_of(self.plan, self.request.user, clock.today())) - approved)


class SubmissionView(PlanView):
    def submission(self) -> PlanSubmission:
        return get_object_or_404(
            PlanSubmission.objects.select_related("submitted_by", "decision__decided_by"),
            plan=self.plan,
            number=self.kwargs["number"],
        )


class SubmissionDetail(SubmissionView, TemplateView):
    template_name = "improvement/submission_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission = self.submission()
        decision = getattr(submission, "decision", None)
        content = submission.content
        reasons = decision.item_reasons if decision else {}
        return super().get_context_data(
            submission=submission,
            content=content,
            items=[_shown(item, reasons) for item in content["items"]],
            decision=decision,
            **kwargs,
        )


def _shown(item: dict[str, Any], reasons: dict[str, str]) -> dict[str, Any]:
    """An item of a frozen copy with its dates as dates and what the reviewers said of it."""
    shown = [_dated(action) | {"milestones": list(map(_dated, action["milestones"]))} for action in item["actions"]]
    return item | {"actions": shown, "reason": reasons.get(str(item["order"]), "")}


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    return row | {name: date.fromisoformat(value) for name, value in row.items() if name.endswith("_on") and value}


class SubmissionJson(SubmissionView, View):
    """The bytes whose SHA-256 the receipt names."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        submission = self.submission()
        answer = HttpResponse(submission.snapshot.encode(), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="{submission.receipt_number}.json"'
        return answer
