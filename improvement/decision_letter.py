"""The letter that tells an area what was decided about its plan: from the review to frozen content, and from that to HTML. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from improvement.choices import Answer, Decision
from improvement.models import PlanSubmission, ReviewPart
from improvement.models.review import DECISION
from rulebook import words

# The version new letters are drawn with. An older one stays in its folder for the letters sent with it, and is never edited.
TEMPLATE = "decision_letter/v1"
FORMAT = 1


def content_of(submission: PlanSubmission, parts: Iterable[ReviewPart], *, on: date) -> dict[str, Any]:
    """What the letter says, from a review that may still lack parts. Dates are ISO text."""
    plan, sent = submission.plan, submission.content
    kind, said = plan.kind_spec, {part.place: part for part in parts}
    decision = said.get(DECISION)
    accepted = decision is not None and decision.answer == Decision.ACCEPTED
    return {
        "format": FORMAT,
        "on": on.isoformat(),
        "area": plan.inspection.partnership.name,
        "to": [body["name"] for body in plan.accountable_bodies],
        "from": list(kind.reviewed_by),
        "plan": kind.name,
        "inspection": plan.inspection.reference,
        "receipt_number": submission.receipt_number,
        "submitted_on": submission.submitted_on.isoformat(),
        "decision": decision.answer if decision else "",
        "sentence": _sentence(submission, accepted) if decision and decision.answer else "",
        "reasons": decision.comment if decision else "",
        "criteria": [_criterion(one, said.get(f"criterion:{one.code}")) for one in kind.criteria],
        "items": [item for row in sent["items"] if (item := _item(row, said.get(f"item:{row['order']}")))],
        "next": _next(accepted) if decision and decision.answer else "",
    }


def draw(content: Mapping[str, Any], template: str = TEMPLATE) -> SafeString:
    """The letter as a part of a page, its title a heading of level 2. Every text goes through the template's escaping."""
    context = {
        "letter": content,
        "on": date.fromisoformat(content["on"]),
        "submitted_on": date.fromisoformat(content["submitted_on"]),
    }
    return mark_safe(render_to_string(f"improvement/{template}.html", context))  # noqa: S308


def _sentence(submission: PlanSubmission, accepted: bool) -> str:
    plan = submission.plan
    bodies, name = words.listed(plan.kind_spec.reviewed_by), plan.kind_spec.name
    name = name[:1].lower() + name[1:]
    result = f"is {plan.kind_spec.accepted_word}" if accepted else "is returned as not fit for purpose"
    return (
        f"{bodies} have decided that the {name} for {plan.inspection.partnership.name}, submitted on "
        f"{words.weekday(submission.submitted_on)}, {result}."
    )


def _next(accepted: bool) -> str:
    if accepted:
        return "The accountable bodies publish the plan on their own websites and begin to deliver it."
    return "The accountable bodies change the plan and submit it again. What was submitted stays on record."


def _criterion(criterion: Any, part: ReviewPart | None) -> dict[str, Any]:
    answer = part.answer if part else ""
    return {
        "code": criterion.code,
        "question": criterion.question,
        "answer": answer,
        "answer_words": str(Answer(answer).label) if answer else "",
        "comment": part.comment if part else "",
    }


def _item(row: Mapping[str, Any], part: ReviewPart | None) -> dict[str, Any] | None:
    """What is said of one item and its actions; None when nothing is."""
    if part is None:
        return None
    actions = [
        {"reference": action["reference"], "text": action["text"], "comment": part.action_comments[action["reference"]]}
        for action in row["actions"]
        if part.action_comments.get(action["reference"])
    ]
    if not (part.comment or actions):
        return None
    return {"order": row["order"], "text": row["text"], "comment": part.comment, "actions": actions}
