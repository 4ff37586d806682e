"""The review of a submitted plan: a draft that its reviewers write together, and its sending, which is the decision.

Until it is sent nothing of it is told or shown to the area; sent, it is frozen with the decision and never written on again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement import decision_letter, verbs
from improvement.choices import Answer, Decision
from improvement.models import DecisionLetter, Plan, PlanSubmission, ReviewPart
from improvement.models.review import DECISION
from improvement.services import audience, moves, submissions

UNDER_REVIEW = "under_review"
MOST_CHARACTERS = 10_000
CHANGED = (
    "Somebody has changed the review since you read the letter. Read it again: it is shown below as it stands now."
)
OF_DECISION = {Decision.ACCEPTED: "accept", Decision.RETURNED: "return_not_fit"}


def is_open(submission: PlanSubmission) -> bool:
    """Whether the draft is still written on: the newest submission of a plan under review."""
    plan = submission.plan
    return plan.state == UNDER_REVIEW and not plan.submissions.filter(number__gt=submission.number).exists()


def places(submission: PlanSubmission) -> list[str]:
    """Every place of the review, in the order of its pages."""
    kind, sent = submission.plan.kind_spec, submission.content
    criteria = [f"criterion:{one.code}" for one in kind.criteria]
    return [*criteria, *(f"item:{item['order']}" for item in sent["items"]), DECISION]


@transaction.atomic
def write(
    *,
    by: Any,
    submission: PlanSubmission,
    place: str,
    version: int,
    answer: str = "",
    comment: str = "",
    action_comments: Mapping[str, str] | None = None,
) -> ReviewPart:
    """Write one place of the draft. `version` is the one the person saw, 0 where nobody had written yet.

    Raises PermissionDenied; Refused when the review is over or beside a field; and core.errors.Conflict(the part as it stands) when
    another reviewer wrote it meanwhile.
    """
    submission = _held(by, submission)
    values: dict[str, Any] = {
        "answer": answer,
        "comment": comment.strip(),
        "action_comments": {name: text.strip() for name, text in (action_comments or {}).items() if text.strip()},
    }
    _check(submission, place, values)
    values |= {"written_by": by, "written_at": clock.now()}
    part, made = ReviewPart.objects.get_or_create(submission=submission, place=place, defaults=values)
    if not made:
        for name, value in values.items():
            setattr(part, name, value)
        save_if_unchanged(part, version=version, fields=list(values))
    record(actor=by, verb=verbs.REVIEWED, subject=part)
    return part


def missing(submission: PlanSubmission) -> list[str]:
    """What the review still needs before it can be sent, in plain sentences."""
    said = {part.place: part for part in submission.review_parts.all()}
    found = [
        f"Answer the question “{one.question}”"
        for one in submission.plan.kind_spec.criteria
        if not (part := said.get(f"criterion:{one.code}")) or not part.answer
    ]
    decision = said.get(DECISION)
    if decision is None or not decision.answer:
        return [*found, "Propose a decision"]
    if decision.answer == Decision.RETURNED and not decision.comment:
        found.append("Say why the plan is returned")
    return found


def letter(submission: PlanSubmission) -> dict[str, Any]:
    """The decision letter as it would be sent today."""
    return decision_letter.content_of(submission, submission.review_parts.order_by("place"), on=clock.today())


def fingerprint(content: Mapping[str, Any]) -> str:
    """Tells two letters apart: what is sent must be what the person read."""
    return hashlib.sha256(submissions.canonical(dict(content)).encode()).hexdigest()


@transaction.atomic
def send(*, by: Any, submission: PlanSubmission, read: str) -> DecisionLetter:
    """Send the decision: once, as the letter with the fingerprint `read` says. Moves the plan, freezes, tells the area.

    Raises PermissionDenied, or Refused when parts are missing, when the letter changed since, or when it has been sent already.
    """
    submission = _held(by, submission)
    if lacking := missing(submission):
        raise Refused(*lacking)
    content = letter(submission)
    if fingerprint(content) != read:
        raise Refused(CHANGED)
    decided = Decision(content["decision"])
    moves.make_move(
        by=by,
        plan=submission.plan,
        move=OF_DECISION[decided],
        reason=content["reasons"],
        item_reasons=_item_reasons(content) if decided == Decision.RETURNED else {},
    )
    text = submissions.canonical(content)
    return DecisionLetter.objects.create(
        decision=submission.decision,
        context=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        template=decision_letter.TEMPLATE,
        fragment=decision_letter.draw(content),
    )


def _item_reasons(content: Mapping[str, Any]) -> dict[int, str]:
    """{order of an item: what was said of it and of its actions}, as a decision keeps it."""
    return {
        item["order"]: "\n\n".join(
            text
            for text in (item["comment"], *(f"Action {one['reference']}: {one['comment']}" for one in item["actions"]))
            if text
        )
        for item in content["items"]
    }


def _held(by: Any, submission: PlanSubmission) -> PlanSubmission:
    """The submission with its plan locked, for somebody who reviews it now. Raises PermissionDenied or Refused."""
    plan = (
        Plan.objects.select_for_update(of=("self",))
        .select_related("inspection__partnership")
        .get(pk=submission.plan_id)
    )
    require(by, Permission.PLAN_REVIEW, plan.inspection)
    if not audience.reviews(plan, by):
        raise Refused(moves.not_a_reviewer(plan))
    held = PlanSubmission.objects.get(pk=submission.pk)
    held.plan = plan
    if not is_open(held):
        raise Refused(f"The plan is at ‘{plan.state_words}’. The review of this submission is not open.")
    return held


def _check(submission: PlanSubmission, place: str, values: Mapping[str, Any]) -> None:
    if place not in places(submission):
        raise Refused("A review has no such place.")
    reasons = []
    allowed: tuple[str, ...] = ("",)
    if place == DECISION:
        allowed = ("", *Decision.values)
    elif place.startswith("criterion:"):
        allowed = ("", *Answer.values)
    if values["answer"] not in allowed:
        reasons.append(Reason("Choose one of the answers", "answer"))
    references = {
        action["reference"]
        for item in submission.content["items"]
        if place == f"item:{item['order']}"
        for action in item["actions"]
    }
    if unknown := sorted(set(values["action_comments"]) - references):
        reasons.append(Reason(f"There is no action {unknown[0]} in this item"))
    texts = {"comment": values["comment"]} | values["action_comments"]
    reasons += [
        Reason(f"This may have at most {MOST_CHARACTERS:,} characters; it has {len(text):,}", field_of(name))
        for name, text in texts.items()
        if len(text) > MOST_CHARACTERS
    ]
    if reasons:
        raise Refused(*reasons)


def field_of(reference: str) -> str:
    """The form field of a comment: "comment", or that of an action's reference."""
    return reference if reference == "comment" else f"action_{reference.replace('.', '_')}"
