"""What a plan still needs before the accountable bodies are asked to sign it, and what is worth a look, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from improvement.models import Action, PlanItem
from rulebook import words

FIELD_WORDS = {
    "text": "no words",
    "owner_office": "no owner",
    "body": "no accountable body",
    "finish_by_on": "no day to be done by",
    "measure": "no measure",
}


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: where to put it right is the URL `name` with `args` after the inspection's reference."""

    text: str
    name: str
    args: tuple[int, ...]


def missing(items: Iterable[PlanItem]) -> list[Gap]:
    """Everything in the way of the signatures; empty when the plan is complete. The items come with their actions."""
    found = []
    for item in items:
        if not item.outcome.strip():
            found.append(Gap(f"Item {item.order} does not say what will be different.", "item-edit", (item.order,)))
        if not item.live_actions:
            found.append(Gap(f"Item {item.order} has no action.", "action-add", (item.order,)))
            continue
        found += [_of_action(item, action) for action in item.live_actions if action.missing]
        if names := item.unowned_bodies:
            text = f"The letter names {words.listed(names)} for item {item.order}, but no action of it does."
            found.append(Gap(text, "action-add", (item.order,)))
    return found


def worth_a_look(items: Iterable[PlanItem]) -> list[Gap]:
    """What nobody demands, and reviewers ask for: a milestone in each action, evidence of it."""
    found = []
    for item in items:
        for action in item.live_actions:
            lacks = [
                text
                for text, has in (("milestone", action.milestones.all()), ("evidence to show for it", action.evidence))
                if not has
            ]
            if lacks:
                text = f"Action {action.reference} has no {' and no '.join(lacks)}."
                found.append(Gap(text, "action-detail", (item.order, action.number)))
    return found


def _of_action(item: PlanItem, action: Action) -> Gap:
    lacks = words.listed([FIELD_WORDS[name] for name in action.missing])
    return Gap(f"Action {action.reference} has {lacks}.", "action-edit", (item.order, action.number))
