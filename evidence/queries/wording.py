"""Whether the wording of weaknesses and priority actions is still the first one, and why where it is not."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from evidence.models import FirstWording, WordingReason
from inspections.models import Finding, Inspection
from rulebook.findings import plan_required

PARTS = ("text", "points", "closing", "responsible_bodies")


@dataclass(frozen=True)
class WordingChange:
    """One finding whose first wording was locked, or that came after. `first` and `present` are {text, points, closing,
    responsible_bodies}; `first` is None for a finding that came later, `present` for one that was removed.
    """

    key: str
    kind: str
    kind_name: str
    order: int
    first: dict[str, Any] | None
    present: dict[str, Any] | None
    reasons: tuple[WordingReason, ...]
    first_row: FirstWording | None
    finding: Finding | None

    @property
    def changed(self) -> bool:
        return self.first != self.present

    @property
    def explained(self) -> bool:
        """Whether a reason was recorded for the wording as it stands now; an unchanged one needs none."""
        return not self.changed or any(row.wording == (self.present or {}) for row in self.reasons)


def wording_of(finding: Finding) -> dict[str, Any]:
    return {part: getattr(finding, part) for part in PARTS}


def kinds_of_a_plan(inspection: Inspection, decision: str) -> list[str]:
    """The kinds of finding that the items of a plan are copied from: those of the kind and those of the plan it leads to."""
    spec = inspection.kind_spec
    plan = plan_required(inspection.edition, spec, decision or None)
    return [kind for kind in spec.finding_kinds if kind in (spec.item_kind, plan.finding_kind if plan else None)]


def wording_changes(inspection: Inspection) -> list[WordingChange]:
    """Every finding whose wording was locked, then those of the same kinds that came after. Empty before anything was locked.

    Three queries. Publication asks: `all(change.explained for change in wording_changes(inspection))`.
    """
    firsts = list(FirstWording.objects.filter(inspection=inspection).select_related("finding"))
    if not firsts:
        return []
    reasons: dict[tuple[str, int | None], list[WordingReason]] = defaultdict(list)
    for row in WordingReason.objects.filter(inspection=inspection).select_related("by"):
        reasons[("first", row.first_id) if row.first_id else ("later", row.finding_id)].append(row)
    names = inspection.framework.finding_kinds
    found = [
        WordingChange(
            key=f"first-{first.pk}",
            kind=first.kind,
            kind_name=names.get(first.kind, first.kind),
            order=first.finding.order if first.finding else first.order,
            first=first.wording,
            present=wording_of(first.finding) if first.finding else None,
            reasons=tuple(reasons["first", first.pk]),
            first_row=first,
            finding=first.finding,
        )
        for first in firsts
    ]
    known = {first.finding_id for first in firsts}
    kinds = {first.kind for first in firsts}
    later = [row for row in Finding.objects.filter(inspection=inspection, kind__in=kinds) if row.pk not in known]
    return found + [
        WordingChange(
            key=f"later-{row.pk}",
            kind=row.kind,
            kind_name=names.get(row.kind, row.kind),
            order=row.order,
            first=None,
            present=wording_of(row),
            reasons=tuple(reasons["later", row.pk]),
            first_row=None,
            finding=row,
        )
        for row in later
    ]
