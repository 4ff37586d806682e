"""Families and partners: the plan as the forum reads it, its comments with their answers, and its own statement."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.generic import TemplateView

from accounts.choices import Permission
from improvement import queries
from improvement.forms.families import AnswerForm, CommentForm, StatementForm
from improvement.models import ForumStatement, PlanComment
from improvement.queries import families as reads
from improvement.services import families
from improvement.views.actions import ActionView
from improvement.views.acts import PlanAct
from improvement.views.base import ItemView, PlanView


class CoProduction(PlanView, TemplateView):
    template_name = "improvement/co_production.html"
    part = "families"
    open_to_families = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        comments = reads.comments_of(self.plan)
        items = queries.items_of(self.plan)
        by_action: dict[int, list[PlanComment]] = {}
        for comment in comments:
            by_action.setdefault(comment.action_id or 0, []).append(comment)
        takes = families.may_be_spoken_of(self.plan)
        return super().get_context_data(
            # (item, its own comments with those on removed actions, [(action, its comments)])
            items=[
                (
                    item,
                    [comment for comment in by_action.get(0, []) if comment.item_id == item.pk],
                    [(action, by_action.get(action.pk, [])) for action in item.actions.all()],
                )
                for item in items
            ],
            comments=comments,
            unanswered=[comment for comment in comments if comment.answered is None],  # type: ignore[attr-defined]
            statement=reads.statement_of(self.plan),
            versions=reads.versions_of(self.plan),
            may_comment=takes and Permission.PLAN_COMMENT in self.rights,
            may_answer=takes and Permission.PLAN_EDIT in self.rights,
            **kwargs,
        )


class FamiliesAct(PlanAct):
    """A form page that leads back to the page of families and partners."""

    part = "families"
    open_to_families = True

    def page(self) -> str:
        return reverse("improvement:co-production", args=[self.inspection.reference])

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.cancel_url = self.page()
        return form

    def get_success_url(self) -> str:
        return self.page()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"takes": families.may_be_spoken_of(self.plan)} | kwargs))


class ItemComment(FamiliesAct, ItemView):
    template_name = "improvement/comment_add.html"
    form_class = CommentForm
    permission = Permission.PLAN_COMMENT
    success_message = "Comment sent"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**({"item": self.item} | kwargs))

    def perform(self, form: Any) -> str:
        families.comment_on(by=self.request.user, item=self.item, text=form.cleaned_data["text"])
        return f"{self.page()}#item-{self.item.order}"


class ActionComment(FamiliesAct, ActionView):
    template_name = "improvement/comment_add.html"
    form_class = CommentForm
    permission = Permission.PLAN_COMMENT
    part = "families"
    success_message = "Comment sent"

    def perform(self, form: Any) -> str:
        families.comment_on(by=self.request.user, item=self.item, action=self.action, text=form.cleaned_data["text"])
        return f"{self.page()}#action-{self.action.reference}"


class CommentAnswerAdd(FamiliesAct):
    template_name = "improvement/comment_answer.html"
    form_class = AnswerForm
    permission = Permission.PLAN_EDIT
    open_to_families = False
    success_message = "Answer sent"

    @cached_property
    def comment(self) -> PlanComment:
        return get_object_or_404(PlanComment.objects.select_related("by"), plan=self.plan, number=self.kwargs["number"])

    def get_initial(self) -> dict[str, Any]:
        newest = self.comment.answers.order_by("-number").first()
        return (
            {"version": 0}
            if newest is None
            else {"version": newest.number, "verdict": newest.verdict, "text": newest.text}
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(comment=self.comment, **kwargs)

    def perform(self, form: Any) -> str:
        given = form.cleaned_data
        families.answer_comment(
            by=self.request.user,
            comment=self.comment,
            verdict=given["verdict"],
            text=given["text"],
            number=given["version"],
        )
        return f"{self.page()}#comment-{self.comment.number}"


class StatementWrite(FamiliesAct):
    template_name = "improvement/statement_write.html"
    form_class = StatementForm
    permission = Permission.PLAN_COMMENT
    success_message = "Statement saved"

    @property
    def newest(self) -> ForumStatement | None:
        return self.plan.statements.order_by("-number").first()

    def get_initial(self) -> dict[str, Any]:
        newest = self.newest
        return (
            {"version": 0}
            if newest is None
            else {"version": newest.number, "position": newest.position, "text": newest.text}
        )

    def perform(self, form: Any) -> None:
        given = form.cleaned_data
        families.make_statement(
            by=self.request.user,
            plan=self.plan,
            position=given["position"],
            text=given["text"],
            number=given["version"],
        )
