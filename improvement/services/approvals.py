"""The signatures of the bodies that answer for a plan. A change made after one was given breaks them all."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.access import require
from accounts.choices import Permission, Role
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from improvement import verbs
from improvement.choices import APPROVAL_STATE, PLAN_DUE_TRIGGER, BodyKind
from improvement.models import Plan, PlanApproval
from improvement.services import audience, dates
from partnerships.models import Membership
from rulebook import words

# Who speaks for which kind of body.
SPEAKS_FOR = {Role.DCS: BodyKind.AUTHORITY, Role.ICB_EXECUTIVE: BodyKind.BOARD}


def missing_bodies(plan: Plan) -> list[str]:
    """The accountable bodies whose approval of the plan as it stands is not recorded."""
    given = set(plan.approvals.filter(withdrawn_at=None).values_list("body_name", flat=True))
    return [body["name"] for body in plan.accountable_bodies if body["name"] not in given]


def bodies_of(plan: Plan, person: Any, on: date) -> list[str]:
    """The accountable bodies this person may approve for: their own where the membership names one, else those of its kind."""
    held = Membership.objects.in_force(on).filter(
        user=person, partnership_id=plan.inspection.partnership_id, role__in=SPEAKS_FOR
    )
    found: list[str] = []
    for member in held:
        kind = SPEAKS_FOR[Role(member.role)]
        names = [body["name"] for body in plan.accountable_bodies if body["kind"] == kind]
        found += [name for name in names if name == member.organisation] or names
    return list(dict.fromkeys(found))


@transaction.atomic
def approve(*, by: Any, plan: Plan, body_name: str, approved_on: date) -> PlanApproval:
    """Record that one accountable body approved the plan as it stands. Raises PermissionDenied or Refused.

    The day lies between the opening of the plan and today. When the last body has approved, the deadline for approval is met.
    """
    plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    require(by, Permission.PLAN_SUBMIT, plan.inspection)
    if plan.state != APPROVAL_STATE:
        raise Refused(f"The plan is at ‘{plan.state_words}’: it is not with the accountable bodies now.")
    reasons = []
    if body_name not in bodies_of(plan, by, clock.today()):
        reasons.append(Reason("Choose a body you may approve for", "body_name"))
    elif body_name not in missing_bodies(plan):
        reasons.append(Reason(f"{body_name} has approved this plan already", "body_name"))
    if not all(item.is_answered for item in plan.items.prefetch_related("actions")):
        reasons.append(Reason("The plan is not complete any more. See what is missing on its page"))
    if wrong := _wrong_with_day(plan, approved_on):
        reasons.append(Reason(wrong, "approved_on"))
    kinds = {body["name"]: body["kind"] for body in plan.accountable_bodies}
    if spoke_for_the_other_side(by, plan, kinds.get(body_name, "")):
        reasons.append(
            Reason(
                "You have approved this plan for the other side already. Somebody else must approve here", "body_name"
            )
        )
    if reasons:
        raise Refused(*reasons)
    approval = PlanApproval.objects.create(
        plan=plan,
        body_kind=kinds[body_name],
        body_name=body_name,
        approved_on=approved_on,
        recorded_by=by,
        recorded_at=clock.now(),
    )
    record(actor=by, verb=verbs.APPROVED, subject=approval, changes={"approved_on": (None, approved_on)})
    if not missing_bodies(plan):
        last_on = last_signed_on(plan)
        assert last_on is not None
        dates.mark_met(plan=plan, by=by, rule_codes=dates.triggered_by(plan, PLAN_DUE_TRIGGER), met_on=last_on)
    return approval


def _wrong_with_day(plan: Plan, approved_on: date) -> str:
    """Why a plan cannot be approved on this day; "" when it can."""
    if approved_on > clock.today():
        return "The date must be today or in the past"
    if approved_on < plan.opened_on:
        return f"The date cannot be before the plan was opened, {words.weekday(plan.opened_on)}"
    ended_on = _newest_ended_on(plan)
    if ended_on is not None and approved_on < ended_on:
        return f"The plan was opened for change on {words.weekday(ended_on)}. It is approved anew from that day"
    return ""


def _newest_ended_on(plan: Plan) -> date | None:
    """The day on which signatures of this plan last ended: what they stood for was changed."""
    ended_at = plan.approvals.aggregate(newest=Max("withdrawn_at"))["newest"]
    return timezone.localdate(ended_at, clock.LONDON) if ended_at else None


def break_signatures(*, by: Any, plan: Plan, change: str) -> None:
    """Take away the standing signatures because the plan was changed, and tell the bodies that signed. `change`: what was changed.

    Safe to call when nobody signed.
    """
    broken = list(standing(plan).select_related("recorded_by"))
    if not broken:
        return
    standing(plan).update(withdrawn_at=clock.now(), broken_by=change)
    _not_approved_any_more(plan, by, f"The signatures were broken by a change to the plan: {change}.")
    names = [approval.body_name for approval in broken]
    record(actor=by, verb=verbs.SIGNATURES_BROKEN, subject=plan, changes={"approved_by": (names, [])}, reason=change)
    area = plan.inspection.partnership.name
    audience.tell(
        list(dict.fromkeys(approval.recorded_by for approval in broken)),
        plan=plan,
        event=f"signature-broken:{max(approval.pk for approval in broken)}",
        subject=f"{plan.short_name} for {area}: your signature is broken",
        body=f"{words.listed(names)} signed this plan. It was then changed: {change}. The signature does not stand for the plan as "
        "it is now. Read the change and sign again.",
    )


def withdraw(*, by: Any, plan: Plan, reason: str) -> None:
    """Take away the approvals of a plan that is written on. They stay on record with the time they ended."""
    names = list(standing(plan).values_list("body_name", flat=True))
    if names:
        standing(plan).update(withdrawn_at=clock.now())
        record(
            actor=by, verb=verbs.APPROVALS_WITHDRAWN, subject=plan, changes={"approved_by": (names, [])}, reason=reason
        )
        _not_approved_any_more(plan, by, reason)


def _not_approved_any_more(plan: Plan, by: Any, reason: str) -> None:
    """Before the plan is sent, the deadline for approval is open again. After a return it stays met: another date counts then."""
    if not plan.submissions.exists():
        codes = dates.triggered_by(plan, PLAN_DUE_TRIGGER)
        dates.open_again(plan=plan, by=by, rule_codes=codes, reason=reason)


def last_signed_on(plan: Plan) -> date | None:
    """The latest day on which a body approved the plan as it stands; None while nobody has."""
    return max(standing(plan).values_list("approved_on", flat=True), default=None)


def signatures(plan: Plan) -> tuple[dict[str, PlanApproval], dict[str, PlanApproval]]:
    """({body: its standing signature}, {body: its newest signature that ended}) for those that have one."""
    held = list(plan.approvals.select_related("recorded_by").order_by("pk"))
    stand = {one.body_name: one for one in held if one.withdrawn_at is None}
    return stand, {one.body_name: one for one in held if one.withdrawn_at is not None}


def warning(plan: Plan) -> str:
    """What a change of the plan would break, in a sentence; empty where nobody has signed."""
    names = list(standing(plan).values_list("body_name", flat=True)) if plan.state == APPROVAL_STATE else []
    if not names:
        return ""
    has, signature = ("has", "its signature") if len(names) == 1 else ("have", "their signatures")
    return (
        f"{words.listed(names)} {has} signed this plan. A change breaks {signature}: each body is told and signs again."
    )


def spoke_for_the_other_side(person: Any, plan: Plan, kind: str) -> bool:
    """The council and the health side approve apart, whatever offices one person holds."""
    return standing(plan).filter(recorded_by=person).exclude(body_kind=kind).exists()


def standing(plan: Plan) -> Any:
    return plan.approvals.filter(withdrawn_at=None)
