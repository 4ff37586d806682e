"""What the database itself sees to: no piece of evidence is changed, and a deadline names the partnership of its inspection."""

from __future__ import annotations

from core.copied import Copied
from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="inspections_evidence_refuse",
    message="evidence is never changed",
    tables={
        "inspections_evidence": Columns(),
    },
)

AREA = Copied(
    table="inspections_deadline", key="inspection_id", parent="inspections_inspection", column="partnership_id"
)
