"""The pages of a review: its overview, one page for each place, and the sending. For the reviewers of this kind of plan alone."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from improvement import decision_letter
from improvement.choices import Answer, Decision
from improvement.forms.review import DecisionForm, ReviewForm, ReviewItemForm, SendDecisionForm
from improvement.models import PlanSubmission, ReviewPart
from improvement.models.review import DECISION
from improvement.services import audience, reviews
from improvement.views.acts import PlanAct
from improvement.views.base import PlanView
from improvement.views.plans import shown

COLOURS = {"met": "green", "partly": "yellow", "not_met": "red", "accepted": "green", "returned": "red"}


class ReviewView(PlanView):
    """Loads `self.submission`, the newest: 404 while nothing was submitted, 403 for whoever does not review this kind of plan."""

    permission = Permission.PLAN_REVIEW
    part = "review"

    @cached_property
    def submission(self) -> PlanSubmission:
        if not audience.reviews(self.plan, self.request.user):
            raise PermissionDenied("This plan is reviewed by other bodies")
        newest = self.plan.submissions.order_by("-number").select_related("decision").first()
        if newest is None:
            raise Http404
        newest.plan = self.plan
        return newest

    @cached_property
    def is_open(self) -> bool:
        return reviews.is_open(self.submission)

    @cached_property
    def content(self) -> dict[str, Any]:
        return self.submission.content

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.load()
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.load()
        return super().http_method_not_allowed(request, *args, **kwargs)  # type: ignore[misc]

    def load(self) -> None:
        """What the address names, before anything is answered."""
        assert self.submission

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"submission": self.submission, "is_open": self.is_open} | kwargs))


class ReviewDetail(ReviewView, TemplateView):
    template_name = "improvement/review_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = {part.place: part for part in self.submission.review_parts.select_related("written_by")}
        kind = self.plan.kind_spec
        decision = said.get(DECISION)
        return super().get_context_data(
            criteria=[(one, said.get(f"criterion:{one.code}")) for one in kind.criteria],
            items=[(item, said.get(f"item:{item['order']}")) for item in self.content["items"]],
            decision_part=decision,
            colours=COLOURS,
            accepted=Decision.ACCEPTED,
            missing=reviews.missing(self.submission) if self.is_open else [],
            sent=getattr(self.submission, "decision", None),
            **kwargs,
        )


class ReviewAct(ReviewView, PlanAct):
    """One place of the review. `place` is its name, `heading` what its page is called."""

    template_name = "improvement/review_part.html"
    form_class: Any = ReviewForm
    place = ""
    heading = ""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.load()
        return super().post(request, *args, **kwargs)

    @cached_property
    def held(self) -> ReviewPart | None:
        return ReviewPart.objects.filter(submission=self.submission, place=self.place).first()

    def get_initial(self) -> dict[str, Any]:
        if self.held is None:
            return {"version": 0}
        return self.values_of(self.held) | {"version": self.held.version}

    def values_of(self, current: ReviewPart) -> dict[str, Any]:
        return {"answer": current.answer, "comment": current.comment}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_success_url(self) -> str:
        return reverse("improvement:review-detail", args=[self.inspection.reference])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **({"heading": self.heading, "held": self.held, "sent_items": self.shown_items()} | kwargs)
        )

    def shown_items(self) -> list[dict[str, Any]]:
        """The items of the submission this page shows in full."""
        return []

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        reviews.write(
            by=self.request.user,
            submission=self.submission,
            place=self.place,
            version=given["version"],
            answer=given.get("answer", ""),
            comment=given["comment"],
            action_comments=form.action_comments() if hasattr(form, "action_comments") else None,
        )
        return f"{self.get_success_url()}#{self.place.replace(':', '-')}"


class ReviewCriterion(ReviewAct):
    success_message = "Answer saved"

    def load(self) -> None:
        super().load()
        found = {one.code: one for one in self.plan.kind_spec.criteria}
        if self.kwargs["code"] not in found:
            raise Http404
        self.criterion = found[self.kwargs["code"]]
        self.place, self.heading = f"criterion:{self.criterion.code}", self.criterion.question

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(criterion=self.criterion, **kwargs)


class ReviewItem(ReviewAct):
    form_class = ReviewItemForm
    success_message = "Comments saved"

    def load(self) -> None:
        super().load()
        found = {item["order"]: item for item in self.content["items"]}
        if self.kwargs["order"] not in found:
            raise Http404
        self.item = found[self.kwargs["order"]]
        self.place, self.heading = f"item:{self.item['order']}", f"Item {self.item['order']}"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"actions": self.item["actions"]}

    def values_of(self, current: ReviewPart) -> dict[str, Any]:
        of_actions = {
            reviews.field_of(action["reference"]): current.action_comments.get(action["reference"], "")
            for action in self.item["actions"]
        }
        return {"comment": current.comment} | of_actions

    def shown_items(self) -> list[dict[str, Any]]:
        return [shown(self.item)]


class ReviewDecision(ReviewAct):
    form_class = DecisionForm
    success_message = "Proposed decision saved. The area sees nothing before it is sent"
    place, heading = DECISION, "Proposed decision"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"accepted_word": self.plan.kind_spec.accepted_word}


class ReviewSend(ReviewAct):
    """The letter first, then the button. What is sent is the letter that was read."""

    template_name = "improvement/review_send.html"
    form_class = SendDecisionForm
    heading = "Send the decision"

    @cached_property
    def letter(self) -> dict[str, Any]:
        return reviews.letter(self.submission)

    def get_initial(self) -> dict[str, Any]:
        return {"read": reviews.fingerprint(self.letter)}

    def form_invalid(self, form: Any) -> Any:
        # The page now shows the letter as it stands: pressing again is a decision about that one.
        form.data = form.data.copy()
        form.data[form.add_prefix("read")] = reviews.fingerprint(self.letter)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        unmet = [one["question"] for one in self.letter["criteria"] if one["answer"] == Answer.NOT_MET]
        accepting = self.letter["decision"] == Decision.ACCEPTED
        return super().get_context_data(
            letter=decision_letter.draw(self.letter),
            missing=reviews.missing(self.submission) if self.is_open else [],
            unmet=unmet if accepting else [],
            **kwargs,
        )

    def perform(self, form: Any) -> str:
        sent = reviews.send(by=self.request.user, submission=self.submission, read=form.cleaned_data["read"])
        number = sent.decision.submission.number
        return reverse("improvement:decision-letter", args=[self.inspection.reference, number])

    def get_success_message(self, form: Any) -> str:
        return "Decision sent. The area has been told"
