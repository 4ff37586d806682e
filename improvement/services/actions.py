"""Writing the actions that answer an item: adding, changing, and removing while the plan was never sent."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement import verbs
from improvement.models import Action, Milestone, Plan, PlanItem
from improvement.services import writing
from improvement.services.items import IN_DELIVERY
from partnerships.models import Membership
from rulebook import words
from rulebook.lifecycles.action import DELIVERED_STATES

# What a person writes about an action. Its state and impact are moved, never written.
FIELDS = (
    "text", "owner_office", "owner", "body", "co_body", "starts_on", "finish_by_on", "measure", "evidence", "resource",
)  # fmt: skip
NEVER_SENT = "An action is removed only while the plan was never submitted. Withdraw it instead, with a reason."


@transaction.atomic
def add_action(*, by: Any, item: PlanItem, raised_at: str = "", **fields: Any) -> Action:
    """Add an action to an item, with the next number. `fields` are any of FIELDS, `text` always.

    Parts may be missing while the plan is written; the bodies are asked only when nothing is. `raised_at` says where an action came
    from that is added to a plan in delivery: “Monitoring visit 2”. Raises PermissionDenied or Refused, with reasons beside fields.
    """
    plan = writing.held_for_writing(by, item.plan_id, also=(IN_DELIVERY,) if raised_at.strip() else ())
    values = checked(plan, Action(item=item), fields)
    newest = Action.objects.filter(item=item).aggregate(newest=Max("number"))["newest"] or 0
    action = Action.objects.create(item=item, number=newest + 1, raised_at=raised_at.strip(), **values)
    record(
        actor=by,
        verb=verbs.ACTION_ADDED,
        subject=action,
        changes=writing.differences(Action(item=item), action, values),
        reason=action.raised_at,
    )
    writing.written(plan, by=by, change=f"item {item.order}, to which action {action.reference} was added")
    return action


@transaction.atomic
def change_action(*, by: Any, action: Action, version: int, **fields: Any) -> Action:
    """Change what an action says. `version` is the one the person saw. Raises PermissionDenied, Refused or Conflict."""
    plan = writing.held_for_writing(by, action.item.plan_id, also=tuple(DELIVERED_STATES))
    before = Action.objects.select_related("owner").get(pk=action.pk)
    values = checked(plan, before, fields)
    fixed = writing.differences(before, Action(**{name: getattr(before, name) for name in FIELDS} | values), FIELDS)
    opened = open_fields(plan, before)
    if not opened or set(fixed) - set(opened):
        raise Refused(f"The plan is at ‘{plan.state_words}’. What it says is not changed now.")
    for name, value in values.items():
        setattr(action, name, value)
    save_if_unchanged(action, version=version, fields=list(values))
    if changes := writing.differences(before, action, values):
        record(actor=by, verb=verbs.ACTION_CHANGED, subject=action, changes=changes)
        writing.written(plan, by=by, change=f"action {action.reference}")
    return action


def open_fields(plan: Plan, action: Action) -> tuple[str, ...]:
    """The fields that may be written now: all while the plan is written, none once it or the action is over.

    While it is delivered people come and go, so who keeps an action up to date may change; of an action raised at a visit the area
    also says what nobody said there. What was accepted or raised stays.
    """
    if writing.may_be_written(plan):
        return FIELDS
    if plan.state not in DELIVERED_STATES or not action.is_live:
        return ()
    return tuple(name for name in FIELDS if name == "owner" or (action.raised_at and not getattr(action, name)))


@transaction.atomic
def remove_action(*, by: Any, action: Action) -> None:
    """Remove an action with its milestones from a plan that was never submitted. Raises PermissionDenied or Refused."""
    plan = writing.held_for_writing(by, action.item.plan_id)
    if plan.submissions.exists():
        raise Refused(NEVER_SENT)
    if action.carried_from_id is not None:
        raise Refused(
            "This action goes on from an earlier plan and carries its history. Withdraw it instead, with a reason."
        )
    reference, gone = (
        action.reference,
        {name: (getattr(action, name), "") for name in ("text", "owner_office", "measure")},
    )
    record(actor=by, verb=verbs.ACTION_REMOVED, subject=action, changes=gone)
    action.delete()
    writing.written(plan, by=by, change=f"item {action.item.order}, from which action {reference} was removed")


def people_of(plan: Plan) -> Any:
    """Those who may own an action: the people of this partnership in force today."""
    members = Membership.objects.in_force(clock.today()).filter(partnership_id=plan.inspection.partnership_id)
    return User.objects.filter(is_active=True, pk__in=members.values("user")).order_by("name", "pk")


def checked(plan: Plan, before: Action, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields, tidied; raises Refused with every reason. What is not given stays as it is in `before`."""
    if unknown := sorted(set(fields) - set(FIELDS)):
        raise Refused(f"An action has no {words.listed(unknown)} to write.")
    values = writing.tidied(fields)
    now = {name: values.get(name, getattr(before, name)) for name in FIELDS}
    reasons = writing.too_long(Action, {name: value for name, value in values.items() if name != "owner"})
    if not now["text"]:
        reasons.append(Reason("Enter what will be done", "text"))
    reasons += _bodies(plan, now) + _dates(plan, before, now)
    if (owner := values.get("owner")) is not None and not people_of(plan).filter(pk=owner.pk).exists():
        reasons.append(Reason("Choose a person who holds an office in this partnership", "owner"))
    if reasons:
        raise Refused(*reasons)
    return values


def _bodies(plan: Plan, now: dict[str, Any]) -> list[Reason]:
    accountable = plan.body_names
    reasons = [
        Reason("Choose one of the accountable bodies of this plan", name)
        for name in ("body", "co_body")
        if now[name] and now[name] not in accountable
    ]
    if now["co_body"] and not now["body"]:
        reasons.append(Reason("Choose the body that answers for the action before one that shares it", "body"))
    elif now["co_body"] and now["co_body"] == now["body"]:
        reasons.append(
            Reason("An action cannot be shared by a body with itself. Choose another body, or none", "co_body")
        )
    return reasons


def _dates(plan: Plan, before: Action, now: dict[str, Any]) -> list[Reason]:
    starts_on, finish_by_on = now["starts_on"], now["finish_by_on"]
    reasons = writing.before_opening(plan, finish_by_on, "finish_by_on")
    if starts_on and finish_by_on and finish_by_on < starts_on:
        reasons.append(Reason(f"It cannot be done before it starts, {words.weekday(starts_on)}", "finish_by_on"))
    due = list(Milestone.objects.filter(action_id=before.pk).values_list("due_on", flat=True))
    if due and starts_on and min(due) < starts_on:
        reasons.append(
            Reason(
                f"A milestone is due before that, {words.weekday(min(due))}. Change the milestone first", "starts_on"
            )
        )
    if due and finish_by_on and max(due) > finish_by_on:
        reasons.append(
            Reason(
                f"A milestone is due after that, {words.weekday(max(due))}. Change the milestone first", "finish_by_on"
            )
        )
    return reasons
