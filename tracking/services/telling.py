"""Who is told about progress: the owner of an action, and those who may agree that it is completed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from accounts import policy
from accounts.choices import Permission
from accounts.models import User
from accounts.services.notices import notify
from core import clock
from core.words import short_date
from improvement.models import Action, Plan
from partnerships.models import Membership
from tracking.models import ActionUpdate, Narrative


def address(action: Action) -> str:
    """The page of one action's progress."""
    inspection = action.item.plan.inspection
    return reverse("tracking:action-detail", args=[inspection.reference, action.item.order, action.number])


def ask_to_agree(update: ActionUpdate) -> int:
    """Tell everybody who may agree that the action is completed, its owner and whoever asks aside."""
    action = update.action
    plan = action.item.plan
    people = [person for person in agreeing(plan, clock.today()) if person.pk not in (action.owner_id, update.by_id)]
    return sum(
        notify(
            person=person,
            kind="plan",
            key=f"agree:{update.pk}",
            subject=f"{plan.inspection.partnership.name}: agree that action {action.reference} is completed",
            body=f"{update.by} puts action {action.reference} of the {plan.kind_spec.name} forward as completed. Somebody other than "
            "its owner agrees, on the evidence.",
            url=address(action),
        )
        for person in people
    )


def agreeing(plan: Plan, on: date) -> list[User]:
    """Those of the area whose role lets them agree."""
    roles = {role for held in policy.reaches(Permission.PLAN_SUBMIT).values() for role in held}
    held = Membership.objects.in_force(on).filter(partnership_id=plan.inspection.partnership_id, role__in=roles)
    people = [member.user for member in held.select_related("user")]
    return [person for person in dict.fromkeys(people) if person.is_active]


def tell_exception(*, action: Action, standing: Any, today: date) -> bool:
    """Tell the owner that their action is behind or late, once in a month. False when there is nobody to tell or they were told."""
    if action.owner is None or not action.owner.is_active:
        return False
    plan = action.item.plan
    why = f"Why: {standing.reason}" if standing.reason else "No explanation is recorded yet."
    remedy = (
        f"What will be done: {standing.remedy}" if standing.remedy else "Nothing says yet what will be done about it."
    )
    finish = f" It was to be finished by {short_date(action.finish_by_on)}." if standing.late else ""
    return notify(
        person=action.owner,
        kind="plan",
        key=f"exception:{action.pk}:{today:%Y-%m}",
        subject=f"{plan.inspection.partnership.name}: action {action.reference} is in the exception report",
        body=f"Action {action.reference} of the {plan.kind_spec.name} is at ‘{action.state_words}’.{finish}\n\n{why}\n\n{remedy}\n\n"
        "Record an update that says both.",
        url=address(action),
    )


def tell_forum(narrative: Narrative) -> int:
    """Tell the parent carer forum, once, that a narrative can be read and contested."""
    plan, today = narrative.plan, clock.today()
    roles = {role for held in policy.reaches(Permission.PLAN_COMMENT).values() for role in held}
    held = Membership.objects.in_force(today).filter(partnership_id=plan.inspection.partnership_id, role__in=roles)
    people = [member.user for member in held.select_related("user") if member.user.is_active]
    return sum(
        notify(
            person=person,
            kind="plan",
            key=f"narrative:{narrative.pk}",
            subject=f"{plan.inspection.partnership.name}: an evidence narrative can be read",
            body=f"“{narrative.title}” says what has changed for children and families. You can read it, and contest it.",
            url=reverse("tracking:narrative-detail", args=[plan.inspection.reference, narrative.number]),
        )
        for person in dict.fromkeys(people)
    )
