"""Access rows: the actions of a plan and their milestones, what families say of it, committee dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accounts.choices import Role
from improvement.models import Action, Milestone, Plan
from tests.access.rows import INSIDERS, PLAN_READERS, PLAN_WRITERS, Row, guarded, ref, with_
from tests.access.world import CANARY, World


def furnish(world: World) -> None:
    """One action with a milestone; the plan is shared with families once the letter is published."""
    if world.inspection.published_on:
        Plan.objects.update(shared_on=world.inspection.published_on)
    action = Action.objects.create(item=world.things["item"], number=1, text=CANARY, owner_office=CANARY)
    Milestone.objects.create(action=action, order=1, text=CANARY, due_on=date(2026, 5, 1))


FORUM = {Role.PCF}
of_action = with_(order=1, number=1)
of_milestone = with_(order=1, number=1, step=1)


def rows_of(stage: str) -> list[Row]:
    inside = PLAN_READERS | INSIDERS[stage]
    readers = PLAN_READERS | FORUM if stage == "published" else PLAN_READERS
    read = [guarded("improvement:action-list", readers, inside, stage=stage, kwargs=ref, secret=readers)]
    one = guarded("improvement:action-detail", readers, inside, stage=stage, kwargs=of_action, secret=readers)
    adding = guarded("improvement:action-detail", PLAN_WRITERS, inside, post=200, stage=stage, kwargs=of_action)
    read.append(replace(one, post=adding.post))
    write = [
        guarded(f"improvement:{name}", PLAN_WRITERS, inside, post=post, stage=stage, kwargs=kwargs, secret=PLAN_WRITERS)
        for name, post, kwargs in (
            ("action-add", 200, with_(order=1)),
            ("action-edit", 200, of_action),
            ("action-remove", 200, of_action),
            ("milestone-edit", 200, of_milestone),
            ("milestone-remove", 302, of_milestone),
        )
    ]
    return [*read, *write]


ROWS: list[Row] = [*rows_of("issued"), *rows_of("published")]
