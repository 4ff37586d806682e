"""What findings and emerging findings rest on: counted from their evidence; withdrawn notes are named and not counted."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from evidence.choices import SourceKind, Strand
from evidence.models import EmergingBasis, FindingBasis
from rulebook.triangulation import Basis

ROWS = ("note__source_kind", "note__strand", "filed__source_kind", "note__number", "note__withdrawn_at")


def of_findings(findings: Iterable[Any]) -> dict[int, Basis]:
    """{primary key: what it rests on} for every finding given. One query."""
    return _of(FindingBasis, "finding_id", [finding.pk for finding in findings])


def of_emerging(emerging: Iterable[Any]) -> dict[int, Basis]:
    """{primary key: what it rests on} for every emerging finding given. One query."""
    return _of(EmergingBasis, "emerging_id", [each.pk for each in emerging])


def _of(model: Any, owner: str, keys: list[int]) -> dict[int, Basis]:
    rows: dict[int, list[tuple[str, str]]] = defaultdict(list)
    withdrawn: dict[int, list[int]] = defaultdict(list)
    tied = model.objects.filter(**{f"{owner}__in": keys}).order_by("note__number")
    for key, note_kind, strand, filed_kind, number, withdrawn_at in tied.values_list(owner, *ROWS):
        if withdrawn_at is None:
            rows[key].append((note_kind or filed_kind or "", strand or ""))
        else:
            withdrawn[key].append(number)
    return {key: _basis(rows[key], withdrawn[key]) for key in keys}


def _basis(rows: list[tuple[str, str]], withdrawn: list[int]) -> Basis:
    kinds, strands = {kind for kind, _ in rows}, {strand for _, strand in rows}
    return Basis(
        pieces=len(rows),
        kinds=tuple(kind.label for kind in SourceKind if kind.value in kinds),
        sectors=tuple(strand.label for strand in Strand if strand.value in strands),
        withdrawn=tuple(withdrawn),
    )


def pieces(owner: Any) -> list[Any]:
    """The rows of the basis of one finding or emerging finding, with the note or the filed evidence. One query."""
    return list(owner.basis.select_related("note__author", "filed").order_by("pk"))
