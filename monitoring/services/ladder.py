"""The ladder of support and challenge, shared by both bodies; improvement notices and directions, which are the DfE's."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from audit.record import record
from core import clock
from core.advance import advance
from core.errors import Reason, Refused
from improvement.models import Plan
from inspections.services.child_names import refuse_names
from monitoring import verbs
from monitoring.choices import MOST_CHARACTERS, Body
from monitoring.models import EscalationStep, ImprovementNotice, NoticeReview
from monitoring.services import dates
from monitoring.services.bodies import adviser
from monitoring.services.telling import tell_plan
from rulebook import words
from rulebook.frameworks import support

NOTICE, DIRECTION = "notice", "direction"


def level_of(plan: Plan) -> support.Level:
    """Where the plan stands on the ladder: at its newest step, else on the lowest rung."""
    newest = EscalationStep.objects.filter(plan=plan).order_by("-number").first()
    return newest.spec if newest else support.LADDER[0]


def notice_in_force(plan: Plan) -> ImprovementNotice | None:
    return ImprovementNotice.objects.filter(plan=plan, state="in_force").first()


def open_levels(plan: Plan) -> list[support.Level]:
    """The levels an adviser may set by hand now."""
    now = level_of(plan).code
    return [rung for rung in support.LADDER if not rung.through and rung.code != now]


@transaction.atomic
def step(*, by: Any, plan: Plan, level: str, on: date, reason: str) -> EscalationStep:
    """Set the level of support and challenge from a day, for a reason. Raises PermissionDenied and Refused.

    The levels of a notice and a direction are set by recording those.
    """
    plan = _held(plan)
    body = adviser(by, plan.inspection)
    if level_of(plan).code == DIRECTION and body != Body.DFE:
        raise Refused("A statutory direction is in force: only the DfE sets another level.")
    if level not in {rung.code for rung in open_levels(plan)}:
        raise Refused(Reason("Choose another level than the one it has", "level"))
    if notice_in_force(plan) is not None:
        raise Refused("An improvement notice is in force: lift it, and the level is set with that.")
    return _step(by, plan, body, level, on, reason, "on")


@transaction.atomic
def issue_notice(
    *, by: Any, plan: Plan, issued_on: date, text: str, target_on: date | None = None
) -> ImprovementNotice:
    """Record an improvement notice of the DfE; its first review is due 6 months on. Raises PermissionDenied and Refused."""
    plan = _held(plan)
    body = adviser(by, plan.inspection, only=Body.DFE)
    if notice_in_force(plan) is not None:
        raise Refused("An improvement notice is in force already.")
    _check_text(plan, text, "text", "Say what the notice asks for")
    if target_on is not None and target_on < issued_on:
        raise Refused(Reason("The day cannot be before the notice was issued", "target_on"))
    directed = level_of(plan).code == DIRECTION
    if directed:  # a notice beside a direction is no step down
        _check_day(issued_on, "issued_on", not_before=plan.opened_on)
    else:
        _step(by, plan, body, NOTICE, issued_on, text, "issued_on")
    last = ImprovementNotice.objects.filter(plan=plan).aggregate(last=Max("number"))["last"] or 0
    notice = ImprovementNotice.objects.create(
        plan=plan, number=last + 1, issued_on=issued_on, target_on=target_on, text=text.strip(), issued_by=by
    )
    record(actor=by, verb=verbs.NOTICE_ISSUED, subject=notice, changes={"issued_on": (None, issued_on)})
    dates.lay_notice_review(plan=plan, by=by, after=issued_on)
    if directed:
        _tell(plan, by, f"notice:{notice.pk}", "an improvement notice was issued", text)
    return notice


@transaction.atomic
def review_notice(*, by: Any, notice: ImprovementNotice, reviewed_on: date, text: str) -> NoticeReview:
    """Record a review of a notice: the date for it is met and the next is laid. Raises PermissionDenied and Refused."""
    plan = _held(notice.plan)
    adviser(by, plan.inspection, only=Body.DFE)
    notice = ImprovementNotice.objects.select_for_update().get(pk=notice.pk)
    if not notice.is_in_force:
        raise Refused("This notice was lifted: it is not reviewed any more.")
    _check_text(plan, text, "text", "Say what the review found")
    newest = notice.reviews.order_by("-number").first()
    _check_day(reviewed_on, "reviewed_on", not_before=newest.reviewed_on if newest else notice.issued_on)
    review = NoticeReview.objects.create(
        notice=notice,
        number=(newest.number if newest else 0) + 1,
        reviewed_on=reviewed_on,
        text=text.strip(),
        by=by,
        at=clock.now(),
    )
    record(actor=by, verb=verbs.NOTICE_REVIEWED, subject=review, changes={"reviewed_on": (None, reviewed_on)})
    dates.notice_reviewed(plan=plan, by=by, reviewed_on=reviewed_on)
    dates.lay_notice_review(plan=plan, by=by, after=reviewed_on)
    _tell(plan, by, f"notice:{notice.pk}:review:{review.number}", "improvement notice reviewed", text)
    return review


@transaction.atomic
def lift_notice(
    *, by: Any, notice: ImprovementNotice, lifted_on: date, reason: str, level: str = "visits"
) -> ImprovementNotice:
    """Lift a notice: its review is not waited for any more and the ladder goes to `level`, but a direction stays in force.

    Raises PermissionDenied and Refused.
    """
    plan = _held(notice.plan)
    body = adviser(by, plan.inspection, only=Body.DFE)
    notice = ImprovementNotice.objects.select_for_update().get(pk=notice.pk)
    notice.plan = plan
    _check_text(plan, reason, "reason", "Enter the reason")
    if level not in {rung.code for rung in support.LADDER if not rung.through}:
        raise Refused(Reason("Choose the level from now on", "level"))
    if lifted_on < notice.issued_on:
        raise Refused(Reason("The day cannot be before the notice was issued", "lifted_on"))
    notice.lifted_on, notice.lifted_reason = lifted_on, reason.strip()
    notice.save(update_fields=["lifted_on", "lifted_reason", "updated_at"])
    facts = {"issued_on": notice.issued_on, "lifted_on": lifted_on, "today": clock.today()}
    advance(notice, "lift", by=by, facts=facts, reason=reason.strip())
    dates.notice_lifted(plan=plan, by=by)
    if level_of(plan).code == DIRECTION:
        _tell(plan, by, f"notice:{notice.pk}:lifted", "the improvement notice is lifted", reason)
    else:
        _step(by, plan, body, level, lifted_on, reason, "lifted_on")
    return notice


@transaction.atomic
def record_direction(*, by: Any, plan: Plan, on: date, reason: str) -> EscalationStep:
    """Record a statutory direction of the Secretary of State. Raises PermissionDenied and Refused."""
    plan = _held(plan)
    body = adviser(by, plan.inspection, only=Body.DFE)
    if level_of(plan).code == DIRECTION:
        raise Refused("A statutory direction is recorded already.")
    return _step(by, plan, body, DIRECTION, on, reason, "on")


def _step(by: Any, plan: Plan, body: Body, level: str, on: date, reason: str, field: str) -> EscalationStep:
    newest = EscalationStep.objects.filter(plan=plan).order_by("-number").first()
    _check_day(on, field, not_before=newest.on if newest else plan.opened_on)
    _check_text(plan, reason, "reason", "Enter the reason")
    before = newest.level if newest else support.LADDER[0].code
    if level == before:
        return newest  # type: ignore[return-value]  # a second notice under a direction adds no rung
    made = EscalationStep.objects.create(
        plan=plan,
        number=(newest.number if newest else 0) + 1,
        level=level,
        before=before,
        on=on,
        reason=reason.strip(),
        body=body,
        by=by,
        at=clock.now(),
    )
    names = (support.level(before).name, made.spec.name)
    record(actor=by, verb=verbs.LADDER_STEPPED, subject=made, changes={"level": names, "on": (None, on)}, reason=reason)
    _tell(plan, by, f"ladder:{plan.pk}:{made.number}", f"support and challenge is now at ‘{made.spec.name}’", reason)
    return made


def _held(plan: Plan) -> Plan:
    found: Plan = Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan.pk)
    if not found.is_open:
        raise Refused(f"The plan is at ‘{found.state_words}’: support and challenge has ended with it.")
    return found


def _check_day(on: date, field: str, *, not_before: date) -> None:
    if on > clock.today():
        raise Refused(Reason("The date must be today or in the past", field))
    if on < not_before:
        raise Refused(Reason(f"The date cannot be before {words.weekday(not_before)}", field))


def _check_text(plan: Plan, text: str, field: str, missing: str) -> None:
    if not text.strip():
        raise Refused(Reason(missing, field))
    if len(text) > MOST_CHARACTERS:
        raise Refused(Reason(f"This may have at most {MOST_CHARACTERS:,} characters", field))
    texts: Any = {field: text}
    refuse_names(plan.inspection, **texts)


def _tell(plan: Plan, by: Any, event: str, what: str, more: str) -> None:
    area = plan.inspection.partnership.name
    url = f"/inspections/{plan.inspection.reference}/plan/support/ladder/"
    tell_plan(plan, but=by, event=event, subject=f"{area}: {what}", body=more.strip(), url=url)
