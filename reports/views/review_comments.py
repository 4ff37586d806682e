"""One comment on a passage: its thread, and how it is settled."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404

from accounts.choices import Permission
from core import textdiff
from core.errors import Conflict
from core.views import VERSION
from reports.forms import review as forms
from reports.models import ReviewComment
from reports.queries import review as queries
from reports.services import review
from reports.views.review import ReviewAct


class OfComment(ReviewAct):
    """A page of one comment."""

    @cached_property
    def comment(self) -> ReviewComment:
        rows = self.letter.review_comments.select_related("by", "settled_by", "letter__inspection")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_success_url(self) -> str:
        return self.address("review-comment", self.comment.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pk = self.comment.pk  # 404 before any row is looked at: a letter may have no comment at all
        thread = next(row for row in queries.threads(self.letter, self.standing) if row.comment.pk == pk)
        return super().get_context_data(
            **({"thread": thread, "pieces": pieces(self.comment), "letter": self.letter} | kwargs)
        )


class CommentDetail(OfComment):
    template_name = "reports/review_comment.html"
    form_class = forms.ReplyForm
    success_message = "Reply added"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comment, user = self.comment, self.request.user
        is_open = comment.settled_at is None and review.may_be_reviewed(self.letter)
        edits = Permission.LETTER_EDIT in self.rights
        own = comment.by_id == user.pk
        return super().get_context_data(
            heading="Suggested change" if comment.suggests else "Comment",
            is_open=is_open,
            may_accept=is_open and edits and comment.suggests,
            may_resolve=is_open and (own or not comment.suggests),
            resolve_text="Take it back" if own and comment.suggests else "Resolve",
            **kwargs,
        )

    def perform(self, form: Any) -> None:
        review.reply(by=self.request.user, comment=self.comment, text=form.cleaned_data["text"])


class Resolve(OfComment):
    form_class = forms.AnswerForm
    heading = "Resolve the comment"
    success_message = "Comment settled"

    def get_form_kwargs(self) -> dict[str, Any]:
        needed = self.comment.must_answer and self.comment.by_id != self.request.user.pk
        label = "Your answer" if needed else "Your answer (optional)"
        return super().get_form_kwargs() | {"submit_text": "Resolve", "label": label}

    def perform(self, form: Any) -> None:
        review.resolve(by=self.request.user, comment=self.comment, answer=form.cleaned_data["answer"])


class Accept(OfComment):
    template_name = "reports/review_comment_act.html"
    permission = Permission.LETTER_EDIT
    form_class = forms.AcceptForm
    heading = "Accept the suggestion"
    success_message = "The section has been changed"

    def get_initial(self) -> dict[str, Any]:
        section = self.letter.sections.filter(code=self.comment.section_code).first()
        return {"version": section.version if section else 1}

    def show_conflict(self, form: Any, conflict: Conflict) -> Any:
        """There is no text of theirs to compare: the suggestion stands, and the passage is looked at again."""
        form.data = form.data.copy()
        form.data[VERSION] = str(conflict.current.version)
        form.add_error(
            None,
            "Someone else changed the section while you read this. Nothing was changed. Look at it, then accept again.",
        )
        return self.form_invalid(form)

    def perform(self, form: Any) -> None:
        review.accept(by=self.request.user, comment=self.comment, version=form.cleaned_data["version"])


class Reject(OfComment):
    template_name = "reports/review_comment_act.html"
    permission = Permission.LETTER_EDIT
    form_class = forms.AnswerForm
    heading = "Do not accept the suggestion"
    success_message = "Suggestion not accepted"

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"submit_text": "Do not accept", "label": "Why not?"}

    def perform(self, form: Any) -> None:
        review.reject(by=self.request.user, comment=self.comment, answer=form.cleaned_data["answer"])


def pieces(comment: ReviewComment) -> tuple[textdiff.Piece, ...]:
    """The suggested change, word by word."""
    return textdiff.compare(comment.quote, comment.replacement) if comment.replacement is not None else ()
