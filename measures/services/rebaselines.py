"""Another baseline or path for a measure: asked for with a reason, decided by somebody else, and both kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Conflict, Reason, Refused
from core.versioning import save_if_unchanged
from improvement.services import audience
from measures import verbs
from measures.choices import Decision
from measures.models import Measure, Rebaseline, RebaselineDecision
from measures.services import amounts
from measures.services.amounts import Path
from measures.services.measures import baseline_is_fixed, locked_plan, open_plan

OWN = "Somebody other than the person who asked must decide."


@transaction.atomic
def ask(*, by: Any, measure: Measure, path: Path, reason: str, version: int | None = None) -> Rebaseline:
    """Ask for another baseline or other targets. Raises PermissionDenied, or Refused: nothing differs, no reason, one waits already;
    Conflict when the measure is not as read at `version` any more, so that nobody asks for an old baseline back unseen."""
    plan = open_plan(by, measure.item.plan_id, Permission.PLAN_EDIT)
    held = Measure.objects.select_for_update().get(pk=measure.pk)
    if not baseline_is_fixed(plan):
        raise Refused("The plan has not been sent yet: change the baseline and targets on the page of the measure.")
    if waiting(measure) is not None:
        raise Refused("Another baseline has been asked for already and waits for a decision.")
    if version is not None and held.version != version:
        raise Conflict(held)
    if not reason.strip():
        raise Refused(Reason("Say why the baseline or the targets must change", "reason"))
    old = amounts.path_of(held)
    if path == old:
        raise Refused(Reason("This is the baseline and path that stand already", "baseline_value"))
    amounts.check_path(held.every, held.unit, held.places, path)
    made = Rebaseline.objects.create(
        measure=measure,
        number=measure.rebaselines.count() + 1,
        asked_by=by,
        asked_at=clock.now(),
        reason=reason.strip(),
        old=old.as_json(),
        new=path.as_json(),
    )
    record(
        actor=by,
        verb=verbs.REBASELINE_ASKED,
        subject=made,
        changes={"path": (made.old, made.new)},
        reason=reason.strip(),
    )
    deciding = [person for person in audience.reviewers(plan, clock.today()) if person != by]
    audience.tell(
        deciding,
        plan=plan,
        event=f"rebaseline:{made.pk}",
        subject=f"Another baseline is asked for: {measure.name}",
        body=f"{by} asks for another baseline or other targets of a measure of the plan of {plan.inspection.partnership.name}.",
    )
    return made


@transaction.atomic
def decide(*, by: Any, rebaseline: Rebaseline, decision: str, note: str = "") -> RebaselineDecision:
    """Approve (the new baseline and targets then stand) or refuse. Raises PermissionDenied for who asked, and Refused."""
    plan = locked_plan(rebaseline.measure.item.plan_id)
    require(by, Permission.PLAN_REVIEW, plan.inspection)
    if rebaseline.asked_by_id == by.pk:
        raise PermissionDenied(OWN)
    measure = Measure.objects.select_for_update(of=("self",)).select_related("item").get(pk=rebaseline.measure_id)
    if not plan.is_open:
        raise Refused(f"The plan is at ‘{plan.state_words}’: its measures are not changed any more.")
    if RebaselineDecision.objects.filter(rebaseline=rebaseline).exists():
        raise Refused("This has been decided already.")
    if decision not in Decision.values:
        raise Refused(Reason("Choose whether to approve", "decision"))
    if decision == Decision.REFUSED and not note.strip():
        raise Refused(Reason("Say why it is refused", "note"))
    made = RebaselineDecision.objects.create(
        rebaseline=rebaseline, decision=decision, decided_by=by, decided_at=clock.now(), note=note.strip()
    )
    if decision == Decision.APPROVED:
        new = Path.from_json(rebaseline.new)
        measure.baseline_period, measure.baseline_value = new.baseline or ("", None)
        save_if_unchanged(measure, version=measure.version, fields=["baseline_period", "baseline_value"])
        amounts.set_targets(measure, new.targets)
    record(
        actor=by,
        verb=verbs.REBASELINE_DECIDED,
        subject=made,
        changes={"decision": (None, decision)},
        reason=note.strip(),
    )
    audience.tell(
        [rebaseline.asked_by],
        plan=plan,
        event=f"rebaseline:{rebaseline.pk}:decided",
        subject=f"{made.get_decision_display()}: another baseline of {measure.name}",
        body=f"{by} decided on the baseline you asked for." + (f"\n\n{note.strip()}" if note.strip() else ""),
    )
    return made


def waiting(measure: Measure) -> Rebaseline | None:
    """The request that waits for a decision."""
    return Rebaseline.objects.filter(measure=measure, decision=None).first()
