"""Team review and quality assurance: for the inspection team and quality assurance only, never for the area."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from accounts.models import User
from core.views import ServiceFormView
from inspections.services import sights
from inspections.views.base import SeenUnderEmbargo
from reports.choices import Capacity
from reports.forms import review as forms
from reports.letters import citations
from reports.letters.passages import sentences
from reports.models import Letter
from reports.queries import review as queries
from reports.queries.alike import alike
from reports.services import review, wording
from reports.views.drafting import LetterView


class ReviewView(LetterView):
    """A page of the review of one letter."""

    permission = Permission.LETTER_COMMENT

    @cached_property
    def letter(self) -> Letter:
        return self.letter_or_404()

    @cached_property
    def standing(self) -> list[wording.Standing]:
        # The letter first: where there is none, nobody has seen it.
        found = wording.sections(self.letter)
        sights.seen(by=self.request.user, inspection=self.inspection, what=sights.DRAFT)
        return found

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"reports:{name}", args=[self.inspection.reference, *args])

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        crumbs = [
            *super().get_breadcrumbs(),
            {"text": self.inspection.words["product"].capitalize(), "href": self.address("letter-detail")},
        ]
        if self.request.path != self.address("review-detail"):
            crumbs.append({"text": "Review", "href": self.address("review-detail")})
        return crumbs

    def forget_changes(self) -> None:
        super().forget_changes()
        for name in ("letter", "standing", "comment"):
            self.__dict__.pop(name, None)


class ReviewAct(ReviewView, ServiceFormView):
    """A form page of the review that leads back to it."""

    template_name = "reports/review_act.html"
    heading = ""
    lead = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **({"heading": self.heading, "lead": self.lead, "letter": self.letter} | kwargs)
        )

    def get_success_url(self) -> str:
        return self.address("review-detail")


class ReviewDetail(ReviewView, TemplateView):
    template_name = "reports/review_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        threads = queries.threads(self.letter, self.standing)
        waiting = [row for row in threads if row.comment.settled_at is None]
        now = wording.sha256_of(self.standing)
        reviewers = list(queries.reviewers(self.letter))
        return super().get_context_data(
            letter=self.letter,
            sections=[(one, sum(row.comment.section_code == one.code for row in waiting)) for one in self.standing],
            reviewers=[(one, bool(one.verdict) and one.text_sha256 != now) for one in reviewers],
            own=next((one for one in reviewers if one.person_id == self.request.user.pk), None),
            waiting=waiting,
            settled=[row for row in threads if row.comment.settled_at is not None],
            may_review=review.may_be_reviewed(self.letter),
            **kwargs,
        )  # fmt: skip


class AskReviewer(ReviewAct):
    form_class = forms.AskForm
    heading = "Ask somebody to review"
    lead = "They are told by e-mail. The message names the area and not what the letter says."
    success_message = "They have been asked"

    def get_form_kwargs(self) -> dict[str, Any]:
        people = {capacity.value: list(queries.candidates(self.letter, capacity)) for capacity in Capacity}
        return super().get_form_kwargs() | {"people": people}

    def perform(self, form: Any) -> None:
        capacity, key = form.cleaned_data["person"].split(":")
        review.ask_reviewer(
            by=self.request.user,
            letter=self.letter,
            person=get_object_or_404(User, pk=key),
            capacity=capacity,
            due_on=form.cleaned_data["due_on"],
        )


class WithdrawReviewer(ReviewAct):
    form_class = forms.AnswerForm
    heading = "Do not ask them any more"
    success_message = "They are not asked any more"

    @cached_property
    def reviewer(self) -> Any:
        return get_object_or_404(queries.reviewers(self.letter), pk=self.kwargs["pk"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Do not ask them any more", "label": "Note (optional)"}

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        del form.fields["answer"]
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            lead=f"{self.reviewer.person}, {self.reviewer.get_capacity_display()}", **kwargs
        )

    def perform(self, form: Any) -> None:
        review.withdraw_reviewer(by=self.request.user, reviewer=self.reviewer)


class GiveVerdict(ReviewAct):
    form_class = forms.VerdictForm
    heading = "Your verdict"
    success_message = "Your verdict is recorded"

    def perform(self, form: Any) -> None:
        review.give_verdict(by=self.request.user, letter=self.letter, **without_key(form.cleaned_data))


class ReviewSection(SeenUnderEmbargo, ReviewAct):
    """The words of a section, and a comment on one of its passages."""

    thing = sights.DRAFT
    template_name = "reports/review_section.html"
    form_class = forms.CommentForm
    success_message = "Comment added"

    @cached_property
    def place(self) -> wording.Standing:
        found = next((one for one in self.standing if one.code == self.kwargs["code"]), None)
        if found is None:
            raise Http404
        return found

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"section_text": self.place.text}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [
            row for row in queries.threads(self.letter, self.standing) if row.comment.section_code == self.place.code
        ]
        return super().get_context_data(
            heading=self.place.heading,
            place=self.place,
            sentences=list(enumerate(sentences(self.place.text), 1)),
            threads=rows,
            may_review=review.may_be_reviewed(self.letter),
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        review.comment(
            by=self.request.user,
            letter=self.letter,
            code=self.place.code,
            quote=given["quote"],
            text=given["text"],
            replacement=given["replacement"] if given["suggest"] else None,
            must_answer=given["must_answer"],
        )

    def get_success_url(self) -> str:
        return self.address("review-section", self.kwargs["code"])

    def forget_changes(self) -> None:
        super().forget_changes()
        self.__dict__.pop("place", None)


class OtherLetters(ReviewAct):
    """How other published letters say this: of a sentence of a section (?section=code&sentence=3), or of words entered.

    The words of the draft are never part of an address: addresses end up in logs.
    """

    template_name = "reports/review_alike.html"
    form_class = forms.AlikeForm
    heading = "How other letters say this"

    def get_initial(self) -> dict[str, Any]:
        place = next((one for one in self.standing if one.code == self.request.GET.get("section")), None)
        number = self.request.GET.get("sentence", "")
        if place is None or not number.isdecimal() or len(number) > 5:
            return {}
        return dict(zip(("text",), sentences(place.text)[max(0, int(number) - 1) : int(number)], strict=False))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = kwargs.pop("asked", "") or self.get_initial().get("text", "")
        return super().get_context_data(
            asked=asked, found=alike(citations.without(asked), apart_from=self.letter.pk) if asked else [], **kwargs
        )

    def form_valid(self, form: Any) -> Any:
        return self.render_to_response(self.get_context_data(form=form, asked=form.cleaned_data["text"]))


def without_key(cleaned: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in cleaned.items() if name != "submission_key"}
