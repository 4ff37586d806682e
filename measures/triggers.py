"""What the database itself refuses to change of measures: what was counted, and what was asked and decided about a baseline."""

from __future__ import annotations

from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="measures_refuse",
    message="a value, a re-baseline or its decision is never changed",
    tables={
        "measures_measurevalue": Columns(),
        "measures_rebaseline": Columns(),
        "measures_rebaselinedecision": Columns(),
    },
)
