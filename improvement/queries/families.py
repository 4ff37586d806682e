"""Reads of what families say of a plan."""

from __future__ import annotations

from typing import Any

from improvement.models import ForumStatement, Plan, PlanComment
from improvement.snapshot import dated


def statement_of(plan: Plan) -> dict[str, Any] | None:
    """The forum's statement that stands beside the plan, as it is frozen but its day a date; None while there is none."""
    newest = plan.statements.order_by("-number").first()
    return dated(newest.as_dict()) if newest else None


def versions_of(plan: Plan) -> list[ForumStatement]:
    """Every version of the statement, newest first."""
    return list(plan.statements.select_related("by").order_by("-number"))


def comments_of(plan: Plan) -> list[PlanComment]:
    """The comments with their `answered` (the newest answer or None) and `earlier_answers`, in the order they came."""
    comments = list(
        plan.comments.select_related("by", "item", "action").prefetch_related("answers__by").order_by("number")
    )
    for comment in comments:
        answers: Any = list(comment.answers.all())
        comment.answered = answers[-1] if answers else None  # type: ignore[attr-defined]
        comment.earlier_answers = answers[-2::-1]  # type: ignore[attr-defined]
    return comments
