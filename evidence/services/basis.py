"""Tying evidence to a finding and untying it: notes and filed evidence, named by the references people use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from accounts.access import require
from accounts.choices import Permission
from audit.record import record
from core import clock
from core.errors import Reason, Refused
from evidence import verbs
from evidence.models import EmergingBasis, EmergingFinding, FindingBasis, Note
from inspections.models import Evidence, Finding, Inspection
from inspections.services.findings import FIXED_STATES

REFERENCE = re.compile(r"([NE])\s?(\d{1,6})", re.IGNORECASE)
Pieces = list[Note | Evidence]


def cited(inspection: Inspection, text: str) -> Pieces:
    """What references such as “N12, E3” stand for, in the order given. Raises Refused beside "references" naming what there is not."""
    asked = [part for part in re.split(r"[\s,;]+", re.sub(r"\b([NnEe])\s+(?=\d)", r"\1", text)) if part]
    if not asked:
        raise Refused(Reason("Enter at least one reference, such as N12 or E3", "references"))
    matched = {part: REFERENCE.fullmatch(part) for part in asked}
    numbers: dict[str, set[int]] = {"N": set(), "E": set()}
    for match in matched.values():
        if match:
            numbers[match[1].upper()].add(int(match[2]))
    notes = Note.objects.filter(inspection=inspection, number__in=numbers["N"], withdrawn_at=None)
    filed = Evidence.objects.filter(inspection=inspection, number__in=numbers["E"])
    known: dict[str, Note | Evidence] = {f"N{note.number}": note for note in notes}
    known |= {f"E{piece.number}": piece for piece in filed}
    names = {part: f"{match[1].upper()}{int(match[2])}" if match else part for part, match in matched.items()}
    unknown = [name for name in dict.fromkeys(names.values()) if name not in known]
    if unknown:
        raise Refused(Reason(f"There is no evidence {', '.join(unknown)[:100]} in this inspection", "references"))
    return [known[name] for name in dict.fromkeys(names.values())]


@transaction.atomic
def tie(*, by: Any, to: Finding | EmergingFinding, pieces: Iterable[Note | Evidence]) -> int:
    """Let a finding rest on these pieces too; gives how many are new. A piece that is tied already stays tied once. Raises Refused."""
    _may(by, to)
    model, owner = _model(to)
    new = []
    for piece in pieces:
        if piece.inspection_id != to.inspection_id:
            raise ValueError("evidence of another inspection")
        what = {"note": piece} if isinstance(piece, Note) else {"filed": piece}
        _, made = model.objects.get_or_create(**owner, **what, defaults={"added_by": by, "added_at": clock.now()})
        if made:
            new.append(citation(piece))
    if new:
        record(actor=by, verb=verbs.BASIS_ADDED, subject=to, changes={"evidence": (None, new)})
    return len(new)


@transaction.atomic
def untie(*, by: Any, of: Finding | EmergingFinding, row: int) -> None:
    """Take one piece from what a finding rests on; the piece itself stays. A row that is gone already is no fault."""
    _may(by, of)
    model, owner = _model(of)
    found = model.objects.filter(pk=row, **owner).select_related("note", "filed").first()
    if found is None:
        return
    found.delete()
    record(
        actor=by,
        verb=verbs.BASIS_REMOVED,
        subject=of,
        changes={"evidence": (citation(found.note or found.filed), None)},
    )


def citation(piece: Note | Evidence) -> str:
    """The reference people use: N12 or E3."""
    return piece.citation if isinstance(piece, Note) else f"E{piece.number}"


def _model(owner: Finding | EmergingFinding) -> tuple[Any, dict[str, Any]]:
    if isinstance(owner, Finding):
        return FindingBasis, {"finding": owner}
    return EmergingBasis, {"emerging": owner}


def _may(by: Any, owner: Finding | EmergingFinding) -> None:
    require(by, Permission.EVIDENCE_VIEW, owner.inspection)
    if isinstance(owner, EmergingFinding):
        require(by, Permission.JUDGEMENT_WRITE, owner.inspection)
        if not owner.is_open:
            raise Refused(Reason("This emerging finding is not open any more", "references"))
    else:
        require(by, Permission.FINDINGS_EDIT, owner.inspection)
        if owner.inspection.state in FIXED_STATES:
            raise Refused(Reason("The findings are fixed: the report is final", "references"))
