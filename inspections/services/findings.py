"""Findings: written by the team, fixed when the report is final."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError

from audit.record import record
from core.errors import Reason, Refused
from core.versioning import save_if_unchanged
from inspections import verbs
from inspections.models import Finding, Inspection
from inspections.services.steps import refuse

FIXED_STATES = ("finalised", "published", "closed", "cancelled")


@transaction.atomic
def add_finding(
    *,
    by: Any,
    inspection: Inspection,
    kind: str,
    text: str,
    points: Iterable[str] = (),
    closing: str = "",
    area_code: str = "",
    responsible_bodies: Iterable[str] = (),
    order: int | None = None,
) -> Finding:
    """Add a finding, last of its kind unless `order` says otherwise. Raises Refused beside the field."""
    spec = inspection.kind_spec
    reasons = _reasons(inspection, text, area_code)
    if kind not in spec.finding_kinds:
        reasons.append(Reason(f"A {spec.name.lower()} has no findings of this kind", "kind"))
    refuse(reasons)
    last = Finding.objects.filter(inspection=inspection, kind=kind).aggregate(last=Max("order"))["last"] or 0
    try:
        with transaction.atomic():
            finding = Finding.objects.create(
                inspection=inspection,
                kind=kind,
                order=last + 1 if order is None else order,
                text=text.strip(),
                points=[point.strip() for point in points if point.strip()],
                closing=closing.strip(),
                area_code=area_code,
                responsible_bodies=[body.strip() for body in responsible_bodies if body.strip()],
            )
    except IntegrityError as error:
        raise Refused(Reason("There is a finding with this number already", "order")) from error
    record(actor=by, verb=verbs.FINDING_ADDED, subject=finding, changes={"text": (None, finding.text)})
    return finding


@transaction.atomic
def change_finding(
    *,
    by: Any,
    finding: Finding,
    version: int,
    text: str,
    points: Iterable[str] = (),
    closing: str = "",
    area_code: str = "",
    responsible_bodies: Iterable[str] = (),
) -> Finding:
    """Change the wording of a finding that was read at `version`. Raises Refused, and Conflict when somebody else changed it."""
    refuse(_reasons(finding.inspection, text, area_code))
    after = {
        "text": text.strip(),
        "points": [point.strip() for point in points if point.strip()],
        "closing": closing.strip(),
        "area_code": area_code,
        "responsible_bodies": [body.strip() for body in responsible_bodies if body.strip()],
    }
    changes = {
        name: (getattr(finding, name), value) for name, value in after.items() if getattr(finding, name) != value
    }
    for name, value in after.items():
        setattr(finding, name, value)
    save_if_unchanged(finding, version=version, fields=list(after))
    if changes:
        record(actor=by, verb=verbs.FINDING_CHANGED, subject=finding, changes=changes)
    return finding


@transaction.atomic
def remove_finding(*, by: Any, finding: Finding) -> None:
    """Remove a finding and close the gap in the numbers. The record keeps its words. Raises Refused."""
    refuse(_reasons(finding.inspection, finding.text, finding.area_code))
    record(actor=by, verb=verbs.FINDING_REMOVED, subject=finding, changes={"text": (finding.text, None)})
    inspection, kind, order = finding.inspection, finding.kind, finding.order
    try:
        finding.delete()
    except ProtectedError as error:
        raise Refused("This finding stands in a plan or a record already, so it cannot be removed.") from error
    for later in Finding.objects.filter(inspection=inspection, kind=kind, order__gt=order).order_by("order"):
        later.order -= 1
        later.save(update_fields=["order"])


def _reasons(inspection: Inspection, text: str, area_code: str) -> list[Reason]:
    if inspection.state in FIXED_STATES:
        raise Refused("The findings are fixed: the report is final")
    reasons = [] if text.strip() else [Reason("Enter the finding", "text")]
    codes = {area.code for area in inspection.kind_spec.questions}
    if area_code and area_code not in codes:
        reasons.append(Reason(f"Choose one of the {inspection.words['questions']}", "area_code"))
    return reasons
