"""What the database itself refuses to change: the history of actions, evidence, versions of narratives, what a board was given."""

from __future__ import annotations

from core.frozen import Columns, FrozenRows

FROZEN = FrozenRows(
    function="tracking_refuse",
    message="the history of progress, its evidence and what a board was given are never changed",
    tables={
        "tracking_evidence": Columns(),
        "tracking_actionupdate": Columns(),
        "tracking_updateevidence": Columns(),
        "tracking_milestonechange": Columns(),
        "tracking_narrativeversion": Columns(),
        "tracking_narrativeevidence": Columns(),
        "tracking_contest": Columns(
            never=("narrative_id", "version_id", "number", "on_behalf_of", "why", "by_id", "at"),
            once=("answered_at", "withdrawn_at"),
        ),
        "tracking_boardpack": Columns(
            never=("plan_id", "number", "as_at_on", "content", "sha256", "asked_by_id", "asked_at"),
            once=("made_at", "pdf", "workbook"),
        ),
    },
)
