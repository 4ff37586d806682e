"""Reading plans: the list with days left, one plan, one submission."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views import View
from django.views.generic import ListView, TemplateView

from accounts.choices import Permission
from core import clock
from core.views import AnyPage, KeysFirst
from improvement import committees, completeness, queries
from improvement.forms import PlanFilterForm
from improvement.letter_place import letter_place
from improvement.models import DecisionLetter, Plan, PlanSubmission
from improvement.queries import families
from improvement.queries import publication as public
from improvement.review_points import review_points
from improvement.services import approvals, audience, dates, items, moves, reviews
from improvement.snapshot import dated
from improvement.views.base import PlanView
from inspections.services.calendar import working_calendar
from inspections.views.base import InspectionView

# Made on the pages of the review.
OF_REVIEW = frozenset(reviews.OF_DECISION.values())


class PlanList(LoginRequiredMixin, AnyPage, ListView):
    """Everybody's own plans: the page is open to all who sign in, its rows only to those who may read them."""

    template_name = "improvement/plan_list.html"
    paginator_class = KeysFirst
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
        signed, broken = approvals.signatures(plan)
        detail = queries.detail(plan, today=clock.today(), calendar=working_calendar())
        checked = items.may_be_written(plan)
        return super().get_context_data(
            detail=detail,
            checked=checked,
            gaps=self.with_places(completeness.missing(detail.items)) if checked else [],
            advice=self.with_places(completeness.worth_a_look(detail.items)) if checked else [],
            # A step back or a rare one asks for a reason: it comes last, and is never the main button.
            moves=sorted(
                (move for move in moves.available(plan, person) if move.name not in OF_REVIEW),
                key=lambda move: move.needs_reason,
            ),
            may_review=plan.state == reviews.UNDER_REVIEW
            and Permission.PLAN_REVIEW in self.rights
            and audience.reviews(plan, person),
            public_address=public.public_address(self.inspection.reference),
            bodies=[(name, signed.get(name), broken.get(name)) for name in plan.body_names],
            may_approve=self._may_approve(set(signed)),
            statement=families.statement_of(plan),
            **self._committees(detail),
            may_write=self.may_write,
            may_release=Permission.MONITORING_WRITE in self.rights and plan.state == items.IN_DELIVERY,
            returned=queries.newest_return(plan),
            waits_for_receipt=dates.waits_for_receipt(plan),
            review_points=review_points(plan, today=clock.today(), calendar=working_calendar()),
            **kwargs,
        )

    def _committees(self, detail: queries.Detail) -> dict[str, Any]:
        """Meetings against the stages planned back from the due date."""
        plan, calendar = self.plan, working_calendar()
        meetings = list(plan.committee_meetings.all())
        return {
            "meetings": meetings,
            "may_meet": plan.is_open and Permission.PLAN_EDIT in self.rights,
            "committee_warnings": committees.warnings(plan, detail.stages, meetings, calendar),
            "drawn": committees.drawn(plan, detail.stages, meetings, calendar=calendar, today=clock.today()),
            "drawn_head": ("What", "From", "To"),
        }

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
            items=[shown(item, reasons) | {"letter_place": self.place_of(item)} for item in content["items"]],
            decision=decision,
            letter=DecisionLetter.objects.filter(decision=decision).exists() if decision else False,
            statement=dated(content["statement"]) if content["statement"] else None,
            **kwargs,
        )

    def place_of(self, item: dict[str, Any]) -> str:
        return letter_place(self.inspection, self.plan.kind_spec.finding_kind, item["text"])


def shown(item: dict[str, Any], reasons: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """An item of a frozen copy with its dates as dates and what the reviewers said of it."""
    actions = [dated(action) | {"milestones": list(map(dated, action["milestones"]))} for action in item["actions"]]
    return item | {"actions": actions, "reason": reasons.get(str(item["order"]), "")}


class SubmissionJson(SubmissionView, View):
    """The bytes whose SHA-256 the receipt names."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        submission = self.submission()
        answer = HttpResponse(submission.snapshot.encode(), content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="{submission.receipt_number}.json"'
        return answer
