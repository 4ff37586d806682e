"""The first wording of what a plan is made of, locked when the judgement is signed, and the reasons for later changes."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from evidence import verbs
from evidence.models import FirstWording, Judgement, WordingReason
from evidence.queries.wording import WordingChange, kinds_of_a_plan, wording_changes, wording_of
from inspections.models import Finding, Inspection
from inspections.services.child_names import refuse_names


@transaction.atomic
def lock(*, by: Any, judgement: Judgement) -> int:
    """Keep the wording of each finding a plan is made of, where none is kept yet; gives how many are new.

    After the feedback meeting nothing is locked any more: what is new then is a change.
    """
    inspection = judgement.inspection
    if inspection.feedback_on is not None:
        return 0
    kinds = kinds_of_a_plan(inspection, judgement.decision)
    known = set(FirstWording.objects.filter(inspection=inspection).values_list("finding_id", flat=True))
    new = [
        finding for finding in Finding.objects.filter(inspection=inspection, kind__in=kinds) if finding.pk not in known
    ]
    now = clock.now()
    for finding in new:
        FirstWording.objects.create(
            inspection=inspection, finding=finding, kind=finding.kind, order=finding.order, wording=wording_of(finding),
            locked_at=now, locked_by=by,
        )  # fmt: skip
    if new:
        record(actor=by, verb=verbs.WORDING_LOCKED, subject=judgement, changes={"findings": (None, len(new))})
    return len(new)


@transaction.atomic
def explain(*, by: Any, inspection: Inspection, key: str, reason: str) -> WordingReason:
    """Say why one wording is not the first any more. `key` is that of a WordingChange. The same twice is kept once. Raises Refused."""
    require(by, Permission.FINDINGS_EDIT, inspection)
    change: WordingChange | None = next((each for each in wording_changes(inspection) if each.key == key), None)
    if change is None or not change.changed:
        raise Refused("This wording is the first one, so there is nothing to explain.")
    reason = reason.strip()
    if not reason:
        raise Refused(Reason("Say why the wording changed", "reason"))
    refuse_names(inspection, reason=reason)
    present = change.present or {}
    earlier = next((row for row in change.reasons if row.reason == reason and row.wording == present), None)
    if earlier is not None:
        return earlier
    made = WordingReason.objects.create(
        inspection=inspection, first=change.first_row, finding=change.finding, wording=present, reason=reason, by=by,
        at=clock.now(),
    )  # fmt: skip
    record(actor=by, verb=verbs.WORDING_EXPLAINED, subject=made, reason=reason)
    return made
