"""Emerging findings: added day by day, changed, made findings of the inspection with what they rest on, or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from evidence import verbs
from evidence.models import EmergingFinding, Note
from evidence.services import basis
from inspections.models import Evidence, Finding, Inspection
from inspections.services import findings
from inspections.services.child_names import refuse_names
from rulebook.frameworks.base import UnknownKind

NOT_OPEN = "This emerging finding is a finding already, or was withdrawn, so it is not changed any more."


@transaction.atomic
def add_emerging(
    *,
    by: Any,
    inspection: Inspection,
    sort: str,
    text: str,
    seen_on: date | None = None,
    area_code: str = "",
    pieces: Iterable[Note | Evidence] = (),
) -> EmergingFinding:
    """Add an emerging finding of a day (today by default), resting on `pieces`. Raises PermissionDenied; Refused beside the field."""
    require(by, Permission.JUDGEMENT_WRITE, inspection)
    seen_on = seen_on or clock.today()
    text = _checked(inspection, sort, text, seen_on, area_code)
    Inspection.objects.select_for_update().get(pk=inspection.pk)
    last = EmergingFinding.objects.filter(inspection=inspection).aggregate(last=Max("number"))["last"] or 0
    made = EmergingFinding.objects.create(
        inspection=inspection, number=last + 1, seen_on=seen_on, sort=sort, text=text, area_code=area_code, added_by=by
    )
    record(actor=by, verb=verbs.EMERGING_ADDED, subject=made, changes={"text": (None, text), "sort": (None, sort)})
    basis.tie(by=by, to=made, pieces=pieces)
    return made


@transaction.atomic
def change_emerging(
    *, by: Any, emerging: EmergingFinding, version: int, sort: str, text: str, seen_on: date, area_code: str = ""
) -> EmergingFinding:
    """Change an emerging finding that was read at `version`. Raises Refused; Conflict when somebody else changed it."""
    require(by, Permission.JUDGEMENT_WRITE, emerging.inspection)
    _open(emerging)
    after = {
        "sort": sort,
        "text": _checked(emerging.inspection, sort, text, seen_on, area_code),
        "seen_on": seen_on,
        "area_code": area_code,
    }
    changes = {name: (getattr(emerging, name), new) for name, new in after.items() if getattr(emerging, name) != new}
    for name, value in after.items():
        setattr(emerging, name, value)
    save_if_unchanged(emerging, version=version, fields=list(after))
    if changes:
        record(actor=by, verb=verbs.EMERGING_CHANGED, subject=emerging, changes=changes)
    return emerging


@transaction.atomic
def promote(*, by: Any, emerging: EmergingFinding, kind: str) -> Finding:
    """Make it a finding of the inspection, of a kind its sort may become, resting on the same evidence. Twice gives the same finding.

    Raises PermissionDenied and Refused.
    """
    require(by, Permission.JUDGEMENT_WRITE, emerging.inspection)
    require(by, Permission.FINDINGS_EDIT, emerging.inspection)
    held = EmergingFinding.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=emerging.pk)
    if held.finding is not None:
        return held.finding
    _open(held)
    if kind not in held.inspection.kind_spec.emerging_sort(held.sort).finding_kinds:
        raise Refused(Reason("Choose what kind of finding it becomes", "kind"))
    made = findings.add_finding(by=by, inspection=held.inspection, kind=kind, text=held.text, area_code=held.area_code)
    claimed = EmergingFinding.objects.filter(pk=held.pk, promoted_at=None, withdrawn_at=None)
    if not claimed.update(finding=made, promoted_at=clock.now(), promoted_by=by, version=held.version + 1):
        raise Refused(NOT_OPEN)
    pieces: list[Any] = [row.note or row.filed for row in held.basis.select_related("note", "filed")]
    basis.tie(by=by, to=made, pieces=pieces)
    record(actor=by, verb=verbs.EMERGING_PROMOTED, subject=held, changes={"kind": (held.sort, kind)})
    return made


@transaction.atomic
def withdraw(*, by: Any, emerging: EmergingFinding, reason: str) -> None:
    """Say that it is not a finding after all, and why; it stays readable. Raises Refused."""
    require(by, Permission.JUDGEMENT_WRITE, emerging.inspection)
    if not reason.strip():
        raise Refused(Reason("Say why it is withdrawn", "reason"))
    refuse_names(emerging.inspection, reason=reason)
    opened = EmergingFinding.objects.filter(pk=emerging.pk, promoted_at=None, withdrawn_at=None)
    if not opened.update(withdrawn_at=clock.now(), withdrawn_reason=reason.strip()):
        raise Refused(NOT_OPEN)
    record(actor=by, verb=verbs.EMERGING_WITHDRAWN, subject=emerging, reason=reason)


def _open(emerging: EmergingFinding) -> None:
    if not emerging.is_open:
        raise Refused(NOT_OPEN)


def _checked(inspection: Inspection, sort: str, text: str, seen_on: date, area_code: str) -> str:
    """The text without space around it."""
    text, reasons = text.strip(), []
    try:
        inspection.kind_spec.emerging_sort(sort)
    except UnknownKind:
        reasons.append(Reason("Choose how weighty it is", "sort"))
    if not text:
        reasons.append(Reason("Enter the emerging finding", "text"))
    if seen_on > clock.today():
        reasons.append(Reason("The day must be today or in the past", "seen_on"))
    if area_code and area_code not in {area.code for area in inspection.kind_spec.questions}:
        reasons.append(Reason(f"Choose one of the {inspection.words['questions']}", "area_code"))
    if reasons:
        raise Refused(*reasons)
    refuse_names(inspection, text=text)
    return text
