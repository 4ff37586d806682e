"""The area drafts its comments on the draft, together, and submits them once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views import View

from accounts.choices import Permission
from core import files
from inspections.services import sights
from reports.forms import accuracy as forms
from reports.letters.passages import sections_of
from reports.models import AccuracyComment, AccuracyEvidence
from reports.queries import accuracy as queries
from reports.services import accuracy
from reports.views.accuracy import CheckAct, CheckView, due_row


class CommentPage(CheckAct):
    """Writing one comment beside the section of the draft it is about."""

    template_name = "reports/accuracy_comment.html"
    permission = Permission.LETTER_RESPOND
    form_class = forms.CommentForm
    success_message = "Comment saved"

    @property
    def code(self) -> str:
        return self.kwargs["code"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = next((part for part in sections_of(self.round.frozen_context) if part.code == self.code), None)
        if found is None:
            raise Http404
        is_open = accuracy.still_open(self.round, self.letter)
        sent = [self.request.POST.get(name, "") for name in ("quote", "text", "correction")]
        context = super().get_context_data(
            section=found, is_open=is_open, unsaved=[text for text in sent if text.strip()], **kwargs
        )
        # The form first: whoever may not have it has seen nothing.
        sights.seen(by=self.request.user, inspection=self.inspection, what=sights.DRAFT)
        return context


class DraftComment(CommentPage):
    heading = "Add a comment"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"new": True}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        accuracy.draft_comment(
            by=self.request.user, round_=self.round, code=self.code, kind=given["kind"], text=given["text"], quote=given["quote"],
            correction=given["correction"], uploads=given["evidence"],
        )  # fmt: skip


class OfComment(CheckView):
    @cached_property
    def comment(self) -> AccuracyComment:
        rows = AccuracyComment.objects.filter(round=self.round).select_related("by", "answered_by", "seconded_by")
        found = get_object_or_404(rows, pk=self.kwargs["pk"])
        found.round = self.round
        return found


class ChangeComment(OfComment, CommentPage):
    heading = "Change the comment"

    @property
    def code(self) -> str:
        return self.comment.section_code

    def get_form_kwargs(self) -> dict[str, Any]:
        if not accuracy.may_write(self.request.user, self.comment):
            raise PermissionDenied("somebody else wrote this comment")
        return super().get_form_kwargs() | {"pieces": self.comment.evidence.select_related("file")}

    def get_initial(self) -> dict[str, Any]:
        return {name: getattr(self.comment, name) for name in ("version", "kind", "quote", "text", "correction")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"comment": self.comment} | kwargs))

    def values_of(self, current: AccuracyComment) -> dict[str, Any]:
        return {name: getattr(current, name) for name in ("kind", "quote", "text", "correction")}

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        accuracy.change_comment(
            by=self.request.user, comment=self.comment, version=given["version"], kind=given["kind"], text=given["text"],
            quote=given["quote"], correction=given["correction"], uploads=given["evidence"],
            without=[int(key) for key in given.get("without", ())],
        )  # fmt: skip


class RemoveComment(OfComment, CheckAct):
    permission = Permission.LETTER_RESPOND
    form_class = forms.PlainForm
    heading = "Take the comment out"
    success_message = "Comment taken out"

    def get_form_kwargs(self) -> dict[str, Any]:
        if not accuracy.may_write(self.request.user, self.comment):
            raise PermissionDenied("somebody else wrote this comment")
        return super().get_form_kwargs() | {"submit_text": "Take it out", "classes": "govuk-button--warning"}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(lead=f"“{self.comment.text}”, written by {self.comment.by}.", **kwargs)

    def perform(self, form: Any) -> None:
        accuracy.remove_comment(by=self.request.user, comment=self.comment)


class EvidenceFile(CheckView, View):
    """A piece of evidence, for the area, and for the inspectorates once it was submitted."""

    def get(self, request: HttpRequest, reference: str, pk: int) -> HttpResponseBase:
        responds = Permission.LETTER_RESPOND in self.rights
        if self.round.submitted_at is None and not responds:
            raise Http404
        pieces = AccuracyEvidence.objects.filter(comment__round=self.round).select_related("file")
        return files.send(get_object_or_404(pieces, pk=pk).file)


class Submit(CheckAct):
    """Check the answers, then submit the whole set."""

    template_name = "reports/accuracy_submit.html"
    permission = Permission.ACCURACY_SUBMIT
    form_class = forms.SubmitForm
    heading = "Check the comments and submit them"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            rows=queries.drafted(self.round),
            due=due_row(self.round, self.inspection),
            is_open=accuracy.still_open(self.round, self.letter),
            late=accuracy.past_due(self.round),
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        done = accuracy.submit(by=self.request.user, round_=self.round)
        late = " after their last day, and are marked late" if done.late else ""
        self.success_message = f"The comments have been submitted{late}"
