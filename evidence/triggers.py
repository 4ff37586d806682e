"""The database's own refusal to change what happened to a safeguarding concern."""

from __future__ import annotations

from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="evidence_safeguarding_refuse",
    message="what happened to a safeguarding concern is never changed",
    tables={
        "evidence_safeguardingentry": Columns(),
    },
)
