"""The inspectorates' side of the factual accuracy check, and formal complaints."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from core import clock
from core.views import ServiceFormView
from reports.forms import accuracy as forms
from reports.models import AccuracyComment, Complaint, Letter
from reports.services import accuracy_answers, complaints
from reports.views.accuracy import CheckAct
from reports.views.accuracy_comments import OfComment
from reports.views.drafting import LetterView


class OfSubmitted(OfComment):
    """A comment is the area's own until the whole set is submitted: for the inspectorates it is not there."""

    @cached_property
    def comment(self) -> AccuracyComment:
        if self.round.submitted_at is None:
            raise Http404
        return super().comment


class AnswerComment(OfSubmitted, CheckAct):
    template_name = "reports/accuracy_answer.html"
    permission = Permission.ACCURACY_ANSWER
    form_class = forms.AnswerForm
    heading = "Answer the comment"
    success_message = "Answer saved"

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.comment, name) for name in ("version", "decision", "answer")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = self.round.frozen_context.section(self.comment.section_code)
        return super().get_context_data(comment=self.comment, section=part, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        accuracy_answers.answer(
            by=self.request.user,
            comment=self.comment,
            version=given["version"],
            decision=given["decision"],
            answer=given["answer"],
        )


class SecondAnswer(OfSubmitted, CheckAct):
    template_name = "reports/accuracy_answer.html"
    permission = Permission.LETTER_REVIEW
    form_class = forms.PlainForm
    heading = "Agree with the answer"
    success_message = "You agreed with the answer"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "I agree with this answer"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        part = self.round.frozen_context.section(self.comment.section_code)
        return super().get_context_data(comment=self.comment, section=part, seconding=True, **kwargs)

    def perform(self, form: Any) -> None:
        accuracy_answers.second(by=self.request.user, comment=self.comment)


class Release(CheckAct):
    permission = Permission.ACCURACY_ANSWER
    form_class = forms.PlainForm
    heading = "Release the answers to the area"
    lead = "The area then reads every answer with its reason. Otherwise it reads them when the final version is issued."
    success_message = "The area can read the answers"

    def get_form_kwargs(self) -> dict[str, Any]:
        _ = self.round
        return super().get_form_kwargs() | {"submit_text": "Release the answers"}

    def perform(self, form: Any) -> None:
        accuracy_answers.release(by=self.request.user, round_=self.round)


class CloseCheck(CheckAct):
    permission = Permission.ACCURACY_ANSWER
    form_class = forms.CloseForm
    heading = "Close the check without comments"
    lead = "Use this when the area has said that it has no comments, or its answer will not come."
    success_message = "The check is closed"

    def perform(self, form: Any) -> None:
        accuracy_answers.close(by=self.request.user, round_=self.round, reason=form.cleaned_data["reason"])


class ComplaintView(LetterView):
    """Complaints are known to the team and quality assurance; the area knows that publication is held."""

    permission = Permission.LETTER_COMMENT

    @cached_property
    def letter(self) -> Letter:
        return self.letter_or_404()

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"reports:{name}", args=[self.inspection.reference, *args])

    def get_breadcrumbs(self) -> list[dict[str, str]]:
        return [
            *super().get_breadcrumbs(),
            {"text": self.inspection.words["product"].capitalize(), "href": self.address("letter-detail")},
        ]


class Complaints(ComplaintView, TemplateView):
    template_name = "reports/complaint_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            letter=self.letter,
            complaints=list(self.letter.complaints.select_related("recorded_by", "answered_by")),
            due=complaints.last_day(self.letter),
            may_record=Permission.LETTER_REVIEW in self.rights and self.letter.state not in complaints.OVER,
            may_answer=Permission.LETTER_REVIEW in self.rights,
            **kwargs,
        )


class ComplaintAct(ComplaintView, ServiceFormView):
    template_name = "reports/accuracy_act.html"
    permission = Permission.LETTER_REVIEW
    heading = ""

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.get_success_url()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"heading": self.heading, "letter": self.letter} | kwargs))

    def get_success_url(self) -> str:
        return self.address("complaint-list")


class RecordComplaint(ComplaintAct):
    form_class = forms.ComplaintForm
    heading = "Record a formal complaint"
    success_message = "Complaint recorded. Nothing is published while it is open"

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        complaints.record_complaint(
            by=self.request.user,
            letter=self.letter,
            received_on=given["received_on"],
            about=given["about"],
            late_reason=given["late_reason"],
        )


class AnswerComplaint(ComplaintAct):
    form_class = forms.ComplaintAnswerForm
    heading = "Record the answer to a complaint"
    success_message = "Answer recorded"

    @cached_property
    def complaint(self) -> Complaint:
        rows = self.letter.complaints.select_related("letter__inspection")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_initial(self) -> dict[str, Any]:
        return {"answered_on": clock.today()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=self.complaint.about, **kwargs)

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        complaints.answer_complaint(
            by=self.request.user, complaint=self.complaint, answered_on=given["answered_on"], answer=given["answer"]
        )
