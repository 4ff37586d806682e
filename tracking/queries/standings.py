"""How every action of a plan stood on a day. Pages, exceptions and board packs all read this, so that their numbers agree.

A fixed number of queries, however many actions, updates and milestones.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from core import clock
from improvement.choices import Impact
from improvement.models import Action, Milestone, Plan
from measures.queries.register import standing_of
from rulebook.honest_rag import ActionFacts, Doubt, doubts
from rulebook.lifecycles.action import ACTION, DONE, LIVE, RANKS, is_better
from tracking.models import ActionUpdate, MilestoneChange, UpdateEvidence

BEHIND = "underway_behind"


@dataclass(frozen=True)
class Told:
    """One update, as far as the lists need it. `new_evidence` counts pieces not used for the action before."""

    number: int
    reported_on: date
    state_before: str
    state_after: str
    impact: str
    words: str
    reason: str
    remedy: str
    asks_completion: bool
    evidence: frozenset[int]
    new_evidence: int


@dataclass(frozen=True)
class Step:
    """A milestone on a day: `standing` is met, missed or due."""

    order: int
    text: str
    due_on: date
    met_on: date | None
    deferred_from_on: date | None
    standing: str


@dataclass(frozen=True)
class Standing:
    """One action on a day. `told` are its updates that stand, oldest first."""

    action: Action
    day: date
    state: str
    state_on: date | None
    impact: str
    told: tuple[Told, ...]
    steps: tuple[Step, ...]
    began_on: date | None
    falling_measures: tuple[str, ...]

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def counts(self) -> bool:
        """Whether it is still part of the plan: neither withdrawn nor replaced."""
        return self.state in RANKS

    @property
    def state_words(self) -> str:
        return ACTION.states[self.state]

    @property
    def impact_words(self) -> str:
        return str(Impact(self.impact).label)

    @property
    def late(self) -> bool:
        finish = self.action.finish_by_on
        return self.is_live and finish is not None and finish < self.day

    @property
    def is_exception(self) -> bool:
        return self.state == BEHIND or self.late

    @property
    def updated_on(self) -> date | None:
        return self.told[-1].reported_on if self.told else None

    @cached_property
    def evidence(self) -> frozenset[int]:
        return frozenset().union(*(told.evidence for told in self.told))

    @property
    def reason(self) -> str:
        """The newest explanation of why it is behind or late."""
        return next((told.reason for told in reversed(self.told) if told.remedy and told.reason), "")

    @property
    def remedy(self) -> str:
        """The newest word on what will be done about it."""
        return next((told.remedy for told in reversed(self.told) if told.remedy), "")

    @property
    def awaits_agreement(self) -> bool:
        """Its newest update puts it forward as completed."""
        return bool(self.told) and self.told[-1].asks_completion and self.state not in DONE

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        if not self.counts:
            return ()
        better = next((told for told in reversed(self.told) if is_better(told.state_before, told.state_after)), None)
        due = [step for step in self.steps if step.due_on < self.day]
        facts = ActionFacts(
            state=self.state,
            updated_on=self.updated_on or self.began_on,
            better_on=better.reported_on if better else None,
            better_on_new_evidence=better is None or bool(better.new_evidence),
            evidence=len(self.evidence),
            finish_by_on=self.action.finish_by_on,
            milestones_due=len(due),
            milestones_met=sum(step.met_on is not None for step in due),
            impact_seen=self.impact == Impact.SEEN,
            has_measure=bool(self.action.measure.strip()),
            falling_measures=self.falling_measures,
        )
        return doubts(facts, self.day)


def standings(plan: Plan, day: date, *, falling: Mapping[int, tuple[str, ...]] | None = None) -> list[Standing]:
    """Every action of the plan on a day, in the order of the plan, those withdrawn or replaced with them.

    `falling` is {action: names of the measures that serve it and go the wrong way}; by default as the register of
    measures says it for that day.
    """
    actions = list(
        Action.objects.filter(item__plan=plan).select_related("item", "owner").order_by("item__order", "number")
    )
    told = _told(plan)
    steps = _steps(plan, day)
    falling = _falling(plan, actions, day) if falling is None else falling
    return [
        _standing(plan, action, day, told[action.pk], tuple(steps[action.pk]), falling.get(action.pk, ()))
        for action in actions
    ]


def _falling(plan: Plan, actions: list[Action], day: date) -> dict[int, tuple[str, ...]]:
    """{action: the measures of its own, or of its item as a whole, that are worse than before}"""
    found = standing_of(plan, on=day if day < clock.today() else None)
    named: dict[int, tuple[str, ...]] = {}
    for action in actions:
        own, item = found.actions.get(action.pk), found.items.get(action.item_id)
        worse = [
            *(own.worse if own else ()),
            *(one for one in (item.worse if item else ()) if one.measure.action_id is None),
        ]
        named[action.pk] = tuple(str(one.measure) for one in worse)
    return named


def _standing(
    plan: Plan, action: Action, day: date, told: list[Told], steps: tuple[Step, ...], falling: tuple[str, ...]
) -> Standing:
    action.item.plan = plan
    until = tuple(one for one in told if one.reported_on <= day)
    state, state_on, impact = action.state, action.state_on, action.impact
    if len(until) < len(told):
        # Something was recorded for a later day: how it stood is what the updates up to the day say.
        state = until[-1].state_after if until else told[0].state_before
        impact = until[-1].impact if until else Impact.TOO_EARLY.value
        changed = [one for one in until if one.state_before != one.state_after]
        state_on = changed[-1].reported_on if changed else None
    return Standing(
        action=action,
        day=day,
        state=state,
        state_on=state_on,
        impact=impact,
        told=until,
        steps=steps,
        began_on=plan.published_on,
        falling_measures=falling,
    )


def _told(plan: Plan) -> dict[int, list[Told]]:
    """{action: its updates that stand, oldest first}. One that was taken back, and what took it back, do not."""
    links: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    used = UpdateEvidence.objects.filter(update_of__action__item__plan=plan).values_list(
        "update_of_id", "evidence_id", "is_new"
    )
    for update, piece, is_new in used:
        links[update].append((piece, is_new))
    rows = (
        ActionUpdate.objects.filter(action__item__plan=plan, takes_back=None, taken_back_by=None)
        .order_by("action_id", "number")
        .values_list(
            "pk", "action_id", "number", "reported_on", "state_before", "state_after", "impact", "words", "reason",
            "remedy", "asks_completion",
        )
    )  # fmt: skip
    found: dict[int, list[Told]] = defaultdict(list)
    row: Any
    for row in rows:
        pk, action, *fields = row
        pieces = links.get(pk, [])
        fields += [frozenset(piece for piece, _ in pieces), sum(is_new for _, is_new in pieces)]
        found[action].append(Told(*fields))
    return found


def _steps(plan: Plan, day: date) -> dict[int, list[Step]]:
    """{action: its milestones on a day}: what was put off after that day is due when it was due then."""
    later = MilestoneChange.objects.filter(
        milestone__action__item__plan=plan, kind=MilestoneChange.DEFERRED, on__gt=day
    ).order_by("-pk")
    due_then = dict(later.values_list("milestone_id", "due_before_on"))
    found: dict[int, list[Step]] = defaultdict(list)
    for milestone in Milestone.objects.filter(action__item__plan=plan).order_by("action", "due_on", "order"):
        found[milestone.action_id].append(step_of(milestone, day, due_then.get(milestone.pk)))
    return found


def step_of(milestone: Milestone, day: date, due_then: date | None = None) -> Step:
    """How a milestone stands on a day; `due_then` where it was due on another day than it is now."""
    due_on = due_then or milestone.due_on
    met_on = milestone.met_on if milestone.met_on is not None and milestone.met_on <= day else None
    standing = "met" if met_on else "missed" if due_on < day else "due"
    deferred = milestone.deferred_from_on
    return Step(
        milestone.order,
        milestone.text,
        due_on,
        met_on,
        deferred if deferred is not None and deferred < due_on else None,
        standing,
    )


def counts(found: list[Standing]) -> dict[str, Any]:
    """The progress summary: {state: number} for the four states, what is evidenced among the completed, and the rest.

    Keys: not_started, underway_behind, underway_on_target, completed, evidenced (part of completed), total, late, ended (withdrawn
    or replaced, not in the total), impact ({Impact: number} of those in the total).
    """
    in_plan = [one for one in found if one.counts]
    by_state = {state: sum(one.state == state for one in in_plan) for state in RANKS}
    done = sum(by_state[state] for state in DONE)
    return by_state | {
        "completed": done,
        "total": len(in_plan),
        "late": sum(one.late for one in in_plan),
        "ended": len(found) - len(in_plan),
        "impact": {str(code): sum(one.impact == code for one in in_plan) for code in Impact.values},
    }
