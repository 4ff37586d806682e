"""The ladder of support and challenge, improvement notices and directions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from improvement.due import due
from improvement.models import Plan
from inspections.services.calendar import working_calendar
from monitoring.choices import Body
from monitoring.forms.letters import DirectionForm, LiftForm, NoticeForm, ReviewForm, StepForm
from monitoring.models import ImprovementNotice
from monitoring.services import dates, ladder
from monitoring.views.base import SupportForm, SupportView, to
from rulebook.frameworks import support


class Ladder(SupportView, TemplateView):
    template_name = "monitoring/ladder.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        plan, calendar = self.plan, working_calendar()
        now = ladder.level_of(plan)
        notices = list(plan.improvement_notices.prefetch_related("reviews__by").order_by("-number"))
        in_force = next((notice for notice in notices if notice.is_in_force), None)
        reviews = [due(row, today=clock.today(), calendar=calendar) for row in dates.review_deadlines(plan)]
        dfe = self.advises and self.body == Body.DFE
        return super().get_context_data(
            rungs=[(rung, rung.code == now.code) for rung in reversed(support.LADDER)],
            now=now,
            steps=list(plan.escalation_steps.select_related("by").order_by("-number")),
            notices=notices,
            in_force=in_force,
            review=reviews[0] if reviews else None,
            may_step=self.advises and not why_no_step(plan, self.body),
            may_issue=dfe and in_force is None and plan.is_open,
            may_review=dfe and in_force is not None,
            may_direct=dfe and now.code != ladder.DIRECTION and plan.is_open,
            **kwargs,
        )


class LadderForm(SupportForm):
    def back(self) -> str:
        return to("ladder", self.inspection)


class LadderStep(LadderForm):
    form_class = StepForm
    heading = "Set the level of support and challenge"
    success_message = "Level set"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"levels": ladder.open_levels(self.plan)}

    def get_initial(self) -> dict[str, Any]:
        return {"on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs["closed"] = why_no_step(self.plan, self.body)
        lead = f"It is now at ‘{ladder.level_of(self.plan).name}’. Both bodies share one ladder."
        return super().get_context_data(lead=lead, **kwargs)

    def perform(self, form: Any) -> None:
        ladder.step(by=self.request.user, plan=self.plan, **_given(form, "level", "on", "reason"))


class DfeForm(LadderForm):
    """For advisers of the DfE alone."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.only_dfe()
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.only_dfe()
        return super().post(request, *args, **kwargs)

    def only_dfe(self) -> None:
        if self.body != Body.DFE:
            raise PermissionDenied(Permission.MONITORING_WRITE.label)


class NoticeIssue(DfeForm):
    form_class = NoticeForm
    heading = "Record an improvement notice"
    lead = "Only the DfE issues one. Its first review is due at the latest 6 months on. The area is told."
    success_message = "Improvement notice recorded"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = why_over(self.plan)
        if not closed and ladder.notice_in_force(self.plan):
            closed = "An improvement notice is in force already."
        return super().get_context_data(**({"closed": closed} | kwargs))

    def perform(self, form: Any) -> None:
        ladder.issue_notice(by=self.request.user, plan=self.plan, **_given(form, "issued_on", "text", "target_on"))


class NoticeAct(DfeForm):
    """An act on the notice in force; without one the page is not there."""

    @cached_property
    def notice(self) -> ImprovementNotice:
        found = ladder.notice_in_force(self.plan)
        if found is None:
            raise Http404
        return found

    def only_dfe(self) -> None:
        super().only_dfe()
        assert self.notice


class NoticeReview(NoticeAct):
    form_class = ReviewForm
    heading = "Record a review of the notice"
    lead = "The date for it is met, and the next review is laid 6 months on."
    success_message = "Review recorded"

    def get_initial(self) -> dict[str, Any]:
        return {"reviewed_on": clock.today()}

    def perform(self, form: Any) -> None:
        ladder.review_notice(by=self.request.user, notice=self.notice, **_given(form, "reviewed_on", "text"))


class NoticeLift(NoticeAct):
    form_class = LiftForm
    heading = "Lift the notice"
    success_message = "Notice lifted"

    def get_initial(self) -> dict[str, Any]:
        return {"lifted_on": clock.today()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"directed": ladder.level_of(self.plan).code == ladder.DIRECTION}

    def perform(self, form: Any) -> None:
        ladder.lift_notice(by=self.request.user, notice=self.notice, **_given(form, *self.asked(form)))

    @staticmethod
    def asked(form: Any) -> list[str]:
        return [name for name in ("lifted_on", "reason", "level") if name in form.fields]


class DirectionAdd(DfeForm):
    form_class = DirectionForm
    heading = "Record a statutory direction"
    lead = "The Secretary of State directs the council. It stands on the ladder with its day and what it says."
    success_message = "Direction recorded"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        closed = why_over(self.plan)
        if not closed and ladder.level_of(self.plan).code == ladder.DIRECTION:
            closed = "A statutory direction is recorded already."
        return super().get_context_data(**({"closed": closed} | kwargs))

    def perform(self, form: Any) -> None:
        ladder.record_direction(by=self.request.user, plan=self.plan, **_given(form, "on", "reason"))


def why_over(plan: Plan) -> str:
    """Why support and challenge has ended, "" while the plan is open."""
    return "" if plan.is_open else f"The plan is at ‘{plan.state_words}’: support and challenge has ended with it."


def why_no_step(plan: Plan, body: Body | None) -> str:
    """Why an adviser of this body sets no level by hand now, "" where they may."""
    if ladder.notice_in_force(plan):
        return "An improvement notice is in force: lift it, and the level is set with that."
    if ladder.level_of(plan).code == ladder.DIRECTION and body != Body.DFE:
        return "A statutory direction is in force: only the DfE sets another level."
    return why_over(plan)


def _given(form: Any, *names: str) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in names}
