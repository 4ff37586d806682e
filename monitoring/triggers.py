"""What the database itself refuses to change: a sent letter, a signature, a step of the ladder, a review of a notice."""

from __future__ import annotations

from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="monitoring_refuse",
    message="a sent letter, a signature, a step of the ladder or a review of a notice is never changed",
    tables={
        "monitoring_sentletter": Columns(),
        "monitoring_lettersignature": Columns(),
        "monitoring_escalationstep": Columns(),
        "monitoring_noticereview": Columns(),
        # Once sent, what the letter was about stays.
        "monitoring_supportletter": Columns(never=("plan_id", "kind", "visit_id"), once=("sent_on",)),
    },
)
