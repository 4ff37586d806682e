"""What the parent carer forum says of a plan that is shared with it, and what the area answers."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Conflict, Reason, Refused
from improvement import verbs
from improvement.choices import Position, Verdict
from improvement.models import Action, CommentAnswer, ForumStatement, Plan, PlanComment, PlanItem
from improvement.services import audience
from improvement.services.writing import MOST_CHARACTERS

NOT_SHARED = "The plan is not shared with families yet."


def may_be_spoken_of(plan: Plan) -> bool:
    """Whether comments and statements are taken: from the day it was shared, at the latest published, until it is over."""
    return plan.is_with_families and plan.is_open


@transaction.atomic
def comment_on(*, by: Any, item: PlanItem, text: str, action: Action | None = None) -> PlanComment:
    """Keep a comment of the forum on an item, or on one of its actions. Raises PermissionDenied or Refused."""
    plan = _held(by, item.plan_id, Permission.PLAN_COMMENT)
    reasons = _of_text(text, "Enter your comment")
    if reasons:
        raise Refused(*reasons)
    comment = PlanComment.objects.create(
        plan=plan,
        number=plan.comments.count() + 1,
        item=item,
        action=action,
        about=f"action {action.reference}" if action else f"item {item.order}",
        text=text.strip(),
        by=by,
        at=clock.now(),
    )
    record(actor=by, verb=verbs.COMMENTED, subject=comment, changes={"text": ("", comment.text)})
    audience.tell(
        audience.owners_and_advisers(plan, clock.today(), advisers=False),
        plan=plan,
        event=f"comment:{comment.number}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: the forum comments on {comment.about}",
        body="The parent carer forum has commented on the plan. Answer the comment on the page ‘Families and partners’.",
        url=audience.families_url(plan),
    )
    return comment


@transaction.atomic
def answer_comment(*, by: Any, comment: PlanComment, verdict: str, text: str, number: int) -> CommentAnswer:
    """Answer a comment, or answer it anew: `number` is that of the newest answer the person saw, 0 for none.

    Raises PermissionDenied, Refused, or Conflict(the newest answer).
    """
    plan = _held(by, comment.plan_id, Permission.PLAN_EDIT)
    reasons = _of_text(text, "Enter your answer")
    if verdict not in Verdict.values:
        reasons.append(Reason("Choose what you do about it", "verdict"))
    if reasons:
        raise Refused(*reasons)
    newest = comment.answers.order_by("-number").first()
    _unchanged(newest, number)
    answer = CommentAnswer.objects.create(
        comment=comment, number=number + 1, verdict=verdict, text=text.strip(), by=by, at=clock.now()
    )
    record(
        actor=by,
        verb=verbs.ANSWERED,
        subject=answer,
        changes={
            "verdict": (newest.get_verdict_display() if newest else None, answer.get_verdict_display()),
            "text": (newest.text if newest else "", answer.text),
        },
    )
    audience.tell(
        [comment.by],
        plan=plan,
        event=f"answer:{comment.number}:{answer.number}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: your comment on {comment.about} is answered",
        body=f"{answer.get_verdict_display()}.\n\n{answer.text}",
        url=audience.families_url(plan),
    )
    return answer


@transaction.atomic
def make_statement(*, by: Any, plan: Plan, position: str, text: str, number: int) -> ForumStatement:
    """Keep a new version of the forum's own statement; earlier ones stay. `number` is the newest version the person saw, 0 for none.

    Raises PermissionDenied, Refused, or Conflict(the newest version).
    """
    plan = _held(by, plan.pk, Permission.PLAN_COMMENT)
    reasons = _of_text(text, "Enter the statement")
    if position not in Position.values:
        reasons.append(Reason("Choose whether the forum agrees", "position"))
    if reasons:
        raise Refused(*reasons)
    newest = plan.statements.order_by("-number").first()
    _unchanged(newest, number)
    statement = ForumStatement.objects.create(
        plan=plan, number=number + 1, position=position, text=text.strip(), by=by, at=clock.now()
    )
    record(
        actor=by,
        verb=verbs.STATED,
        subject=statement,
        changes={
            "position": (newest.get_position_display() if newest else None, statement.get_position_display()),
            "text": (newest.text if newest else "", statement.text),
        },
    )
    audience.tell(
        audience.owners_and_advisers(plan, clock.today(), advisers=False),
        plan=plan,
        event=f"statement:{statement.number}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: statement of the parent carer forum",
        body=f"{statement.get_position_display()}.\n\nThe statement stands beside the plan wherever the plan is shown.",
        url=audience.families_url(plan),
    )
    return statement


def _held(by: Any, plan_id: int, permission: Permission) -> Plan:
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan_id)
    require(by, permission, plan.inspection)
    if not may_be_spoken_of(plan):
        raise Refused(
            f"The plan is at ‘{plan.state_words}’ and takes no comments." if plan.is_with_families else NOT_SHARED
        )
    return plan


def _of_text(text: str, empty: str) -> list[Reason]:
    if not text.strip():
        return [Reason(empty, "text")]
    if len(text) > MOST_CHARACTERS:
        return [Reason(f"This may have at most {MOST_CHARACTERS:,} characters; it has {len(text):,}", "text")]
    return []


def _unchanged(newest: Any, number: int) -> None:
    if (newest.number if newest else 0) != number:
        raise Conflict(newest)
