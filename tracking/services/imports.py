"""Taking a workbook of actions: checked first, kept once and whole, undone whole while nothing else has changed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Conflict, Reason, Refused
from core.files import keep
from improvement.models import Action, Milestone, Plan
from tracking import verbs
from tracking.models import ActionImport
from tracking.services import sheets
from tracking.services.scope import held_plan, is_delivered
from tracking.services.sheets import WORKBOOKS
from tracking.services.workbook_changes import compare, may_import
from tracking.services.workbook_steps import CHANGED_SINCE, Keeping, Undoing, touched_since, with_versions


def permission_for(plan: Plan) -> Permission:
    """Who may import: those who write the plan while it is written, those who track it while it is delivered."""
    return Permission.PLAN_TRACK if is_delivered(plan) else Permission.PLAN_EDIT


@transaction.atomic
def check_workbook(*, by: Any, plan: Plan, upload: Any) -> ActionImport:
    """Read a workbook and keep what it would change, or its faults. Nothing of the plan changes. Raises PermissionDenied, Refused."""
    held = held_plan(by=by, plan_id=plan.pk, permission=permission_for(plan))
    if not may_import(held):
        raise Refused(f"The plan is at ‘{held.state_words}’: nothing can be taken from a workbook now.")
    file = keep(by=by, upload=upload, rules=WORKBOOKS, field="file", place=held.inspection.partnership.slug)
    upload.seek(0)
    told = compare(held, sheets.read(upload.read()))
    made = ActionImport.objects.create(
        plan=held,
        number=(ActionImport.objects.filter(plan=held).aggregate(newest=Max("number"))["newest"] or 0) + 1,
        file=file,
        faults=[fault.as_dict() for fault in told.faults],
        changes=[asdict(change) for change in told.changes],
        by=by,
        at=clock.now(),
    )
    record(
        actor=by,
        verb=verbs.WORKBOOK_CHECKED,
        subject=made,
        changes={"file": (None, file.name), "changes": (None, len(told.changes)), "faults": (None, len(told.faults))},
    )
    return made


@transaction.atomic
def keep_workbook(*, by: Any, taken: ActionImport) -> ActionImport:
    """Keep every change of a workbook that was checked, once. Raises PermissionDenied; Refused when it has faults or nothing to keep,
    was kept already, or the plan has changed since.
    """
    plan = held_plan(by=by, plan_id=taken.plan_id, permission=permission_for(taken.plan))
    held = ActionImport.objects.select_for_update().get(pk=taken.pk)
    if held.confirmed_at is not None:
        raise Refused("These changes were kept already.")
    if held.faults:
        raise Refused("A workbook with faults is not kept. Mend it and have it checked again.")
    if not held.changes:
        raise Refused("This workbook changes nothing.")
    try:
        steps = Keeping(by, plan).all(held.changes)
    except (Conflict, Action.DoesNotExist, Milestone.DoesNotExist):
        raise Refused(CHANGED_SINCE) from None
    except Refused as refused:
        raise Refused(CHANGED_SINCE, *(reason.text for reason in refused.reasons)) from None
    held.undo = with_versions(steps)
    held.confirmed_by, held.confirmed_at = by, clock.now()
    held.save(update_fields=["undo", "confirmed_by", "confirmed_at"])
    record(actor=by, verb=verbs.WORKBOOK_KEPT, subject=held, changes={"changes": (None, len(held.changes))})
    return held


@transaction.atomic
def undo_workbook(*, by: Any, taken: ActionImport) -> ActionImport:
    """Put everything back that a workbook changed. Raises PermissionDenied; Refused when anything of it was changed since."""
    held_plan(by=by, plan_id=taken.plan_id, permission=permission_for(taken.plan))
    held = ActionImport.objects.select_for_update().get(pk=taken.pk)
    if held.confirmed_at is None:
        raise Refused("Nothing of this workbook was kept.")
    if held.undone_at is not None:
        raise Refused("This import was undone already.")
    if touched := touched_since(held.undo):
        raise Refused(Reason(f"This import cannot be undone: {touched} was changed since."))
    Undoing(by).all(held.undo)
    held.undone_by, held.undone_at = by, clock.now()
    held.save(update_fields=["undone_by", "undone_at"])
    record(actor=by, verb=verbs.WORKBOOK_UNDONE, subject=held)
    return held
