"""Moving a plan on: each step, with what it means for the submission, the decision, the dates and the people told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.access import can, require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from improvement import verbs
from improvement.choices import (
    CHOOSING_GUARDS,
    DATE_OF_MOVE,
    DECISION_TRIGGER,
    RESUBMISSION_TRIGGER,
    REVIEW_MOVES,
    Decision,
)
from improvement.models import Plan, PlanDecision
from improvement.services import approvals, audience, dates, publishing, submissions
from rulebook import words
from rulebook.lifecycle import Move, MoveRefused

# Longer than any letter of return seen; a whole document pasted in is refused, not cut.
MOST_CHARACTERS = 10_000


@dataclass(frozen=True)
class Step:
    """One move being made."""

    by: Any
    plan: Plan
    move: str
    on: date
    reason: str
    item_reasons: Mapping[int, str]


@transaction.atomic
def make_move(
    *,
    by: Any,
    plan: Plan,
    move: str,
    reason: str = "",
    on: date | None = None,
    item_reasons: Mapping[int, str] | None = None,
) -> Plan:
    """Make one move of the plan's lifecycle and everything that follows from it, or nothing.

    `on` is the day it happened: today by default, never in the future and, for a day that is kept, not before the plan opened.
    `item_reasons` are {order of the item: what must be better}, for a return. Raises PermissionDenied, or Refused with reasons.
    """
    on = on or clock.today()
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    try:
        made = plan.LIFECYCLE.move(move)
    except MoveRefused as refused:
        raise Refused(*refused.reasons) from refused
    require(by, Permission(made.permission), plan.inspection)
    _check(by, plan, made, on, reason)
    advance(plan, move, by=by, facts=facts_for(plan, move=move, on=on), reason=reason)
    step = Step(
        by,
        plan,
        move,
        on,
        reason.strip(),
        {order: text.strip() for order, text in (item_reasons or {}).items() if text.strip()},
    )
    if effect := EFFECTS.get(move):
        effect(step)
    return plan


def submit(*, by: Any, plan: Plan, on: date | None = None) -> Plan:
    return make_move(by=by, plan=plan, move="submit", on=on)


def resubmit(*, by: Any, plan: Plan, on: date | None = None) -> Plan:
    return make_move(by=by, plan=plan, move="resubmit", on=on)


def start_review(*, by: Any, plan: Plan) -> Plan:
    return make_move(by=by, plan=plan, move="start_review")


def accept(*, by: Any, plan: Plan, on: date | None = None) -> Plan:
    return make_move(by=by, plan=plan, move="accept", on=on)


def return_with_reasons(
    *, by: Any, plan: Plan, reason: str, on: date | None = None, item_reasons: Mapping[int, str] | None = None
) -> Plan:
    return make_move(by=by, plan=plan, move="return_not_fit", reason=reason, on=on, item_reasons=item_reasons)


def facts_for(plan: Plan, *, move: str, on: date) -> dict[str, Any]:
    """What the guards of the plan's lifecycle ask for, the day of this move among it."""
    items = list(plan.items.prefetch_related("actions"))
    facts = {
        "every_item_answered": all(item.is_answered for item in items),
        "every_item_released": all(item.released_on for item in items),
        "every_body_signed": not approvals.missing_bodies(plan),
        "submission_needed": plan.needs_submission,
        "submitted_before": plan.submissions.exists(),
        "signed_on": approvals.last_signed_on(plan),
        "received_on": plan.inspection.report_received_on,
        "submitted_on": plan.submitted_on,
        "returned_on": plan.returned_on,
        "decided_on": plan.decided_on,
        "accepted_on": plan.accepted_on,
        "published_on": plan.published_on,
    }
    if move in DATE_OF_MOVE:
        facts[DATE_OF_MOVE[move]] = on
    return facts


def available(plan: Plan, by: Any) -> list[Move]:
    """The moves this person may be offered now; what still stands in the way of each is for its own page to say."""
    facts = facts_for(plan, move="", on=clock.today())
    return [move for move in plan.LIFECYCLE.available(plan.state) if _offered(plan, move, by, facts)]


def _offered(plan: Plan, move: Move, by: Any, facts: Mapping[str, Any]) -> bool:
    if any(guard.code in CHOOSING_GUARDS and not guard.test(facts) for guard in move.guards):
        return False
    if move.name in REVIEW_MOVES and not audience.reviews(plan, by):
        return False
    return can(by, move.permission, plan.inspection)


def missing(plan: Plan, move: Move) -> tuple[str, ...]:
    """What stands in the way of a move today, in plain sentences."""
    on = clock.today()
    found = plan.LIFECYCLE.missing(plan.state, move.name, facts_for(plan, move=move.name, on=on))
    if _unreceived(plan, move.name):
        found = (*found, NOT_RECEIVED)
    return found


NOT_RECEIVED = "Record when the area received the final report first: the plan’s clock runs from that day."


def _unreceived(plan: Plan, move: str) -> bool:
    return move == "submit" and dates.waits_for_receipt(plan)


def not_a_reviewer(plan: Plan) -> str:
    bodies = words.listed(plan.kind_spec.reviewed_by) or "nobody"
    return f"This plan is reviewed by {bodies}. Your account belongs to another organisation."


def _check(by: Any, plan: Plan, made: Move, on: date, reason: str) -> None:
    reasons: list[Reason | str] = []
    if on > clock.today():
        reasons.append(Reason("The date must be today or in the past", "on"))
    if made.name in DATE_OF_MOVE and on < plan.opened_on:
        reasons.append(Reason(f"The date cannot be before the plan was opened, {words.weekday(plan.opened_on)}", "on"))
    if made.needs_reason and not reason.strip():
        reasons.append(Reason("Enter the reason", "reason"))
    if len(reason) > MOST_CHARACTERS:
        reasons.append(Reason(f"The reason may have at most {MOST_CHARACTERS:,} characters", "reason"))
    if made.name in REVIEW_MOVES and not audience.reviews(plan, by):
        reasons.append(not_a_reviewer(plan))
    if _unreceived(plan, made.name):
        reasons.append(NOT_RECEIVED)
    if reasons:
        raise Refused(*reasons)


def _sent(step: Step) -> None:
    plan = step.plan
    plan.submitted_on = step.on
    plan.save(update_fields=["submitted_on", "updated_at"])
    submission = submissions.freeze(by=step.by, plan=plan)
    answered = (
        dates.triggered_by(plan, RESUBMISSION_TRIGGER) if step.move == "resubmit" else [plan.kind_spec.due_rule or ""]
    )
    dates.mark_met(plan=plan, by=step.by, rule_codes=answered, met_on=step.on)
    dates.lay(plan=plan, by=step.by)
    area = plan.inspection.partnership.name
    people = dict.fromkeys(
        [*audience.owners_and_advisers(plan, clock.today()), *audience.reviewers(plan, clock.today())]
    )
    audience.tell(
        list(people),
        plan=plan,
        event=f"submitted:{submission.number}",
        subject=f"{plan.short_name} for {area} submitted: {submission.receipt_number}",
        body=f"Submitted on {words.weekday(step.on)} to {words.listed(submission.submitted_to)}. {submission.counted}.\n\n"
        f"Receipt number: {submission.receipt_number}\n\nIt is now for {words.listed(plan.kind_spec.reviewed_by)} to decide.",
    )


def _decided(step: Step) -> None:
    plan, accepted = step.plan, step.move == "accept"
    plan.decided_on = step.on
    if accepted:
        plan.accepted_on = step.on
    else:
        plan.returned_on = step.on
    plan.save(update_fields=["decided_on", "accepted_on", "returned_on", "updated_at"])
    submission = plan.submissions.order_by("-number")[0]
    decision = PlanDecision.objects.create(
        submission=submission,
        decision=Decision.ACCEPTED if accepted else Decision.RETURNED,
        decided_on=step.on,
        decided_by=step.by,
        recorded_at=clock.now(),
        reasons=step.reason,
        item_reasons={str(order): text for order, text in sorted(step.item_reasons.items())},
    )
    record(
        actor=step.by,
        verb=verbs.DECIDED,
        subject=decision,
        changes={"decision": (None, decision.get_decision_display()), "decided_on": (None, step.on)},
        reason=step.reason,
    )
    dates.mark_met(plan=plan, by=step.by, rule_codes=dates.triggered_by(plan, DECISION_TRIGGER), met_on=step.on)
    dates.lay(plan=plan, by=step.by)
    result = plan.kind_spec.accepted_word if accepted else "returned"
    reasons = f"\n\n{step.reason}" if step.reason else ""
    audience.tell(
        audience.owners_and_advisers(plan, clock.today()),
        plan=plan,
        event=f"decided:{submission.number}",
        subject=f"{plan.short_name} for {plan.inspection.partnership.name}: {result}",
        body=f"{submission.receipt_number}, submitted on {words.weekday(submission.submitted_on)}, was {result} on "
        f"{words.weekday(step.on)}.{reasons}",
    )


def _back_to_drafting(step: Step) -> None:
    approvals.withdraw(by=step.by, plan=step.plan, reason=step.reason)


def _published(step: Step) -> None:
    step.plan.published_on = step.on
    step.plan.save(update_fields=["published_on", "updated_at"])
    publishing.freeze(by=step.by, plan=step.plan, on=step.on)
    if step.move == "publish_unreviewed":
        dates.mark_met(plan=step.plan, by=step.by, rule_codes=[step.plan.kind_spec.due_rule or ""], met_on=step.on)


def _over(step: Step) -> None:
    dates.close(plan=step.plan, by=step.by, reason=step.reason or step.plan.state_words)


def _shared(step: Step) -> None:
    """Families read it from now on, also while it is drafted again: the first day is kept, and the forum is told once."""
    plan = step.plan
    if plan.shared_on is not None:
        return
    plan.shared_on = step.on
    plan.save(update_fields=["shared_on", "updated_at"])
    audience.tell(
        audience.forum(plan, clock.today()),
        plan=plan,
        event="shared",
        subject=f"{plan.kind_spec.name} for {plan.inspection.partnership.name}: shared with you",
        body="The area has shared its plan with families. You can read it, comment on each item and action, and write the forum’s own "
        "statement, which stands beside the plan wherever it is shown.",
        url=audience.families_url(plan),
    )


EFFECTS: dict[str, Callable[[Step], None]] = {
    "co_produce": _shared,
    "return_to_drafting": _back_to_drafting,
    "submit": _sent,
    "resubmit": _sent,
    "accept": _decided,
    "return_not_fit": _decided,
    "redraft": _back_to_drafting,
    "publish": _published,
    "publish_unreviewed": _published,
    "release": _over,
    "complete": _over,
    "supersede": _over,
    "withdraw_requirement": _over,
}
