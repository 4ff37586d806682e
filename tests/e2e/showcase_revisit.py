"""Surrey's first inspection and its revisit, of the published history, with what a plan would show of them. Every word is invented."""

from __future__ import annotations

from datetime import date
from typing import Any

from improvement.choices import Impact
from improvement.models import Action, Milestone, Plan
from improvement.services.follow_up import after_publication
from improvement.services.plans import request_plan
from inspections.models import Finding, Inspection, ProgressJudgement
from tests.e2e.test_surrey_2016 import SURREY

AREA = "surrey"
DAY = date(2018, 7, 20)
# How the three actions of each item ended before the revisit: 12 completed, 2 on target, 1 behind.
STATES = (("completed",) * 3,) * 4 + (("underway_on_target", "underway_on_target", "underway_behind"),)
SEEN = (
    "Plans are on time for nine children in ten, and say what a child needs.",
    "Leaders look at the same figures each month and change what they do.",
    "Help is there while children wait, in every district.",
    "Families wrote the local offer with the council, and find what they look for.",
    "Absence rose in each of the three years. Leaders have no shared view of why.",
)


def revisit(by: Any) -> Inspection:
    """The revisit of 2019, its five weaknesses judged, with a plan before it and another after it."""
    made = Inspection.objects.select_related("follows").get(
        partnership__slug=AREA, kind="revisit", framework_code="local-area-send-2016"
    )
    first = made.follows
    assert first is not None
    if Finding.objects.filter(inspection=first).exists():
        return made
    findings = [
        Finding.objects.create(inspection=first, kind="area_of_significant_weakness", order=order, text=text)
        for order, text in enumerate(SURREY.weaknesses, start=1)
    ]
    plan = request_plan(by=by, inspection=first)
    assert plan is not None
    # By the rows: how a plan gets there is told by the stories.
    Plan.objects.filter(pk=plan.pk).update(state="in_delivery", accepted_on=DAY, published_on=DAY)
    for item, states in zip(plan.items.all(), STATES, strict=True):
        for number, state in enumerate(states, start=1):
            _act(item, number, state)
    for order, (finding, text) in enumerate(zip(findings, SEEN, strict=True), start=1):
        ProgressJudgement.objects.create(inspection=made, finding=finding, sufficient=order < 5, narrative=text)
    after_publication(by=by, inspection=made)
    return made


def _act(item: Any, number: int, state: str) -> None:
    action = Action.objects.create(
        item=item, number=number, text="This action is invented.", owner_office="Head of SEND", state=state, state_on=DAY,
        impact=Impact.SEEN if state == "completed" else Impact.TOO_EARLY,
    )  # fmt: skip
    Milestone.objects.create(
        action=action,
        order=1,
        text="The work has begun",
        due_on=DAY,
        met_on=None if state == "underway_behind" else DAY,
    )
