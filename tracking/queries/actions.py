"""The list of actions on the page of progress: filtered, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from improvement.models import Action, Milestone, Plan
from tracking.models import ActionUpdate
from tracking.queries.pictures import shown_state
from tracking.queries.standings import Standing

# A chain of plans: longer than any area has had, so that a circle in the data cannot hold up a page.
MOST_EARLIER = 10
SHOW = (
    ("", "Every action"),
    ("exceptions", "Behind or late"),
    ("late", "Late"),
    ("doubts", "With a warning"),
    ("agree", "Put forward as completed"),
    ("ended", "Withdrawn or replaced"),
)


def filtered(found: Iterable[Standing], chosen: dict[str, Any]) -> list[Standing]:
    """Those that fit all that was chosen: item (order), body, owner (pk), state, show (a key of SHOW), impact."""
    return [one for one in found if _fits(one, chosen)]


def _fits(one: Standing, chosen: dict[str, Any]) -> bool:
    action, show = one.action, chosen.get("show", "")
    tests = {
        "item": lambda wanted: str(action.item.order) == wanted,
        "body": lambda wanted: wanted in (action.body, action.co_body),
        "owner": lambda wanted: str(action.owner_id or "none") == wanted,
        "state": lambda wanted: wanted in (one.state, shown_state(one.state)),
        "impact": lambda wanted: one.counts and one.impact == wanted,
    }
    if not all(test(chosen[name]) for name, test in tests.items() if chosen.get(name)):
        return False
    return {
        "": one.counts or bool(chosen.get("state")),
        "exceptions": one.is_exception,
        "late": one.late,
        "doubts": bool(one.doubts),
        "agree": one.awaits_agreement,
        "ended": not one.counts,
    }[show or ""]


def choices(found: Sequence[Standing]) -> dict[str, list[tuple[str, str]]]:
    """What may be chosen in the filter: items, bodies and owners that occur."""
    items = {str(one.action.item.order): f"Item {one.action.item.order}" for one in found}
    bodies = sorted({body for one in found for body in (one.action.body, one.action.co_body) if body})
    owners = {str(one.action.owner_id): str(one.action.owner) for one in found if one.action.owner_id}
    nobody = [("none", "Nobody")] if any(one.action.owner_id is None for one in found) else []
    return {
        "item": list(items.items()),
        "body": [(body, body) for body in bodies],
        "owner": sorted(owners.items(), key=lambda pair: pair[1]) + nobody,
    }


def action_of(plan: Plan, item: int, number: int) -> Action | None:
    return (
        Action.objects.filter(item__plan=plan, item__order=item, number=number)
        .select_related("item__plan__inspection__partnership", "owner")
        .first()
    )


def milestone_of(action: Action, order: int) -> Milestone | None:
    found = Milestone.objects.filter(action=action, order=order)
    return found.select_related("action__item__plan__inspection__partnership").first()


def with_earlier(action: Action) -> list[Action]:
    """The action and those of earlier plans it goes on with, newest first."""
    chain, held = [action], action
    while held.carried_from_id is not None and len(chain) <= MOST_EARLIER:
        held = Action.objects.select_related("item__plan__inspection__partnership").get(pk=held.carried_from_id)
        if held in chain:
            break
        chain.append(held)
    return chain


def history(actions: Sequence[Action]) -> Any:
    """The updates of these actions, newest first, with their evidence: three queries whatever their number."""
    return (
        ActionUpdate.objects.filter(action__in=actions)
        .select_related("action__item__plan", "by", "replaced_by__item", "taken_back_by", "takes_back")
        .prefetch_related("evidence_links__evidence__file", "evidence_links__evidence__plan__inspection")
        .order_by("-reported_on", "-pk")
    )
