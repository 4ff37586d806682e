"""The database's own refusal to change a piece of evidence."""

from __future__ import annotations

from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="inspections_evidence_refuse",
    message="evidence is never changed",
    tables={
        "inspections_evidence": Columns(),
    },
)
