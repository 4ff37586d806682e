"""Doing what a checked workbook says, through the services that people's own pages use, and putting it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import User
from core.errors import Refused
from improvement.models import Action, Milestone, Plan, PlanItem
from improvement.services import actions, milestones
from tracking.models import ActionUpdate
from tracking.services import milestones as progress
from tracking.services import updates

CHANGED_SINCE = (
    "The plan was changed since this workbook was checked. Download it again, or have this one checked again."
)
DAYS = ("starts_on", "finish_by_on")
ROWS: dict[str, Any] = {
    "add_action": Action,
    "change_action": Action,
    "update": Action,
    "add_milestone": Milestone,
    "change_milestone": Milestone,
    "meet": Milestone,
}
Step = dict[str, Any]


class Keeping:
    """Does the changes in their order and says of each how it is put back. Runs in one transaction.

    The days of an action are first made wide enough for its milestones as they were and as they will be, and set at the end.
    """

    def __init__(self, by: Any, plan: Plan) -> None:
        self.by, self.plan = by, plan
        self.added: dict[str, Action] = {}
        self.days: list[tuple[int, Step]] = []

    def all(self, changes: Iterable[Step]) -> list[Step]:
        steps = [{"kind": one["kind"], "label": one["label"], **getattr(self, one["kind"])(one)} for one in changes]
        _set_days(self.by, self.days)
        return steps

    def add_action(self, change: Step) -> Step:
        values = dict(change["values"])
        reference, order = values.pop("reference"), values.pop("item")
        item = PlanItem.objects.get(plan=self.plan, order=order)
        action = actions.add_action(by=self.by, item=item, **_fields(values))
        if action.reference != reference:
            raise Refused(CHANGED_SINCE)
        self.added[reference] = action
        return {"of": action.pk}

    def change_action(self, change: Step) -> Step:
        action, values = _action(change["of"]), change["values"]
        before = _plain(action, values)
        self.days += _change_wide(self.by, action, change["version"], values)
        return {"of": action.pk, "values": before}

    def add_milestone(self, change: Step) -> Step:
        # A reference stands for an action that this workbook adds.
        action = _action(self.added[change["of"]].pk if isinstance(change["of"], str) else change["of"])
        values = change["values"]
        milestone = milestones.add_milestone(
            by=self.by, action=action, text=values["text"], due_on=date.fromisoformat(values["due_on"])
        )
        return {"of": milestone.pk}

    def change_milestone(self, change: Step) -> Step:
        milestone = _milestone(change["of"])
        before = {"text": milestone.text, "due_on": milestone.due_on.isoformat()}
        _change_milestone(self.by, milestone, change["version"], change["values"])
        return {"of": milestone.pk, "values": before}

    def update(self, change: Step) -> Step:
        action, values = _action(change["of"]), change["values"]
        impact = action.impact
        update = updates.record_update(
            by=self.by,
            action=action,
            version=change["version"],
            done=values["done"],
            impact=values["impact"],
            reported_on=date.fromisoformat(values["reported_on"]),
        )
        return {"of": action.pk, "update": update.pk, "impact": impact}

    def meet(self, change: Step) -> Step:
        milestone = _milestone(change["of"])
        if milestone.version != change["version"]:
            raise Refused(CHANGED_SINCE)
        met_on = date.fromisoformat(change["values"]["met_on"])
        progress.meet_milestone(by=self.by, milestone=milestone, met_on=met_on)
        return {"of": milestone.pk}


class Undoing:
    """Puts steps back. Words go back before milestones, so that an action's days are wide enough for them; then its days."""

    def __init__(self, by: Any) -> None:
        self.by = by
        self.days: list[tuple[int, Step]] = []

    def all(self, steps: list[Step]) -> None:
        first = [step for step in steps if step["kind"] == "change_action"]
        for step in (*first, *reversed([step for step in steps if step not in first])):
            getattr(self, step["kind"])(step)
        _set_days(self.by, self.days)

    def add_action(self, step: Step) -> None:
        actions.remove_action(by=self.by, action=_action(step["of"]))

    def change_action(self, step: Step) -> None:
        action = _action(step["of"])
        self.days += _change_wide(self.by, action, action.version, step["values"])

    def add_milestone(self, step: Step) -> None:
        milestones.remove_milestone(by=self.by, milestone=_milestone(step["of"]))

    def change_milestone(self, step: Step) -> None:
        milestone = _milestone(step["of"])
        _change_milestone(self.by, milestone, milestone.version, step["values"])

    def update(self, step: Step) -> None:
        update = ActionUpdate.objects.get(pk=step["update"])
        updates.take_back(by=self.by, update=update, impact=step["impact"])

    def meet(self, step: Step) -> None:
        reason = "The import of a workbook was undone"
        progress.reopen_milestone(by=self.by, milestone=_milestone(step["of"]), reason=reason)


def with_versions(steps: list[Step]) -> list[Step]:
    """Each step with the version its row has now that all is done: as long as it has it, nothing else changed the row."""
    return [step | {"version": ROWS[step["kind"]].objects.get(pk=step["of"]).version} for step in steps]


def touched_since(steps: list[Step]) -> str:
    """What somebody changed since, in words; empty when nothing."""
    added = {step["of"] for step in steps if step["kind"] == "add_milestone"}
    for step in steps:
        row = ROWS[step["kind"]].objects.filter(pk=step["of"]).first()
        gone_on = row is None or row.version != step["version"]
        if gone_on or (step["kind"] == "add_action" and row.milestones.exclude(pk__in=added).exists()):
            return str(step["label"]).lower()
    return ""


def _action(pk: Any) -> Action:
    return Action.objects.select_related("item__plan__inspection__partnership", "owner").get(pk=pk)


def _milestone(pk: Any) -> Milestone:
    return Milestone.objects.select_related("action__item__plan__inspection__partnership").get(pk=pk)


def _change_milestone(by: Any, milestone: Milestone, version: int, values: Step) -> None:
    milestones.change_milestone(
        by=by, milestone=milestone, version=version, text=values["text"], due_on=date.fromisoformat(values["due_on"])
    )


def _change_wide(by: Any, action: Action, version: int, values: Step) -> list[tuple[int, Step]]:
    """Change an action, its days to the wider of the old and the new; returns the days to be set at the end."""
    fields = _fields(values)
    final = {name: values[name] for name in DAYS if name in values}
    if "starts_on" in fields:
        starts = (action.starts_on, fields["starts_on"])
        fields["starts_on"] = min(day for day in starts if day) if all(starts) else None
    if "finish_by_on" in fields:
        finish = (action.finish_by_on, fields["finish_by_on"])
        fields["finish_by_on"] = max(day for day in finish if day) if all(finish) else None
    actions.change_action(by=by, action=action, version=version, **fields)
    return [(action.pk, final)] if final and any(fields[name] != _fields(final)[name] for name in final) else []


def _set_days(by: Any, days: list[tuple[int, Step]]) -> None:
    for pk, values in days:
        action = _action(pk)
        actions.change_action(by=by, action=action, version=action.version, **_fields(values))


def _fields(values: Step) -> Step:
    """The values of an action, held as JSON, as its service takes them."""
    made = dict(values)
    for name in DAYS:
        if made.get(name):
            made[name] = date.fromisoformat(made[name])
    if made.get("owner"):
        made["owner"] = User.objects.get(pk=made["owner"])
    return made


def _plain(action: Action, names: Iterable[str]) -> Step:
    """Some fields of an action as JSON holds them."""
    made: Step = {}
    for name in names:
        value = getattr(action, name)
        made[name] = value.isoformat() if isinstance(value, date) else value.pk if isinstance(value, User) else value
    return made
