"""Access rows: the actions of a plan and their milestones, what families say of it, committee dates."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accounts.choices import Role
from core import clock
from improvement.models import Action, CommitteeMeeting, ForumStatement, Milestone, Plan, PlanComment
from tests.access.rows import INSIDERS, PLAN_READERS, PLAN_WRITERS, Row, guarded, ref, with_
from tests.access.world import CANARY, World


def furnish(world: World) -> None:
    """One action with a milestone; the plan is shared with families once the letter is published."""
    if world.inspection.published_on:
        Plan.objects.update(shared_on=world.inspection.published_on)
    plan, item, now = world.things["plan"], world.things["item"], clock.now()
    action = Action.objects.create(item=item, number=1, text=CANARY, owner_office=CANARY)
    Milestone.objects.create(action=action, order=1, text=CANARY, due_on=date(2026, 5, 1))
    forum = world.people[Role.PCF]
    PlanComment.objects.create(plan=plan, number=1, item=item, about="item 1", text=CANARY, by=forum, at=now)
    ForumStatement.objects.create(plan=plan, number=1, position="contested", text=CANARY, by=forum, at=now)
    world.things["committee"] = CommitteeMeeting.objects.create(
        plan=plan, body="Cabinet", meets_on=date(2026, 3, 20), decision=CANARY
    )


FORUM = {Role.PCF}
of_action = with_(order=1, number=1)
of_meeting = with_(pk=lambda things: things["committee"].pk)
of_milestone = with_(order=1, number=1, step=1)


def reads(stage: str) -> list[Row]:
    """The forum reads once the plan is shared, which is after publication here."""
    inside = PLAN_READERS | INSIDERS[stage]
    readers = PLAN_READERS | FORUM if stage == "published" else PLAN_READERS
    read = [
        guarded(f"improvement:{name}", readers, inside, stage=stage, kwargs=ref, secret=readers)
        for name in ("action-list", "co-production")
    ]
    one = guarded("improvement:action-detail", readers, inside, stage=stage, kwargs=of_action, secret=readers)
    adding = guarded("improvement:action-detail", PLAN_WRITERS, inside, post=200, stage=stage, kwargs=of_action)
    read.append(replace(one, post=adding.post))
    return read


def writes(stage: str) -> list[Row]:
    inside = PLAN_READERS | INSIDERS[stage]
    write = [
        guarded(f"improvement:{name}", PLAN_WRITERS, inside, post=post, stage=stage, kwargs=kwargs, secret=PLAN_WRITERS)
        for name, post, kwargs in (
            ("action-add", 200, with_(order=1)),
            ("action-edit", 200, of_action),
            ("action-remove", 200, of_action),
            ("milestone-edit", 200, of_milestone),
            ("milestone-remove", 302, of_milestone),
            ("comment-answer", 200, with_(number=1)),
            ("committee-edit", 200, of_meeting),
            ("committee-remove", 302, of_meeting),
        )
    ]
    add = guarded("improvement:committee-add", PLAN_WRITERS, inside, post=200, stage=stage, kwargs=ref)
    return [*write, add]


def said(stage: str) -> list[Row]:
    """What only the forum writes, once the plan is shared with it."""
    inside = PLAN_READERS | INSIDERS[stage]
    forum = FORUM if stage == "published" else set()
    return [
        guarded(f"improvement:{name}", forum, inside, post=200, stage=stage, kwargs=kwargs, secret=forum)
        for name, kwargs in (("item-comment", with_(order=1)), ("action-comment", of_action), ("statement-write", ref))
    ]


ROWS: list[Row] = [*reads("issued"), *said("issued"), *reads("published"), *said("published"), *writes("published")]
