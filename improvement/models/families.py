"""What families say of a plan that was shared with them: comments with their answers, and the forum's own statement.

Who wrote a text is the only one who ever wrote it: these rows are never changed. improvement.triggers has them too.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from core.frozen import FrozenModel
from improvement.choices import Position, Verdict
from improvement.models.action import Action
from improvement.models.item import PlanItem
from improvement.models.plan import Plan


class PlanComment(FrozenModel):
    """A comment of the forum on an item, or on one of its actions. `about` says where in words, also when the action is gone."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField()
    item = models.ForeignKey(PlanItem, on_delete=models.PROTECT, related_name="comments")
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    about = models.CharField(max_length=60)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_plan_comment_per_number")]
        verbose_name = "comment on a plan"

    def __str__(self) -> str:
        return f"Comment {self.number} on {self.about}"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"{self}, {self.plan}"


class CommentAnswer(FrozenModel):
    """The area's answer to a comment. The newest stands; earlier ones stay on record."""

    comment = models.ForeignKey(PlanComment, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveIntegerField()
    verdict = models.CharField(max_length=20, choices=Verdict)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("comment", "number")
        constraints = [models.UniqueConstraint(fields=["comment", "number"], name="one_comment_answer_per_number")]
        verbose_name = "answer to a comment on a plan"

    def __str__(self) -> str:
        return f"Answer {self.number} to comment {self.comment.number}"

    def audit_scope(self) -> tuple[str, str]:
        return self.comment.audit_scope()

    def audit_label(self) -> str:
        return f"{self}, {self.comment.plan}"


class ForumStatement(FrozenModel):
    """What the parent carer forum itself says of the plan. The newest version stands beside the plan, earlier ones stay on record."""

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="statements")
    number = models.PositiveIntegerField()
    position = models.CharField(max_length=20, choices=Position)
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("plan", "number")
        constraints = [models.UniqueConstraint(fields=["plan", "number"], name="one_forum_statement_per_number")]
        verbose_name = "statement of a forum"

    def __str__(self) -> str:
        return f"Statement {self.number}: {self.get_position_display()}"

    def audit_scope(self) -> tuple[str, str]:
        return self.plan.audit_scope()

    def audit_label(self) -> str:
        return f"{self}, {self.plan}"
