"""Defining measures, changing them, taking them off the register, and carrying them into the plan that follows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from improvement.choices import TO_SEND_STATES
from improvement.models import Plan, PlanItem
from measures import verbs
from measures.models import Measure, MeasureValue
from measures.queries import values
from measures.services import amounts
from measures.services.amounts import Path
from rulebook.periods import Every
from rulebook.units import UNITS

MOST_CHARACTERS = 5_000
WORDS = ("name", "definition", "source", "better", "indicator", "action")
# What the recorded values are in: fixed once there is one.
COUNTED = ("unit", "places", "every")
FIXED = "The baseline and targets are fixed since the plan was sent. Ask for another baseline instead."


def baseline_is_fixed(plan: Plan) -> bool:
    """Once the plan is sent, its baselines and targets change only by a re-baseline that somebody else approves."""
    return plan.state not in TO_SEND_STATES


def locked_plan(plan_id: int) -> Plan:
    return Plan.objects.select_for_update(of=("self",)).select_related("inspection__partnership").get(pk=plan_id)


def open_plan(by: Any, plan_id: int, permission: Permission) -> Plan:
    """The plan, locked, for somebody who holds the right. Raises PermissionDenied, and Refused for a plan that is over."""
    plan = locked_plan(plan_id)
    require(by, permission, plan.inspection)
    if not plan.is_open:
        raise Refused(f"The plan is at ‘{plan.state_words}’: its measures are not changed any more.")
    return plan


@transaction.atomic
def define_measure(
    *, by: Any, item: PlanItem, name: str, unit: str, every: str, better: str, places: int = 0, path: Path | None = None,
    number: int | None = None, **more: Any,
) -> Measure:  # fmt: skip
    """Add a measure to an item. `more` are any of definition, source, indicator, action. Raises PermissionDenied or Refused."""
    plan = open_plan(by, item.plan_id, Permission.PLAN_EDIT)
    path = path or Path(None, {})
    details = {"name": name, "unit": unit, "every": every, "better": better, "places": places, **more}
    _check(item, details, path)
    taken = Measure.objects.filter(item=item).aggregate(Max("number"))["number__max"] or 0
    if number is not None and Measure.objects.filter(item=item, number=number).exists():
        raise Refused(Reason(f"Item {item.order} has a measure {number} already", "number"))
    measure = Measure.objects.create(
        item=item,
        number=number or taken + 1,
        baseline_period=path.baseline[0] if path.baseline else "",
        baseline_value=path.baseline[1] if path.baseline else None,
        **_stripped(details),
    )
    measure.item.plan = plan
    amounts.set_targets(measure, path.targets)
    record(actor=by, verb=verbs.DEFINED, subject=measure, changes={"name": (None, name), "unit": (None, unit)})
    return measure


@transaction.atomic
def change_measure(
    *, by: Any, measure: Measure, version: int, path: Path | None = None, **details: Any
) -> dict[str, tuple[Any, Any]]:
    """Save changed fields, and the baseline and targets (`path`) while they are not fixed; returns {field: (before, after)}.

    Raises PermissionDenied; Refused; core.errors.Conflict(the measure as it stands) when somebody saved it meanwhile.
    """
    plan = open_plan(by, measure.item.plan_id, Permission.PLAN_EDIT)
    before = Measure.objects.select_related("item", "action").prefetch_related("targets").get(pk=measure.pk)
    held = amounts.path_of(before)
    wanted = path or held
    if wanted != held and baseline_is_fixed(plan):
        raise Refused(FIXED)
    details = _stripped(details)
    whole = {name: getattr(before, name) for name in (*WORDS, *COUNTED)} | details
    _check(before.item, whole, wanted)
    _keep_what_is_counted(before, whole, fixed=baseline_is_fixed(plan) and held != Path(None, {}))
    values = details | {
        "baseline_period": wanted.baseline[0] if wanted.baseline else "",
        "baseline_value": wanted.baseline[1] if wanted.baseline else None,
    }
    for name, value in values.items():
        setattr(measure, name, value)
    save_if_unchanged(measure, version=version, fields=list(values))
    changes = {name: (getattr(before, name), value) for name, value in values.items() if getattr(before, name) != value}
    if wanted.targets != held.targets:
        amounts.set_targets(measure, wanted.targets)
        changes["targets"] = (held.as_json()["targets"], wanted.as_json()["targets"])
    record(actor=by, verb=verbs.CHANGED, subject=measure, changes=changes)
    return changes


@transaction.atomic
def remove_measure(*, by: Any, measure: Measure, reason: str) -> None:
    """Take a measure off the register; its values stay in the record. Raises PermissionDenied or Refused."""
    open_plan(by, measure.item.plan_id, Permission.PLAN_EDIT)
    if not reason.strip():
        raise Refused(Reason("Enter the reason", "reason"))
    if not Measure.objects.filter(pk=measure.pk, removed_on=None).update(removed_on=clock.today()):
        raise Refused("This measure was taken off the register already.")
    measure.removed_on = clock.today()
    record(
        actor=by,
        verb=verbs.REMOVED,
        subject=measure,
        changes={"removed_on": (None, clock.today())},
        reason=reason.strip(),
    )


@transaction.atomic
def carry_measures(*, by: Any, from_item: PlanItem, to_item: PlanItem) -> list[Measure]:
    """The measures of an item of an earlier plan go on in an item of this one, with their values, baseline and targets.

    Whoever opens the plan that follows has asked for the right already. Carrying again adds nothing. A measure of an action stays
    with the item: actions are carried by others.
    """
    done = set(Measure.objects.filter(item=to_item).values_list("carried_from_id", flat=True))
    taken = Measure.objects.filter(item=to_item).aggregate(Max("number"))["number__max"] or 0
    made = []
    earlier = Measure.objects.standing().filter(item=from_item).exclude(pk__in=done - {None})
    for number, old in enumerate(earlier.prefetch_related("targets"), taken + 1):
        kept = {name: getattr(old, name) for name in (*WORDS, *COUNTED, "baseline_period", "baseline_value")}
        measure = Measure.objects.create(item=to_item, number=number, carried_from=old, **(kept | {"action": None}))
        amounts.set_targets(measure, {row.period: row.value for row in old.targets.all()})
        MeasureValue.objects.bulk_create(
            _copied(row, measure) for row in values.current(MeasureValue.objects.filter(measure=old))
        )
        made.append(measure)
    if made:
        record(actor=by, verb=verbs.CARRIED, subject=to_item, changes={"measures": (0, len(made))})
    return made


def _copied(row: MeasureValue, measure: Measure) -> MeasureValue:
    same = ("period", "period_end_on", "value", "note", "recorded_by_id", "recorded_at")
    return MeasureValue(measure=measure, carried_from=row, **{name: getattr(row, name) for name in same})


def _stripped(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}


def _check(item: PlanItem, details: Mapping[str, Any], path: Path) -> None:
    reasons = [*_of_words(item, details), *_of_counting(details)]
    if reasons:
        raise Refused(*reasons)
    amounts.check_path(details["every"], details["unit"], details["places"], path)


def _of_words(item: PlanItem, details: Mapping[str, Any]) -> list[Reason]:
    reasons = []
    if not str(details.get("name") or "").strip():
        reasons.append(Reason("Enter the name of the measure", "name"))
    for name, most in (("name", 200), ("source", 300), ("definition", MOST_CHARACTERS)):
        if len(str(details.get(name) or "")) > most:
            reasons.append(Reason(f"This may have at most {most:,} characters", name))
    action = details.get("action")
    if action is not None and action.item_id != item.pk:
        reasons.append(Reason("The action belongs to another item", "action"))
    return reasons


def _of_counting(details: Mapping[str, Any]) -> list[Reason]:
    reasons = []
    unit = UNITS.get(details["unit"])
    if unit is None:
        reasons.append(Reason("Choose the unit", "unit"))
    elif unit.whole and details["places"]:
        reasons.append(Reason("A count has no decimal places", "places"))
    if details["every"] not in list(Every):
        reasons.append(Reason("Choose how often it is counted", "every"))
    if details.get("indicator") is not None and (details["unit"], details["every"]) != ("percent", Every.YEAR):
        reasons.append(
            Reason("Published statistics are yearly and in per cent: the measure must be so too", "indicator")
        )
    return reasons


def _keep_what_is_counted(before: Measure, wanted: Mapping[str, Any], *, fixed: bool) -> None:
    """Values and a fixed baseline stay in the unit and rhythm they were given in; more decimals do no harm."""
    changed = [name for name in COUNTED if wanted[name] != getattr(before, name)]
    fewer = wanted["places"] < before.places
    if (changed == ["places"] and not fewer) or not changed:
        return
    if fixed:
        raise Refused(Reason(FIXED, "unit" if changed[0] != "every" else "every"))
    if before.values.exists() or before.rebaselines.exists():
        raise Refused(
            Reason(
                f"Values are recorded in {before.unit_spec.whats} already. Define a new measure for another unit or rhythm",
                "unit" if changed[0] != "every" else "every",
            )
        )
